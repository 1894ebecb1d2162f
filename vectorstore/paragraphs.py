"""A plain text as paragraphs, each recognised as reference data, title or prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from vectorstore.labels import label_at
from vectorstore.reference_lines import is_affiliation, is_authors, is_citation, is_identifier
from vectorstore.text import language_of

Kind = Literal["authors", "affiliation", "citation", "identifier", "title", "prose", "break"]
"""What a paragraph is; `identifier` holds nothing but DOI, PMID or copyright, `break` is a blank line."""

_TITLE_LENGTH = {"en": 300, "zh": 100}  # characters; nothing longer is a title
_MID_SENTENCE = re.compile(r"[^.!?。！？:：;；\"”』」)）\]】]\s*$")
_CITATION_GOES_ON = re.compile(
    r"(?:\d|doi\b|pmid\b|epub\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)", re.I
)
_WRAPPED = (50, 110)  # characters a line of hard-wrapped text has


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more lines of a text that belong together."""

    start: int
    """Where it starts in the text."""
    end: int
    """Where it ends, half-open, without surrounding white space."""
    text: str
    """Its text; hard-wrapped lines keep their line breaks."""
    kind: Kind = "prose"
    """What it is."""


def paragraphs_of(text: str) -> list[Paragraph]:
    """The paragraphs of a text in order, hard-wrapped lines joined, a `break` for each run of blank lines.

    Args:
        text: Plain text; may hold several abstracts.

    Returns:
        Paragraphs with their kinds; empty for blank text.
    """
    return _recognised([line for block in _blocks(text) for line in _joined(block)])


def _blocks(text: str) -> Iterator[list[Paragraph]]:
    """Runs of lines that no blank line interrupts, with a break between them."""
    block: list[Paragraph] = []
    for match in re.finditer(r"[^\n]*\n?", text):
        raw = match.group()
        if raw.strip():
            start = match.start() + len(raw) - len(raw.lstrip())
            block.append(Paragraph(start, start + len(raw.strip()), raw.strip()))
        elif block:
            yield block
            yield [Paragraph(match.start(), match.start(), "", "break")]
            block = []
    if block:
        yield block


def _joined(block: list[Paragraph]) -> Iterator[Paragraph]:
    """The lines of a block with those joined that were only wrapped to fit a page."""
    wrapped = _is_wrapped(block)
    current: Paragraph | None = None
    for line in block:
        if current and _continues(current, line, wrapped):
            gap = line.start - current.end
            current = replace(current, end=line.end, text=current.text + " " * (gap - 1) + "\n" + line.text)
            continue
        if current:
            yield current
        current = line
    if current:
        yield current


def _is_wrapped(block: list[Paragraph]) -> bool:
    """Whether a block looks like text filled to a page's width: all lines but the last about as long."""
    lengths = [len(line.text) for line in block[:-1]]
    return len(lengths) >= 2 and min(lengths) >= _WRAPPED[0] and max(lengths) <= _WRAPPED[1]


def _continues(before: Paragraph, line: Paragraph, wrapped: bool) -> bool:
    """Whether a line goes on where the one before it broke off."""
    if label_at(line.text) or label_at(before.text, alone=True):
        return False
    kinds = (_reference_kind(before.text), _reference_kind(line.text))
    if any(kinds):
        names_go_on = kinds == (None, "authors") and before.text.endswith((",", ";", "，"))
        return names_go_on or (kinds == ("citation", None) and bool(_CITATION_GOES_ON.match(line.text)))
    lower = line.text[0].islower() or line.text[0] in ",.;:)，。；：）、"
    return wrapped or (bool(_MID_SENTENCE.search(before.text)) and lower) or before.text.endswith(("-", ","))


def _recognised(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The same paragraphs with their kinds; a title is recognised by what stands around it."""
    kinds: list[Kind] = ["break" if p.kind == "break" else _reference_kind(p.text) or "prose" for p in paragraphs]
    for at, paragraph in enumerate(paragraphs):
        titled = kinds[at] == "prose" or (kinds[at] == "affiliation" and at == 0)  # "... in hospital nurses"
        if titled and _stands_as_title(kinds, at, paragraph.text):
            kinds[at] = "title"
    if "prose" not in kinds:  # a single sentence above its reference is the abstract, not its title
        kinds = ["prose" if kind == "title" else kind for kind in kinds]
    return [replace(paragraph, kind=kind) for paragraph, kind in zip(paragraphs, kinds, strict=True)]


def _reference_kind(text: str) -> Kind | None:
    if label_at(text):  # "SETTING: 37 public hospitals in Sweden" is no address
        return None
    tests: tuple[tuple[Kind, bool], ...] = (
        ("identifier", is_identifier(text)),
        ("citation", is_citation(text)),
        ("authors", is_authors(text)),
        ("affiliation", is_affiliation(text)),
    )
    return next((kind for kind, found in tests if found), None)


def _stands_as_title(kinds: list[Kind], at: int, text: str) -> bool:
    """Whether a short paragraph stands where titles stand.

    That is before authors or a citation line, or after a citation line and before authors, as PubMed prints it; or on
    top of a text without a final stop.
    """
    following = next((kind for kind in kinds[at + 1 :] if kind != "break"), None)
    preceding = next((kind for kind in reversed(kinds[:at]) if kind != "break"), None)
    if len(text) > _TITLE_LENGTH[language_of(text)] or (label_at(text) and preceding is not None):
        return False
    begins = preceding is None or (preceding == "prose" and kinds[at - 1] == "break")
    if following == "authors" or (following == "citation" and begins):
        return True
    open_ended = text[-1] not in ".。!！?？;；:：" and not label_at(text)
    return open_ended and preceding in (None, "citation", "authors", "affiliation") and following is not None
