"""Files into a library, batch by batch, and what became of each record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from vectorstore.errors import InputError
from vectorstore.library import Library
from vectorstore.readers.formats import Skipped, read_records
from vectorstore.readers.source import Given, Watch
from vectorstore.records import Abstract
from vectorstore.store import Outcome

Became = Outcome | Literal["skipped", "not read"]
"""What became of a record; `skipped`: it is passed over, `not read`: the file can't be read, or not to its end."""

_BATCH = 100  # records that become durable together


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one record, or of a file."""

    file: str
    """Name of the file."""
    became: Became
    """What became of it."""
    id: str = ""
    """Under which id it is stored; empty where it is not."""
    name: str = ""
    """What it is called: its reference, or where in the file it stood."""
    reason: str = ""
    """Why it was passed over, in plain words."""


def add_file(library: Library, given: Given, name: str | None = None, watch: Watch | None = None) -> Iterator[Added]:
    """Add the records of a file in any format; each is told once it is durable.

    What was told stays, whatever happens next; adding the same file again changes nothing and adds what was missing.

    Args:
        library: Where to.
        given: A file, its bytes, or a stream, which stays open; no more of it is held than a batch of records.
        name: What to call it; by default its path.
        watch: Told how many bytes of it have been read so far.

    Raises:
        LibraryBusyError: Another process has been writing for ten seconds.
        LibraryError: The library can't be written.
    """
    called = name or str(given)
    records = _until_broken(given, called, watch)
    while batch := list(islice(records, _BATCH)):
        yield from _put(library, called, batch)


def _until_broken(given: Given, name: str, watch: Watch | None) -> Iterator[Abstract | Skipped | InputError]:
    try:
        yield from read_records(given, name, watch)
    except InputError as e:
        yield e


def _put(library: Library, file: str, batch: Sequence[Abstract | Skipped | InputError]) -> Iterator[Added]:
    stored = iter(library.add_all([record for record in batch if isinstance(record, Abstract)]))
    for record in batch:
        if isinstance(record, Abstract):
            identifier, outcome = next(stored)
            yield Added(file, outcome, identifier, record.name)
        elif isinstance(record, Skipped):
            yield Added(file, "skipped", name=record.where, reason=record.reason)
        else:
            reason = str(record)
            yield Added(file, "not read", name=file, reason=reason.removeprefix(f"{file}: "))
