"""The words behind an answer: which citation is meant, whether its quote is there, and the text cut at it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from assistant.answer import Answer, Citation
from vectorstore.errors import InputError
from vectorstore.records import Abstract, Section

if TYPE_CHECKING:
    from vectorstore.library import Library

Light = Literal["", "quote", "other"]
"""How a piece of a source is lit: not at all, as the citation that is open, as another one of the same answer."""

Lit = tuple[int, int, Light]
"""A span of an abstract with its light: start, end (half-open), light."""

_DOI = re.compile(r"10\.\d{4,9}/")

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


def cut(abstract: Abstract, section: Section, lit: Sequence[Lit]) -> list[tuple[str, Light]]:
    """A section's text in pieces, each with its light; where spans overlap, the `quote` wins.

    Args:
        abstract: Whose text it is.
        section: The stretch to cut.
        lit: Spans of the abstract, in any order; those outside the section change nothing.

    Returns:
        Pieces that join up to the section's text; neighbours differ in their light.
    """
    spans = [(max(section.start, start), min(section.end, end), light) for start, end, light in lit]
    spans = [span for span in spans if span[0] < span[1]]
    edges = sorted({section.start, section.end, *(edge for span in spans for edge in span[:2])})
    pieces: list[tuple[str, Light]] = []
    for start, end in pairwise(edges):
        lights = {light for low, high, light in spans if low <= start and end <= high}
        light: Light = "quote" if "quote" in lights else "other" if lights else ""
        if pieces and pieces[-1][1] == light:
            pieces[-1] = (pieces[-1][0] + abstract.text[start:end], light)
        else:
            pieces.append((abstract.text[start:end], light))
    return pieces


def doi_link(doi: str | None) -> tuple[str, str] | None:
    """A DOI and the address of its resolver, with everything escaped that an address can't hold; None for no DOI.

    >>> doi_link("10.1000/a b")[1]
    'https://doi.org/10.1000/a%20b'
    """
    if not doi or not _DOI.match(doi):
        return None
    return doi, "https://doi.org/" + quote(doi, safe="/")
