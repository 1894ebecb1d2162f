"""Question sets: one sample a line of JSON, as the contract draws them, and the abstracts that lie beside a set."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Reason
from assistant.batch import numbered_lines
from vectorstore.errors import InputError
from vectorstore.files import files_in, read_file
from vectorstore.library import bundled_abstract
from vectorstore.plain_text import read_plain_text
from vectorstore.records import Abstract
from vectorstore.text import folded

_HELD = ".held"  # the third of a set that is put apart is asked over the same abstracts


class Sample(BaseModel):
    """One question with what a right answer holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    """Unique in its set."""
    lang: Literal["en", "zh", "mixed"]
    """Language of the question."""
    category: str
    """What kind of question it is, e.g. `direct`."""
    question: str
    """What is asked."""
    history: tuple[tuple[str, str], ...] = ()
    """Earlier turns, oldest first."""
    answerable: bool
    """Whether the abstracts answer it."""
    facts: tuple[str, ...] = ()
    """What a right answer states; alternatives are separated by `|`. Empty when unanswerable."""
    evidence: tuple[str, ...] = ()
    """Beginnings of the sentences that a perfect answer cites. Empty when unanswerable."""
    reason: Reason | None = None
    """Why it has to be refused, where the set says so."""


def load_samples(path: Path) -> list[Sample]:
    """The samples of a set, in order.

    Raises:
        InputError: The file can't be read, or a line is no sample or repeats an id; the message names the line.
    """
    samples: dict[str, Sample] = {}
    for number, line in numbered_lines(path):
        sample = _sample(line, number, path)
        if sample.id in samples:
            raise InputError(f"{path}, line {number}: the id {sample.id!r} stands on an earlier line too.")
        samples[sample.id] = sample
    if not samples:
        raise InputError(f"{path} holds no question. Each line must be one JSON object with a 'question'.")
    return [*samples.values()]


def set_name(path: Path) -> str:
    """The name of a set: its file's name without the ending."""
    return path.name.removesuffix(path.suffix)


def abstracts_for(path: Path) -> list[Abstract]:
    """The abstracts that a set is asked over: those in the folder `X.abstracts` beside `X.jsonl`, else the bundled one.

    `X.held.jsonl` is asked over the folder of `X.jsonl`, where it has none of its own.

    Raises:
        InputError: The folder holds no abstract, or a file in it can't be read.
    """
    folder = folder_for(path)
    if folder is None:
        return [bundled_abstract()]
    found = [record for file in files_in([folder]) for record in read_plain_text(read_file(file))]
    if not found:
        raise InputError(f"{folder} holds no abstract. Put one or more text files there, or remove the folder.")
    return found


def folder_for(path: Path) -> Path | None:
    """The folder of abstracts beside a set; None when there is none, so that it is asked over the bundled abstract."""
    name = set_name(path)
    folders = [path.with_name(f"{stem}.abstracts") for stem in dict.fromkeys([name, name.removesuffix(_HELD)])]
    return next((folder for folder in folders if folder.is_dir()), None)


def holder(sample: Sample, texts: dict[str, str]) -> str | None:
    """The id of the abstract that holds a sample's first evidence; None when none does, or there is no evidence.

    Args:
        sample: The sample.
        texts: Folded text of each abstract, by id.
    """
    if not sample.evidence:
        return None
    wanted = folded(sample.evidence[0])
    return next((name for name, text in texts.items() if wanted in text), None)


def _sample(line: str, number: int, path: Path) -> Sample:
    try:
        return Sample.model_validate_json(line)
    except ValidationError as e:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}".lstrip(": ") for fault in e.errors())
        raise InputError(
            f"{path}, line {number}: {faults}. A line is one JSON object with at least id, lang (en, zh or mixed), "
            "category, question and answerable (true or false)."
        ) from e
