"""The commands that look after the library: add, list, show, remove, rebuild, check."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vectorstore.errors import InputError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from vectorstore.library import Library

_DONE = {"added": "added", "updated": "updated", "unchanged": "already there"}


@contextmanager
def opened(context: typer.Context) -> Iterator[Assistant]:
    """The assistant that the options describe, closed afterwards."""
    from assistant.assistant import Assistant

    with Assistant(context.obj) as assistant:
        yield assistant


def add(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files, folders, patterns; - for standard input.")
    ],
) -> None:
    """Add abstracts from plain text; prints a line for each record once it is durable."""
    from assistant.terminal import progress

    counts: Counter[str] = Counter()
    with opened(context) as assistant:
        for name, text in progress(_texts(sources, counts), "Adding"):
            _add_records(assistant.library, name, text, counts)
        if counts.total() > counts["not read"]:
            assistant.library.catch_up()
    typer.echo(", ".join(f"{count} {what}" for what, count in counts.items()) or "nothing to add")
    if counts["not read"]:
        raise typer.Exit(2)


def _texts(sources: Sequence[str], counts: Counter[str]) -> list[tuple[str, str | Path]]:
    """What is to be read: a name, and the text or the file that holds it; what can't be found is told."""
    from vectorstore.files import decode, files_in

    found: list[tuple[str, str | Path]] = []
    for source in sources:
        try:
            if source == "-":
                found.append(("standard input", decode(sys.stdin.buffer.read(), "standard input")))
            else:
                found += [(str(file), file) for file in files_in([Path(source)])]
        except InputError as e:
            _tell(e, counts)
    return list(dict(found).items())


def _add_records(library: Library, name: str, source: str | Path, counts: Counter[str]) -> None:
    """Add the records of one text, all durable before their lines are printed; a bad text is told and passed over."""
    from vectorstore.files import read_file
    from vectorstore.plain_text import read_plain_text

    try:
        text = read_file(source) if isinstance(source, Path) else source
        records = read_plain_text(text)
    except InputError as e:
        _tell(e if name in str(e) else InputError(f"{name}: {e}"), counts)
        return
    for record, (stored, outcome) in zip(records, library.add_all(records), strict=True):
        counts[_DONE[outcome]] += 1
        typer.echo(f"{_DONE[outcome]}  {stored}  {record.name}")
        sys.stdout.flush()


def _tell(e: InputError, counts: Counter[str]) -> None:
    counts["not read"] += 1
    typer.echo(f"not read  {e}", err=True)


def list_abstracts(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """List the abstracts of the library."""
    with opened(context) as assistant:
        abstracts = assistant.library.list()
    if as_json:
        _print_json(
            [
                {
                    "id": abstract.id,
                    "reference": abstract.name,
                    "year": abstract.reference.year,
                    "languages": abstract.languages,
                    "pmid": abstract.reference.pmid,
                    "doi": abstract.reference.doi,
                }
                for abstract in abstracts
            ]
        )
    else:
        from assistant.terminal import show_list

        show_list(abstracts)


def show(
    context: typer.Context,
    abstract_id: Annotated[str, typer.Argument(metavar="ID", help="As 'list' prints it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print id, text and sections as JSON.")] = False,
) -> None:
    """Show one abstract."""
    with opened(context) as assistant:
        abstract = assistant.library.get(abstract_id)
    if as_json:
        keys = ("role", "label", "language", "start", "end")
        sections = [{key: getattr(section, key) for key in keys} for section in abstract.sections]
        _print_json({"id": abstract.id, "text": abstract.text, "sections": sections})
    else:
        from assistant.terminal import show_abstract

        show_abstract(abstract)


def remove(
    context: typer.Context,
    abstract_id: Annotated[str, typer.Argument(metavar="ID", help="As 'list' prints it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask first.")] = False,
) -> None:
    """Remove an abstract from the library, after asking."""
    with opened(context) as assistant:
        abstract = assistant.library.get(abstract_id)
        if not yes and not sys.stdin.isatty():
            raise InputError(
                f"{abstract_id!r} was not removed: there is nobody to ask. Give --yes to remove it unasked."
            )
        if not yes and not typer.confirm(f"Remove {abstract_id} ({abstract.name})?", err=True):
            typer.echo("kept", err=True)
            raise typer.Exit(0)
        assistant.library.remove(abstract_id)
        assistant.library.catch_up()
    typer.echo(f"removed  {abstract_id}")


def rebuild(context: typer.Context) -> None:
    """Make the index again from the library."""
    with opened(context) as assistant:
        count = assistant.library.rebuild()
    typer.echo(f"Index made again over {count} abstract{'' if count == 1 else 's'}.")


def check(context: typer.Context) -> None:
    """Say what is installed and used, and whether everything is well (exit code 1 if not)."""
    from assistant.checkup import check_up
    from assistant.terminal import show_checks

    lines = check_up(context.obj)
    show_checks(lines)
    if not all(line.well for line in lines):
        raise typer.Exit(1)


def _print_json(data: object) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
