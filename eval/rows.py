"""One row of every table that the evaluation prints and writes: the contract's metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from eval.statistics import Estimate

Task = Literal["retrieval", "sentence", "answerable", "answer", "grounding", "latency"]
"""What is measured; `answerable`: telling what the text answers from what it does not."""

LOWER_IS_BETTER = (
    "over_refusal",
    "risk_coverage",
    "uncited_statements",
    "withdrawn_statements",
    "false_shown",
    "false_shown_as_supported",
    "answer_tokens_p50",
    "model_tokens_p50",
)
"""Metrics that should be small, beside all that end in `_ms`."""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric over one slice of a set, for one system."""

    set: str
    """Name of the question set or of the folder of public data."""
    task: Task
    """What is measured."""
    slice: str
    """A direction such as `zh-en`, a language, `category:direct`, or `all`."""
    system: str
    """`ours`, or a baseline such as `bm25`."""
    metric: str
    """Its name, e.g. `ndcg_at_10`."""
    value: float | None
    """None when nothing could be measured."""
    n: int
    """Samples it rests on."""
    low: float | None
    """Lower end of the 95 % interval."""
    high: float | None
    """Upper end."""
    unscored: int
    """Samples of the slice that this metric can't judge."""
    failed: int
    """Samples of the slice on which the system failed."""


def row(name: tuple[str, Task, str, str, str], found: Estimate, unscored: int = 0, failed: int = 0) -> MetricRow:
    """A row from its name (set, task, slice, system, metric) and what was estimated."""
    return MetricRow(*name, found.value, found.n, found.low, found.high, unscored, failed)


def as_json(rows: Sequence[MetricRow]) -> dict[str, list[dict[str, object]]]:
    """The contract's evaluation output."""
    return {"metrics": [asdict(entry) for entry in rows]}


def is_better_low(metric: str) -> bool:
    """Whether a metric should be small.

    >>> is_better_low("p50_ms"), is_better_low("joint_accuracy")
    (True, False)
    """
    return metric.endswith("_ms") or metric in LOWER_IS_BETTER
