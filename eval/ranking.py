"""How good a ranking is, one question at a time: pure functions over what was found and what should have been."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence


def ndcg_at(ranked: Sequence[Hashable], gold: Collection[Hashable], k: int) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), each gold item worth 1.

    DCG is the sum of 1 / log2(1 + rank) over the gold items of the first k; it is divided by that of a perfect ranking.

    Args:
        ranked: What was found, best first, each once; may be empty.
        gold: What should be found.
        k: How many places count.

    Raises:
        ValueError: There is no gold item, so nothing can be measured.

    >>> round(ndcg_at(["a", "b", "c"], {"b"}, 10), 3), ndcg_at(["b", "c"], {"b", "c"}, 10)
    (0.631, 1.0)
    """
    _check(gold)
    gain = sum(1 / math.log2(1 + rank) for rank, found in enumerate(ranked[:k], start=1) if found in gold)
    best = sum(1 / math.log2(1 + rank) for rank in range(1, min(len(set(gold)), k) + 1))
    return gain / best


def reciprocal_rank_at(ranked: Sequence[Hashable], gold: Collection[Hashable], k: int) -> float:
    """1 / rank of the first gold item among the first k, 0 when there is none (Voorhees 1999; its mean is the MRR).

    Args:
        ranked: What was found, best first; may be empty.
        gold: What should be found.
        k: How many places count.

    Raises:
        ValueError: There is no gold item, so nothing can be measured.

    >>> reciprocal_rank_at(["a", "b", "c"], {"b", "c"}, 10), reciprocal_rank_at(["a", "b"], {"b"}, 1)
    (0.5, 0.0)
    """
    _check(gold)
    return next((1 / rank for rank, found in enumerate(ranked[:k], start=1) if found in gold), 0.0)


def recall_at(ranked: Sequence[Hashable], gold: Collection[Hashable], k: int) -> float:
    """Share of the gold items that stand among the first k (Manning, Raghavan and Schütze 2008, chapter 8).

    Args:
        ranked: What was found, best first; may be empty.
        gold: What should be found.
        k: How many places count.

    Raises:
        ValueError: There is no gold item, so nothing can be measured.

    >>> recall_at(["a", "b", "c"], {"b", "d"}, 2)
    0.5
    """
    _check(gold)
    wanted = set(gold)
    return len(wanted.intersection(ranked[:k])) / len(wanted)


def hit_at(ranked: Sequence[Hashable], gold: Collection[Hashable], k: int) -> float:
    """1 when any gold item stands among the first k, else 0 (also called success at k).

    Args:
        ranked: What was found, best first; may be empty.
        gold: What should be found; none of it can be hit when it is empty.
        k: How many places count.

    >>> hit_at(["a", "b", "c"], {"b"}, 1), hit_at(["a", "b", "c"], {"b"}, 3)
    (0.0, 1.0)
    """
    return float(any(found in gold for found in ranked[:k]))


def _check(gold: Collection[Hashable]) -> None:
    if not gold:
        raise ValueError("A ranking can't be judged without anything that should be found.")
