"""Question sets: one sample a line of JSON, as the contract draws them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.batch import numbered_lines
from vectorstore.errors import InputError


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
    """Whether the abstract answers it."""
    facts: tuple[str, ...] = ()
    """What a right answer states; alternatives are separated by `|`. Empty when unanswerable."""
    evidence: tuple[str, ...] = ()
    """Beginnings of the sentences that a perfect answer cites. Empty when unanswerable."""


def load_samples(path: Path) -> list[Sample]:
    """The samples of a set, in order.

    Raises:
        InputError: The file can't be read, or a line is no sample; the message names the line.
    """
    return [_sample(line, number, path) for number, line in numbered_lines(path)]


def _sample(line: str, number: int, path: Path) -> Sample:
    try:
        return Sample.model_validate_json(line)
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(map(str, first["loc"])) or "line"
        raise InputError(f"{path}, line {number}: {where}: {first['msg']}.") from e
