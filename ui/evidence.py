"""The words behind an answer: which citation is meant, whether its quote is there, and the text cut at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.answer import Answer, Citation
from vectorstore.errors import InputError
from vectorstore.records import Abstract, Section

if TYPE_CHECKING:
    from vectorstore.library import Library

Kind = Literal["cited", "nearest"]
"""`cited` carries a statement; `nearest` is shown with a refusal."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Which citation of an answer is meant."""

    kind: Kind
    """Where it stands."""
    number: int
    """Its number there, from 1."""

    @property
    def name(self) -> str:
        """The form in which the browser knows it, e.g. `cited:2`."""
        return f"{self.kind}:{self.number}"

    def of(self, answer: Answer) -> Citation:
        """The citation that it names in an answer."""
        return next(c for c in citations(answer, self.kind) if c.number == self.number)


def citations(answer: Answer, kind: Kind) -> tuple[Citation, ...]:
    """The citations of one kind, in the answer's order."""
    if kind == "cited":
        return answer.citations
    return answer.refusal.nearest if answer.refusal else ()


def mark_named(name: str, answer: Answer) -> Mark | None:
    """The mark with this name; None when the answer has no such citation."""
    marks = [Mark(kind, c.number) for kind in ("cited", "nearest") for c in citations(answer, kind)]
    return next((mark for mark in marks if mark.name == name), None)


def is_found(citation: Citation, library: Library) -> bool:
    """Whether the stored abstract has the quote, word for word, at the place that the citation names."""
    try:
        text = library.get(citation.abstract_id).text
    except InputError:  # removed since
        return False
    return text[citation.start : citation.end] == citation.quote


def supported(answer: Answer, library: Library) -> int:
    """How many statements have every one of their quotes in the library, word for word."""
    found = {c.number for c in answer.citations if is_found(c, library)}
    return sum(found.issuperset(statement.citations) for statement in answer.statements)


def cut(abstract: Abstract, section: Section, start: int, end: int) -> tuple[str, str, str]:
    """A section's text before, in and after a span of the abstract; all of it before when the span is elsewhere."""
    text, low, high = abstract.text, max(section.start, start), min(section.end, end)
    if low >= high:
        return text[section.start : section.end], "", ""
    return text[section.start : low], text[low:high], text[high : section.end]
