"""A table asked of a system, and its metrics. A failure counts as nothing found and no confidence, and is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import numpy as np

from eval.bench.items import Item, Span, Table
from eval.bench.systems import Scope, System
from eval.ranking import hit_at, ndcg_at, recall_at, reciprocal_rank_at
from eval.rows import MetricRow, Task, row
from eval.statistics import Auroc, Measure, Quantile, Ratio, Values, estimate

T = TypeVar("T")

_RETRIEVAL = {
    "ndcg_at_10": partial(ndcg_at, k=10),
    "mrr_at_10": partial(reciprocal_rank_at, k=10),
    "recall_at_1": partial(recall_at, k=1),
    "recall_at_10": partial(recall_at, k=10),
}
_SENTENCE = {"hit_at_1": partial(hit_at, k=1), "hit_at_3": partial(hit_at, k=3)}


@dataclass(frozen=True, slots=True)
class Asking:
    """A table that is asked of one system."""

    set: str
    """Name of the set."""
    table: Table
    """The task and the slice."""
    items: Sequence[Item]
    """Those of the table's items that are asked."""
    system: System
    """What is asked."""
    tell: Callable[[str], None]
    """Told how many questions failed, when any did."""

    def rows(self) -> list[MetricRow]:
        """The metrics; none when the system can't do the task."""
        task, system = self.table.task, self.system
        if task == "retrieval" and system.rank is not None:
            return _retrieval(self, system.rank)
        if task == "sentence" and system.point is not None:
            return _sentence(self, system.point)
        if task == "answerable" and system.judge is not None:
            return _answerable(self, system.judge)
        return []


@dataclass(frozen=True, slots=True)
class _Tried(Generic[T]):
    """One question with what came of it."""

    item: Item
    found: T
    ms: float  # from the question to what was found
    error: str | None  # why it failed


def _retrieval(asking: Asking, rank: Callable[[str], list[str]]) -> list[MetricRow]:
    tried = _tried(asking, [item for item in asking.items if item.gold], lambda item: rank(item.question), list[str]())
    rows = [
        _row(asking, "retrieval", metric, _mean([score(t.found, t.item.gold) for t in tried]), tried)
        for metric, score in _RETRIEVAL.items()
    ]
    if asking.system.name != "ours":  # how fast a baseline is says nothing about the product
        return rows
    median = Quantile(np.array([t.ms for t in tried], dtype=np.float64), 0.5)
    return [*rows, _row(asking, "latency", "p50_ms", median, tried)]


def _sentence(asking: Asking, point: Callable[[str, str], list[Span]]) -> list[MetricRow]:
    placed = [item for item in asking.items if item.spans]
    tried = _tried(asking, placed, lambda item: point(item.question, item.about), list[Span]())
    hit = [{span for span in t.found if _overlaps(span, t.item.spans)} for t in tried]
    return [
        _row(asking, "sentence", metric, _mean([score(t.found, h) for t, h in zip(tried, hit, strict=True)]), tried)
        for metric, score in _SENTENCE.items()
    ]


def _answerable(asking: Asking, judge: Callable[[str, Scope], float]) -> list[MetricRow]:
    tried = _tried(asking, asking.items, lambda item: judge(item.question, item.scope), 0.0)
    confidence = np.array([t.found for t in tried], dtype=np.float64)
    positive = np.array([t.item.answered for t in tried], dtype=np.bool_)
    return [_row(asking, "answerable", "auroc", Auroc(confidence, positive), tried)]


def _tried(asking: Asking, items: Sequence[Item], work: Callable[[Item], T], nothing: T) -> list[_Tried[T]]:
    """Every item that asks something; what a failed one found is `nothing`."""
    done = [_try(item, work, nothing) for item in items if item.question.strip()]
    errors = [tried.error for tried in done if tried.error]
    if errors:
        name = f"{asking.set} {asking.table.task} {asking.table.slice} {asking.system.name}"
        asking.tell(f"{name}: {len(errors)} of {len(done)} failed, the first with: {errors[0]}")
    return done


def _try(item: Item, work: Callable[[Item], T], nothing: T) -> _Tried[T]:
    started = time.perf_counter()
    try:
        found, error = work(item), None
    except Exception as e:  # also a vendor's library, or a bug: counted, told, and the others go on
        found, error = nothing, f"{type(e).__name__}: {e}"
    return _Tried(item, found, (time.perf_counter() - started) * 1000, error)


def _row(asking: Asking, task: Task, metric: str, measure: Measure, tried: Sequence[_Tried[T]]) -> MetricRow:
    """A metric over what was tried; questions about the same abstract are drawn together."""
    about = [t.item.about for t in tried]
    found = estimate(measure, len(tried), about if len(set(about)) < len(about) else ())
    name = (asking.set, task, asking.table.slice, asking.system.name, metric)
    return row(name, found, len(asking.items) - len(tried), sum(t.error is not None for t in tried))


def _mean(scores: Sequence[float]) -> Ratio:
    parts: Values = np.array(scores, dtype=np.float64)
    return Ratio(parts, np.ones_like(parts))


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
