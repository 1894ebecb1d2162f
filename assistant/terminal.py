"""Answers, abstracts and checks in a terminal: pleasant to read, plain when piped."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from assistant import wording
from assistant.answer import Answer, Citation, Refusal
from assistant.checkup import Check
from vectorstore.records import Abstract, Language

Move = Callable[[str, int | None], None]
"""Moves a bar: what is done now, and how many bytes have been read; None leaves it where it is."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def show_answer(answer: Answer) -> None:
    """Print statements with their marks, then the quotes with section and source; or a refusal and what is near."""
    console = _console()
    for statement in answer.statements:
        marks = "".join(f" [{number}]" for number in statement.citations)
        _print(console, Text.assemble((_printable(statement.text), "bold"), (marks, "bold cyan")))
        if statement.checks.note:
            _print(console, Text(_printable(statement.checks.note), "yellow"))
    for notice in answer.notices:
        _print(console, Text(notice.text, "italic"))
    for gone in answer.withdrawn:
        line = wording.withdrawn(gone.text, gone.reason, answer.language)
        _print(console, Text(_printable(line), "dim"))
    _print_citations(console, answer.citations, answer.language)
    if looked := wording.looked_at(answer.library, answer.language):
        _print(console, Text(looked, "dim"))
    if answer.refusal:
        _print_refusal(console, answer.refusal, answer.language)


def show_trace(answer: Answer) -> None:
    """Print to standard error what was retrieved and weighed, and how long each stage took."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    trace = answer.trace
    console.print(Text(f"model {answer.model}, embeddings {trace.embeddings}, confidence {answer.confidence}", "dim"))
    if answer.standalone_question:
        console.print(Text(f"read as: {_printable(answer.standalone_question)}", "dim"))
    for kind, items in (("passage", trace.passages), ("sentence", trace.sentences)):
        for item in items:
            console.print(Text(f"{kind} {item.score:8.3f}  {item.abstract_id}:{item.start}-{item.end}", "dim"))
    console.print(Text(", ".join(f"{stage} {ms:.1f} ms" for stage, ms in trace.stages_ms.items()), "dim"))


class _Said(logging.Handler):
    """Prints what is said to a model, and what it replies."""

    def emit(self, record: logging.LogRecord) -> None:
        Console(stderr=True, soft_wrap=True, highlight=False).print(Text(_printable(record.getMessage()), "dim"))


def show_talk() -> None:
    """From now on, print to standard error what is said to a language model, and what it replies."""
    log = logging.getLogger("assistant.talking")
    log.setLevel(logging.INFO)
    log.addHandler(_Said())


def show_list(abstracts: Sequence[Abstract]) -> None:
    """Print a line for each abstract: id, languages, what notices say of it, reference."""
    console = _console()
    if not abstracts:
        _print(console, Text("The library is empty."))
    for abstract in abstracts:
        languages = "+".join(abstract.tongues)
        name = " · ".join([*wording.marks(abstract.reference, "en"), abstract.name])
        line = Text.assemble((abstract.id, "bold cyan"), f"  {languages}  ", _printable(name))
        _print(console, line)


def show_abstract(abstract: Abstract) -> None:
    """Print an abstract section by section."""
    console = _console()
    _print(console, Text(abstract.id, "bold cyan"))
    for section in abstract.sections:
        _print(console, Text(section.field or wording.section(section.role, section.language), "dim"))
        _print(console, Text("  " + _printable(abstract.text[section.start : section.end])))


def show_checks(checks: Sequence[Check]) -> None:
    """Print what was checked, one line each."""
    table = Table.grid(padding=(0, 2))
    for check in checks:
        mark = Text("ok", "green") if check.well else Text("!!", "bold red")
        table.add_row(mark, Text(check.name, "bold"), Text(_printable(check.text), overflow="fold"))
    Console(highlight=False).print(table)


@contextmanager
def progress(total: int | None) -> Iterator[Move]:
    """A bar on standard error, when that is a terminal; gives what moves it.

    Args:
        total: Bytes that there are to read; None where nobody knows, as of standard input.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    # lines for standard output stay there when that is no terminal
    shown, lines = console.is_terminal, sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, disable=not shown, redirect_stdout=lines) as bar:
        task = bar.add_task("Adding", total=total)
        yield lambda what, read: bar.update(task, completed=read, description=_printable(what))


def _print_refusal(console: Console, refusal: Refusal, language: Language) -> None:
    _print(console, Text(_printable(refusal.message), "bold yellow"))
    if refusal.reason == "unsupported":
        _print(console, Text(wording.otherwise(language), "yellow"))
    if refusal.nearest:
        _print(console, Text(wording.nearest(language), "yellow"))
        _print_citations(console, refusal.nearest, language)


def _print_citations(console: Console, citations: Sequence[Citation], language: Language) -> None:
    for citation in citations:
        source = _printable(f"    {wording.source(citation, language)}")
        _print(console, Text.assemble((f"[{citation.number}] ", "cyan"), f"“{_printable(citation.quote)}”"))
        _print(console, Text(source, "dim"))


def _console() -> Console:
    """A console that colours and wraps for a terminal, and leaves lines whole for a file or a pipe."""
    return Console(highlight=False)


def _print(console: Console, what: Text) -> None:
    console.print(what, soft_wrap=not console.is_terminal)


def _printable(text: str) -> str:
    """Text without control characters, so that no abstract can steer a terminal."""
    return _CONTROLS.sub("\ufffd", text)
