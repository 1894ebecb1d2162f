"""The files of the public sets as they are published, each row checked; what is not needed here is ignored."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.batch import numbered_lines
from vectorstore.errors import InputError

T = TypeVar("T")
R = TypeVar("R", bound=BaseModel)


class _Layout(BaseModel):
    # ids are numbers in some copies of a set and strings in others
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class SquadAnswer(_Layout):
    """A stretch of a paragraph that answers."""

    text: str
    """Its words."""
    answer_start: int
    """Where the paragraph has them; some copies are off."""


class SquadQuestion(_Layout):
    """A question about a paragraph."""

    id: str
    """Unique in its file."""
    question: str
    """What is asked; blank in a few rows of CMRC 2018."""
    answers: tuple[SquadAnswer, ...] = ()
    """Any of them is right; none when it can't be answered."""
    is_impossible: bool = False
    """Whether the paragraph does not answer it."""


class SquadParagraph(_Layout):
    """A paragraph with its questions."""

    context: str
    """Its text."""
    qas: tuple[SquadQuestion, ...]
    """The questions."""


class SquadArticle(_Layout):
    """An article."""

    paragraphs: tuple[SquadParagraph, ...]
    """In its order."""


class SquadFile(_Layout):
    """The layout of SQuAD, SQuAD 2.0, XQuAD and CMRC 2018."""

    data: tuple[SquadArticle, ...]
    """The articles."""


class ScifactDocument(_Layout):
    """A line of SciFact's corpus."""

    doc_id: str
    """Unique in the corpus."""
    title: str
    """Its title."""
    sentences: tuple[str, ...]
    """The abstract, cut into sentences."""


class ScifactEvidence(_Layout):
    """Sentences that together support or contradict a claim."""

    sentences: tuple[int, ...]
    """Their places in the abstract, from 0."""


class ScifactClaim(_Layout):
    """A line of SciFact's claims."""

    id: str
    """Unique in its file."""
    claim: str
    """What is claimed."""
    cited_doc_ids: tuple[str, ...]
    """The abstracts cited for it."""
    evidence: dict[str, tuple[ScifactEvidence, ...]]
    """What each of them holds about it; empty when none says whether it is so."""


class PubmedqaRecord(_Layout):
    """An entry of PubMedQA, whose key is the PMID."""

    question: str = Field(alias="QUESTION")
    """The article's title, which asks."""
    contexts: tuple[str, ...] = Field(alias="CONTEXTS")
    """The sections but the conclusion."""
    labels: tuple[str, ...] = Field(alias="LABELS")
    """Their labels."""
    conclusion: str = Field(alias="LONG_ANSWER")
    """The conclusion, which answers."""


class HealthverRow(_Layout):
    """A row of HealthVer."""

    id: str
    """Unique in its file."""
    evidence: str
    """A passage of a paper."""
    claim: str
    """What is claimed."""
    label: Literal["Supports", "Refutes", "Neutral"]
    """What the evidence does to the claim."""


class Tico19Row(_Layout):
    """A row of TICO-19."""

    source: str = Field(pattern=r"\S")
    """The segment's name, a space, and where it is from."""
    en: str = Field(pattern=r"\S")
    """In English."""
    zh: str = Field(pattern=r"\S")
    """In Chinese."""


def read_json(path: Path, layout: TypeAdapter[T]) -> T:
    """A whole JSON file.

    Raises:
        InputError: It can't be read, or has another layout; the message names the file and the place.
    """
    with _told(path):
        return layout.validate_json(path.read_bytes())


def read_json_lines(path: Path, layout: type[R]) -> list[R]:
    """A file with one JSON object a line.

    Raises:
        InputError: It can't be read, or has another layout; the message names the file and the line.
    """
    found = []
    for number, line in numbered_lines(path):
        with _told(path, f", line {number}"):
            found.append(layout.model_validate_json(line))
    return found


def read_rows(path: Path, layout: type[R]) -> list[R]:
    """A table whose first row names the columns: separated by commas with quotes, or in `.tsv` by tabs without.

    Raises:
        InputError: It can't be read, or has another layout; the message names the file and the line.
    """
    quoting: Literal[0, 3] = csv.QUOTE_NONE if path.suffix == ".tsv" else csv.QUOTE_MINIMAL
    found = []
    with _told(path), path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ",", quoting=quoting)
        for row in rows:
            with _told(path, f", line {rows.line_num}"):
                found.append(layout.model_validate(row))
    return found


@contextmanager
def _told(path: Path, where: str = "") -> Iterator[None]:
    """Whatever is wrong with a file is told with its name and the way out."""
    way = "Fetch the set again in its published layout, or name others with --only."
    try:
        yield
    except OSError as e:
        raise InputError(f"{path} can't be read: {e.strerror or e}. {way}") from e
    except ValidationError as e:
        first = e.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the whole"
        raise InputError(f"{path}{where}: {field}: {first['msg']}. {way}") from e
    except (UnicodeDecodeError, csv.Error) as e:
        raise InputError(f"{path}{where}: {e}. {way}") from e
