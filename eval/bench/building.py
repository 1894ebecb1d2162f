"""Records made directly from the fields of a set, so that where each sentence stands in the text is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from eval.bench.items import Span
from vectorstore.records import Abstract, Language, Role, Section
from vectorstore.roles import role_of_label
from vectorstore.text import stored


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a record that is to be made."""

    role: Role
    """What it is for."""
    text: str
    """Its text, in the form in which text is kept."""
    label: str | None = None
    """Its label, printed before it; None for none."""


def record(name: str, paragraphs: Sequence[Paragraph], language: Language) -> Abstract:
    """A record of these paragraphs in this order, with a blank line between them.

    Args:
        name: Its id.
        paragraphs: With their text in the stored form already, so that places in it stay right.
        language: Of all of them.
    """
    heads = [f"{paragraph.label}: " if paragraph.label else "" for paragraph in paragraphs]
    printed = [head + paragraph.text for head, paragraph in zip(heads, paragraphs, strict=True)]
    starts = accumulate((len(text) + 2 for text in printed), initial=0)
    sections = tuple(
        Section(p.role, language, start + len(head), start + len(text), p.label)
        for p, head, text, start in zip(paragraphs, heads, printed, starts, strict=False)  # one start too many
    )
    return Abstract(name, "\n\n".join(printed), sections)


def single(name: str, text: str, language: Language) -> Abstract:
    """A record of one paragraph."""
    return record(name, [Paragraph("other", stored(text))], language)


def one_line(text: str) -> str:
    """A text in the stored form on one line, without white space around it."""
    return " ".join(stored(text).split())


def joined(sentences: Sequence[str]) -> tuple[str, list[Span]]:
    """Sentences joined by spaces, and where each stands.

    >>> joined(["One.", "Two."])
    ('One. Two.', [(0, 4), (5, 9)])
    """
    starts = list(accumulate((len(sentence) + 1 for sentence in sentences), initial=0))[:-1]
    spans = [(start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=True)]
    return " ".join(sentences), spans


def role_of(label: str) -> Role:
    """The role of a printed label, of its first part that is known where it joins several; else `other`.

    >>> role_of("PATIENTS AND METHODS"), role_of("FIGURES / RESULTS"), role_of("TABLE 1")
    ('methods', 'results', 'other')
    """
    parts = [label, *re.split(r"\s*[/&,]\s*|\s+AND\s+", label, flags=re.IGNORECASE)]
    return next((role for role in map(role_of_label, parts) if role), "other")
