"""The figures of a report: which numbers of a run go into which chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from markupsafe import Markup

from eval.charts import Point, duration, histogram, reliability, risk_at, risk_coverage, risk_points
from eval.metrics import Outcome
from eval.scoring import measured
from eval.statistics import Auroc, Measure, Quantile, RiskCoverage

_COVERAGES = (0.5, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """The charts of one question set; a chart is empty when nothing was answered."""

    answerable: Markup
    """Reliability: the share that is answerable, by confidence."""
    right: Markup
    """Reliability: the share that is right, by how sure the answer or refusal is."""
    risk: Markup
    """The risk-coverage curve."""
    risks: Sequence[Point]
    """What it says in numbers: a share of the questions, the surest first, and how much of it is wrong."""
    time: Markup
    """How many questions took how long."""


def figures(found: Sequence[Outcome], before: Sequence[Outcome], times: Sequence[tuple[str, float]]) -> Figures:
    """The figures of one set.

    Args:
        found: Its samples with what came of them.
        before: The baseline's.
        times: Names and milliseconds to mark, such as the median's.
    """
    measures = _measures(found)
    ranked, risk = cast("Auroc", measures["auroc"]), cast("RiskCoverage", measures["risk_coverage"])
    points = risk_points(risk.confidence, risk.errors)
    return Figures(
        reliability(
            ranked.scores,
            ranked.positive.astype(float),
            "Share of the questions that are answerable, by confidence",
            ("confidence that it is answered", "answerable"),
        ),
        reliability(
            risk.confidence,
            1 - risk.errors,
            "Share of the answers and refusals that are right, by how sure they are",
            ("how sure the answer or refusal is", "right"),
        ),
        _risk(points, before),
        [(share, risk_at(points, share)) for share in _COVERAGES] if points else [],
        histogram(
            cast("Quantile", measures["p50_ms"]).numbers,
            times,
            "How many questions took how long: " + ", ".join(f"{name} {duration(value)}" for name, value in times),
        ),
    )


def _measures(found: Sequence[Outcome]) -> Mapping[str, Measure]:
    return {m.metric: m.measure for m in measured(found)}


def _risk(points: Sequence[Point], before: Sequence[Outcome]) -> Markup:
    curves = [("ours", points)]
    if before:
        risk = cast("RiskCoverage", _measures(before)["risk_coverage"])
        curves.insert(0, ("before", risk_points(risk.confidence, risk.errors)))
    return risk_coverage(curves, "Share that is wrong among the surest part of the questions, for each part")
