"""A run: every question of some sets with its whole answer, what it was asked with, and how it is kept in a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Answer
from eval.samples import Sample
from vectorstore.errors import InputError

PART = ".part"
"""What the name of an unfinished run ends in."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class SetInfo(_Frozen):
    """A question set as it was when it was asked."""

    name: str
    """Its file's name without the ending."""
    sha256: str
    """Hash of the file."""
    samples: int
    """How many of its samples were chosen."""
    abstracts: int
    """How many abstracts it was asked over."""
    fingerprint: str
    """Hash over ids and texts of those abstracts."""


class Header(_Frozen):
    """What a run was made with: two runs with equal headers differ in nothing but times and chance."""

    schema_version: int = Field(default=1, alias="schema")
    """Raised when the meaning of a field changes."""
    model: str
    """Name of the model."""
    embeddings: str
    """Name of the embeddings."""
    passages: int
    """Most passages that a question is answered from."""
    versions: dict[str, str]
    """Of this program, of Python and of what ranks and embeds."""
    git: str | None
    """Commit of this program's checkout, with `-dirty` for changes; None when it is not one."""
    options: dict[str, str | int | None]
    """Which samples were chosen: `limit`, `lang`, `category`, `seed`."""
    sets: tuple[SetInfo, ...]
    """The question sets, in order."""


class Asked(_Frozen):
    """One sample with what came of it."""

    set: str
    """Name of its question set."""
    sample: Sample
    """The question, and what a right answer holds."""
    abstract: str | None = None
    """Id of the abstract that holds its evidence; None without evidence."""
    answer: Answer | None = None
    """None when it failed."""
    error: str | None = None
    """Why it failed."""


class Run(_Frozen):
    """A finished run."""

    header: Header
    """What it was made with."""
    created: str
    """When it was finished: UTC, ISO 8601."""
    abstracts: dict[str, str]
    """Text of every abstract that an answer quotes, by id, so that quotes can be checked later."""
    asked: tuple[Asked, ...]
    """Every sample, in the order of the sets."""


def load_run(path: Path) -> Run:
    """Read a finished run.

    Raises:
        InputError: The file can't be read, is no run, or is an unfinished one.
    """
    if path.name.endswith(PART):
        raise InputError(f"{path} is an unfinished run. Finish it: give the same 'eval run' command once more.")
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as e:
        raise InputError(
            f"{path} can't be read: {e.strerror or e}. Make a run with 'abstract-assistant eval run'."
        ) from e
    except ValidationError as e:
        where = ".".join(map(str, e.errors()[0]["loc"])) or "the whole"
        raise InputError(
            f"{path} is no run of this version ({where}: {e.errors()[0]['msg']}). Give a file that 'eval run' wrote."
        ) from e


def save_run(path: Path, run: Run) -> None:
    """Write a finished run: under a temporary name first, so that no half of one is ever found; drop its part."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_text(run.model_dump_json(by_alias=True), encoding="utf-8")
    os.replace(temporary, path)
    part_of(path).unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Where the answers of a run are kept until it is finished."""
    return path.with_name(path.name + PART)


def begin_part(path: Path, header: Header) -> list[Asked]:
    """Begin the part of a run, or go on with it; gives what was answered before.

    A line that a kill cut short is dropped, and asked again.

    Raises:
        InputError: The part is of a run with other questions or settings.
    """
    part = part_of(path)
    if not part.exists():
        part.write_text(header.model_dump_json(by_alias=True) + "\n", encoding="utf-8")
        return []
    if header_of(part) != header:
        raise InputError(
            f"{part} holds an unfinished run with other questions or settings. Finish that one with its own command, "
            "delete the file, or choose another --out."
        )
    done = list(_complete(part.read_text(encoding="utf-8").split("\n")[1:]))
    lines = [header.model_dump_json(by_alias=True), *(asked.model_dump_json(by_alias=True) for asked in done)]
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return done


def add_to_part(path: Path, asked: Asked) -> None:
    """Keep one answer of a run that is not finished; it survives the death of the process."""
    with part_of(path).open("a", encoding="utf-8") as file:
        file.write(asked.model_dump_json(by_alias=True) + "\n")


def header_of(part: Path) -> Header | None:
    """The header of an unfinished run; None when it has none that can be read."""
    try:
        return Header.model_validate_json(part.read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValidationError):
        return None


def _complete(lines: list[str]) -> Iterator[Asked]:
    for line in lines:
        try:
            yield Asked.model_validate_json(line)
        except ValidationError:
            continue  # cut short: it is asked again
