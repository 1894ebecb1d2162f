"""Answers, abstracts and checks in a terminal: pleasant to read, plain when piped."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from assistant import wording
from assistant.answer import Answer, Citation, Refusal
from assistant.checkup import Check
from vectorstore.records import Abstract, Language

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
    """Print a line for each abstract: id, languages, reference."""
    console = _console()
    if not abstracts:
        _print(console, Text("The library is empty."))
    for abstract in abstracts:
        languages = "+".join(abstract.languages)
        line = Text.assemble((abstract.id, "bold cyan"), f"  {languages}  ", _printable(abstract.name))
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
def progress(total: int) -> Iterator[Callable[[int, str, int], None]]:
    """A bar on standard error, when that is a terminal; gives what moves it: (files done, file, its records so far)."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Adding", total=total)

        def move(done: int, name: str, records: int) -> None:
            bar.update(task, completed=done, description=f"{_printable(Path(name).name)}, {records:,} records")

        yield move


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
