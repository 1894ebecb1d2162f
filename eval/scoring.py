"""Metrics of a run from its saved answers; nothing is asked again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from assistant.answer import Answer
from eval.metrics import JUDGES, Judge, Outcome, joint_accuracy, name_of
from eval.rows import MetricRow, Task, is_better_low, row
from eval.runs import Run
from eval.statistics import Auroc, Measure, Quantile, Ratio, RiskCoverage, Values, estimate
from vectorstore.chunks import count_tokens
from vectorstore.errors import InputError

_THRESHOLD = re.compile(r"(?P<metric>\w+)(?:@(?P<slice>[\w:-]+))?=(?P<value>-?\d+(?:\.\d+)?)")
_STAGES = ("retrieve", "read", "check")


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric over some outcomes."""

    task: Task
    """What it measures."""
    metric: str
    """Its name."""
    measure: Measure
    """Its value and chance, over these outcomes in their order."""
    unscored: int
    """Outcomes that it can't judge."""


def outcomes(run: Run) -> list[Outcome]:
    """The samples of a run with what came of them."""
    return [Outcome(asked, run.abstracts) for asked in run.asked]


def slices(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes by slice: `all`, each language, each category; in that order."""
    languages = sorted({o.sample.lang for o in found})
    categories = sorted({o.sample.category for o in found})
    return {
        "all": [*found],
        **{language: [o for o in found if o.sample.lang == language] for language in languages},
        **{f"category:{c}": [o for o in found if o.sample.category == c] for c in categories},
    }


def score(run: Run) -> list[MetricRow]:
    """Every metric of every slice of every set; categories get joint accuracy only, for they are small."""
    rows: list[MetricRow] = []
    for info in run.header.sets:
        mine = [o for o in outcomes(run) if o.asked.set == info.name]
        for name, members in slices(mine).items():
            failed = sum(o.answer is None for o in members)
            wanted = [joint(members)] if name.startswith("category:") else measured(members)
            for m in wanted:
                found = estimate(m.measure, len(members))
                rows.append(row((info.name, m.task, name, "ours", m.metric), found, m.unscored, failed))
    return rows


def joint(found: Sequence[Outcome]) -> Measured:
    """Joint accuracy alone."""
    return _ratio("answer", joint_accuracy, found)


def measured(found: Sequence[Outcome]) -> list[Measured]:
    """Every metric over some outcomes."""
    ratios = [_ratio(cast("Task", task), judge, found) for task, judges in JUDGES.items() for judge in judges]
    return [*ratios, *_confidence(found), *_latency(found)]


def _ratio(task: Task, judge: Judge, found: Sequence[Outcome]) -> Measured:
    shares = [judge(outcome) for outcome in found]
    parts, wholes = (np.array([share[at] if share else 0.0 for share in shares], dtype=np.float64) for at in (0, 1))
    return Measured(task, name_of(judge), Ratio(parts, wholes), sum(share is None for share in shares))


def _confidence(found: Sequence[Outcome]) -> list[Measured]:
    """How well the confidence tells what is answerable, and what is right; a failure has none."""
    confidence = np.array([o.answer.confidence if o.answer else np.nan for o in found], dtype=np.float64)
    positive = np.array([o.sample.answerable for o in found], dtype=bool)
    right = [joint_accuracy(outcome) for outcome in found]
    errors = np.array([1 - share[0] if share else 0.0 for share in right], dtype=np.float64)
    # an answer is ranked by how sure it is that it answers, a refusal by how sure it is that nothing does
    sure = np.array([1 - c if o.refused else c for o, c in zip(found, confidence, strict=True)], dtype=np.float64)
    judged = np.where([share is None for share in right], np.nan, sure)
    return [
        Measured("answerable", "auroc", Auroc(confidence, positive), 0),
        Measured("answerable", "risk_coverage", RiskCoverage(judged, errors), sum(share is None for share in right)),
    ]


def _latency(found: Sequence[Outcome]) -> list[Measured]:
    """Milliseconds and tokens of the answers; a failure has neither."""
    answers = [o.answer for o in found]

    def numbers(take: Callable[[Answer], float]) -> Values:
        return np.array([take(answer) if answer else np.nan for answer in answers], dtype=np.float64)

    milliseconds = {"": numbers(lambda a: a.elapsed_ms)}
    for stage in _STAGES:
        milliseconds[f"{stage}_"] = numbers(lambda a, stage=stage: a.trace.stages_ms.get(stage, np.nan))  # type: ignore[misc]  # the default binds it now
    quantiles = [
        Measured("latency", f"{stage}p{percent}_ms", Quantile(values, percent / 100), 0)
        for stage, values in milliseconds.items()
        for percent in (50, 95)
    ]
    tokens = {
        "answer_tokens_p50": numbers(lambda a: count_tokens(a.text)),
        "model_tokens_p50": numbers(lambda a: a.trace.tokens_in + a.trace.tokens_out),
    }
    return [*quantiles, *(Measured("latency", name, Quantile(values, 0.5), 0) for name, values in tokens.items())]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value that a metric has to reach, or must not exceed."""

    metric: str
    """Its name."""
    slice: str
    """Over which questions."""
    value: float
    """The limit."""

    @classmethod
    def parsed(cls, text: str) -> Threshold:
        """A threshold from the command line.

        >>> Threshold.parsed("joint_accuracy@zh=0.9")
        Threshold(metric='joint_accuracy', slice='zh', value=0.9)

        Raises:
            InputError: It has another form.
        """
        found = _THRESHOLD.fullmatch(text.strip())
        if found is None:
            raise InputError(
                f"{text!r} is no threshold. Write metric=value or metric@slice=value, such as joint_accuracy=0.9 or "
                "joint_accuracy@zh=0.9."
            )
        return cls(found["metric"], found["slice"] or "all", float(found["value"]))


def missed(threshold: Threshold, rows: Iterable[MetricRow]) -> list[MetricRow]:
    """The rows that miss a threshold: below it, or above it where lower is better; a value that is missing misses.

    Raises:
        InputError: No row has that metric and slice; the message names those that there are.
    """
    known = [*rows]
    mine = [r for r in known if (r.metric, r.slice) == (threshold.metric, threshold.slice)]
    if not mine:
        metrics, names = (", ".join(dict.fromkeys(getattr(r, key) for r in known)) for key in ("metric", "slice"))
        raise InputError(
            f"There is no {threshold.metric!r} over {threshold.slice!r}. Metrics: {metrics}. Slices: {names}."
        )
    return [r for r in mine if r.value is None or _worse(threshold.metric, r.value, threshold.value)]


def _worse(metric: str, value: float, limit: float) -> bool:
    return value > limit if is_better_low(metric) else value < limit
