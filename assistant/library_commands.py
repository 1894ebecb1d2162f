"""The commands that look after the library: list, show, remove, rebuild, check."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vectorstore.errors import InputError

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.assistant import Assistant
    from vectorstore.records import Abstract, Language
    from vectorstore.selection import Selection

Style = Literal["jsonl", "ris", "bibtex", "vancouver"]
Year = Annotated[str | None, typer.Option(help="Only of this year or span: 2020, 2015-2020, 2015-.")]
Journal = Annotated[str | None, typer.Option(help="Only of journals whose name holds this.")]
Designs = Annotated[list[str] | None, typer.Option(help="Only of this study design, e.g. trial (repeatable).")]
InLanguage = Annotated[Literal["en", "zh"] | None, typer.Option(help="Only with prose in this language.")]
Words = Annotated[str | None, typer.Option(help="Only with these words in text, reference or keywords.")]
WithoutRetracted = Annotated[bool, typer.Option("--without-retracted", help="Leave out what was retracted.")]


@contextmanager
def opened(context: typer.Context) -> Iterator[Assistant]:
    """The assistant that the options describe, closed afterwards."""
    from assistant.assistant import Assistant

    with Assistant(context.obj) as assistant:
        yield assistant


def selected(
    year: str | None = None,
    journal: str | None = None,
    design: Sequence[str] | None = None,
    language: Language | None = None,
    text: str | None = None,
    *,
    without_retracted: bool = False,
) -> Selection:
    """The limits that options give.

    Raises:
        InputError: A year or a design can't be understood.
    """
    from vectorstore.selection import Selection, design_named, years_of

    first, last = years_of(year) if year else (None, None)
    designs = tuple(map(design_named, design or ()))
    return Selection(first, last, journal or "", designs, language, text or "", without_retracted)


def in_scope(assistant: Assistant, wanted: Selection, named: Sequence[str] | None) -> Sequence[str] | None:
    """The ids that are meant: those named, all of the selection, or what is in both; None for the whole library.

    Raises:
        InputError: No abstract is.
    """
    if wanted.is_everything:
        return named
    taken = [abstract.id for abstract in assistant.library.select(wanted) if named is None or abstract.id in named]
    if not taken:
        raise InputError("No abstract in the library fits these limits. See 'abstract-assistant list', or widen them.")
    return taken


def print_references(assistant: Assistant, answer: Answer, style: Style) -> None:
    """Print the references of what an answer cites, in order of appearance."""
    from assistant.references import as_references

    ids = dict.fromkeys(citation.abstract_id for citation in answer.citations)
    for piece in as_references(map(assistant.library.get, ids), style):
        typer.echo(piece, nl=False)


def list_abstracts(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
    year: Year = None,
    journal: Journal = None,
    design: Designs = None,
    language: InLanguage = None,
    text: Words = None,
    without_retracted: WithoutRetracted = False,
) -> None:
    """List the abstracts of the library, all or those that are meant."""
    wanted = selected(year, journal, design, language, text, without_retracted=without_retracted)
    with opened(context) as assistant:
        abstracts = list(assistant.library.select(wanted))
    if not abstracts and not wanted.is_everything and not as_json:
        typer.echo("No abstract fits these limits.")
        return
    if as_json:
        _print_json([_row(abstract) for abstract in abstracts])
    else:
        from assistant.terminal import show_list

        show_list(abstracts)


def _row(abstract: Abstract) -> dict[str, object]:
    from vectorstore.selection import study_design

    known = abstract.reference
    return {
        "id": abstract.id,
        "reference": abstract.name,
        "year": known.year,
        "languages": abstract.tongues,
        "pmid": known.pmid,
        "doi": known.doi,
        "design": study_design(abstract),
        "retracted": known.retracted,
        "concern": known.concern,
        "corrected": known.corrected,
    }


def export(
    context: typer.Context,
    style: Annotated[Style, typer.Option("--format", help="What to write; jsonl holds everything.")] = "jsonl",
    out: Annotated[Path | None, typer.Option(help="The file to write; else standard output.")] = None,
    year: Year = None,
    journal: Journal = None,
    design: Designs = None,
    language: InLanguage = None,
    text: Words = None,
    without_retracted: WithoutRetracted = False,
) -> None:
    """Write the library's references, or with jsonl its whole records, which `add` reads back as they were."""
    from assistant.references import as_references

    wanted = selected(year, journal, design, language, text, without_retracted=without_retracted)
    with opened(context) as assistant:
        pieces = as_references(assistant.library.select(wanted), style)
        if out is None:
            for piece in pieces:
                typer.echo(piece, nl=False)
            return
        try:
            with out.open("w", encoding="utf-8", newline="") as file:
                count = sum(1 for piece in pieces if file.write(piece))
        except OSError as e:
            raise InputError(f"{out} can't be written: {e.strerror or e}. Choose another place.") from e
    typer.echo(f"written  {out}, {count:,} record{'' if count == 1 else 's'}")


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
