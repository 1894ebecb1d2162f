"""The vocabulary of the public sets: what is asked, over which abstracts, and what a right answer is.

Everything here is frozen data, whatever set it comes from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eval.rows import Task
from vectorstore.records import Abstract

Part = Literal["fit", "held", "all"]
"""Which items are asked: seven of ten parts are to fit and tune on, three to report on."""

Span = tuple[int, int]
"""Where a stretch of an abstract's text starts and ends."""

_PARTS = 10
_FIT = 7


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a set."""

    id: str
    """As the set gives it; its hash decides the part."""
    question: str
    """What is asked; a claim stands for the question whether it is so."""
    about: str
    """The abstract that it is about. Questions about the same one are not independent samples."""
    gold: tuple[str, ...] = ()
    """Retrieval: the abstracts that should be found; none where the set names none."""
    spans: tuple[Span, ...] = ()
    """Sentence: stretches of the abstract that answer; none where the set's answer can't be placed."""
    scope: tuple[str, ...] | None = None
    """Answerable: the abstracts in scope; None for all."""
    answered: bool = True
    """Answerable: whether what is in scope answers it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One task over one slice of a set."""

    task: Task
    """What is measured."""
    slice: str
    """A direction such as `zh-en` (question, text) for retrieval, else the language."""
    items: tuple[Item, ...]
    """Every question of the set."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Abstracts that make one library, with everything that is asked over it."""

    abstracts: tuple[Abstract, ...]
    """All of them, whatever part is asked."""
    tables: tuple[Table, ...]
    """The tasks."""


def part_of(item_id: str) -> Literal["fit", "held"]:
    """The part that an item belongs to, by the first 32 bits of the SHA-256 of its id.

    >>> part_of("1"), part_of("2")
    ('held', 'fit')
    """
    return "fit" if int(_digest(item_id)[:8], 16) % _PARTS < _FIT else "held"


def chosen(items: Sequence[Item], part: Part = "all", limit: int | None = None) -> list[Item]:
    """The items that are asked, in their order.

    Args:
        items: Those of one table.
        part: Which part.
        limit: Most ids; the same ones every time, and spread over the set. None for all.
    """
    ids = {item.id for item in items if part in ("all", part_of(item.id))}
    kept = set(sorted(ids, key=_digest)[:limit])
    return [item for item in items if item.id in kept]


def _digest(item_id: str) -> str:
    return hashlib.sha256(item_id.encode()).hexdigest()
