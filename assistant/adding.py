"""The command that adds: files and standard input, piece by piece; a line for each record, counts, a report."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from assistant.library_commands import opened
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from assistant.terminal import Move
    from vectorstore.adding import Added
    from vectorstore.library import Library

Keep = Callable[["Added"], None]
"""Keeps a line for the report."""

File = tuple[str, BinaryIO | Path]
"""A name, and what is read."""

_DONE = {
    "added": "added",
    "updated": "updated",
    "unchanged": "already there",
    "kept": "already there, and fuller",
    "joined": "was there twice, now one",
}


def add(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files, folders, patterns; - for standard input.")
    ],
    report: Annotated[Path | None, typer.Option(help="Also write what became of each record to this CSV file.")] = None,
) -> None:
    """Add abstracts: PubMed XML, MEDLINE (nbib), PubMed text, RIS, CSV, JSON Lines or plain text.

    The format is told from what a file holds. Prints a line for each record once it is durable.
    """
    with opened(context) as assistant, _report(report) as keep:
        counts: Counter[str] = Counter()
        files = list(dict(_given(sources, counts, keep)).items())
        _add_all(assistant.library, files, counts, keep)
    typer.echo(_counted(counts) or "nothing to add")
    if counts["not read"]:
        raise typer.Exit(2)


def _add_all(library: Library, files: Sequence[File], counts: Counter[str], keep: Keep) -> None:
    """Add file by file, and make what was stored searchable, with a bar that shows how much has been read."""
    from assistant.terminal import progress

    sizes = [_size(given) for _, given in files]
    total = None if None in sizes else sum(filter(None, sizes))
    with progress(total) as move:
        for place, file in enumerate(files):
            which = f" ({place + 1} of {len(files)})" if len(files) > 1 else ""
            before = sum(filter(None, sizes[:place]))
            counts += _add_one(library, file, keep, _within(move, Path(file[0]).name + which, before))
        if any(counts[became] for became in _DONE):
            move("Making it searchable", None)
            library.catch_up(lambda left: move(f"Making it searchable, {left:,} to go", None))


def _size(given: BinaryIO | Path) -> int | None:
    """Bytes of a file; None for what comes through a pipe."""
    return given.stat().st_size if isinstance(given, Path) and given.is_file() else None


def _within(move: Move, called: str, before: int) -> Callable[[int, int], None]:
    """What moves the bar within a file: its records so far, and how many of its bytes have been read."""
    return lambda records, read: move(f"{called}, {records:,} records", before + read)


def _add_one(library: Library, file: File, keep: Keep, moved: Callable[[int, int], None]) -> Counter[str]:
    """Add the records of a file and tell of each; what became of how many."""
    from vectorstore.adding import add_file

    name, given = file
    counts: Counter[str] = Counter()
    for added in add_file(library, given, name, lambda read: moved(counts.total(), read)):
        _tell(added, counts, keep)
    if counts.total() > 1:
        typer.echo(f"{name}: {_counted(counts)}")
    return counts


def _given(sources: Sequence[str], counts: Counter[str], keep: Keep) -> Iterator[File]:
    """What is to be read: a name, and the stream or the file; what can't be found is told."""
    from vectorstore.adding import Added
    from vectorstore.files import files_in

    for source in sources:
        if source == "-":
            yield "standard input", sys.stdin.buffer
            continue
        try:
            yield from [(str(file), file) for file in files_in([Path(source)])]
        except InputError as e:
            reason = str(e).removeprefix(f"{source}: ")
            _tell(Added(source, "not read", name=source, reason=reason), counts, keep)


def _tell(added: Added, counts: Counter[str], keep: Keep) -> None:
    """A line for a record: on standard output what is stored, on standard error what is not; counted and reported."""
    if added.id:
        typer.echo(f"{_DONE[added.became]}  {added.id}  {added.name}")
        sys.stdout.flush()
    else:
        typer.echo(f"{added.became}  {added.name}: {added.reason}", err=True)
    counts[added.became] += 1
    keep(added)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {_DONE.get(became, became)}" for became, count in counts.items())


@contextmanager
def _report(path: Path | None) -> Iterator[Keep]:
    """The report, written line by line; without a path nothing is kept.

    Raises:
        InputError: It can't be written.
    """
    if path is None:
        yield lambda added: None
        return
    try:
        file = path.open("w", encoding="utf-8", newline="", buffering=1)  # a run that is killed leaves what it told
    except OSError as e:
        raise _unwritable(path, e) from e
    with file:
        writer = csv.writer(file)
        writer.writerow(["file", "became", "id", "record", "reason"])

        def keep(added: Added) -> None:
            try:
                writer.writerow([added.file, added.became, added.id, added.name, added.reason])
            except OSError as e:
                raise _unwritable(path, e) from e

        yield keep
    typer.echo(f"written  {path}")


def _unwritable(path: Path, e: OSError) -> InputError:
    return InputError(f"{path} can't be written: {e.strerror or e}. Choose another place.")
