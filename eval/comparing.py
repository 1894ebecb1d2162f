"""Two runs of the same questions side by side: what changed, and whether chance alone would explain it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics import Outcome, joint_accuracy
from eval.rows import is_better_low
from eval.runs import Run
from eval.scoring import Measured, Threshold, measured, outcomes, slices
from eval.statistics import Measure, Values, bootstrap, percentiles
from vectorstore.errors import InputError


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric of both runs over one slice."""

    slice: str
    """Over which questions."""
    metric: str
    """Its name."""
    first: float | None
    """Its value in the first run."""
    second: float | None
    """Its value in the second."""
    low: float | None
    """Lower end of the 95 % interval of second minus first."""
    high: float | None
    """Upper end."""

    @property
    def change(self) -> float | None:
        """Second minus first; None when either is missing."""
        return None if self.first is None or self.second is None else self.second - self.first

    def is_regression(self, tolerated: float) -> bool:
        """Whether the metric got worse by more than is tolerated, and the whole interval says so."""
        if self.low is None or self.high is None:
            return self.first is not None and self.second is None
        return self.low > tolerated if is_better_low(self.metric) else self.high < -tolerated


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another."""

    differences: tuple[Difference, ...]
    """By slice and metric."""
    wins: tuple[Outcome, ...]
    """Samples that only the second run got right, as it answered them."""
    losses: tuple[Outcome, ...]
    """Samples that only the first run got right, as the second answered them."""
    samples: int
    """How many samples both runs hold."""
    clusters: int
    """How many groups were drawn: abstracts, or samples where there is only one abstract."""


def compare(first: Run, second: Run) -> Comparison:
    """Compare two runs of the same questions by a paired bootstrap.

    Both runs are measured over the same draws of samples (Efron and Tibshirani 1993, chapter 13); samples about the
    same abstract are drawn together, since they succeed and fail together (Field and Welsh 2007).

    Raises:
        InputError: The runs don't hold the same questions.
    """
    pairs = _paired(first, second)
    groups = _clusters([before for before, _ in pairs])
    differences: list[Difference] = []
    for name, members in slices([before for before, _ in pairs]).items():
        if not name.startswith("category:"):
            at = [place for place, (before, _) in enumerate(pairs) if any(before is member for member in members)]
            differences += _differences(name, [pairs[i] for i in at], [groups[i] for i in at] if groups else [])
    rights = [(_is_right(before), _is_right(after)) for before, after in pairs]
    return Comparison(
        tuple(differences),
        tuple(after for (_, after), (a, b) in zip(pairs, rights, strict=True) if b and not a),
        tuple(after for (_, after), (a, b) in zip(pairs, rights, strict=True) if a and not b),
        len(pairs),
        len(set(groups)) or len(pairs),
    )


def regressions(threshold: Threshold, found: Comparison) -> list[Difference]:
    """The differences of a threshold's metric and slice that are worse than it tolerates.

    Raises:
        InputError: There is no such metric or slice.
    """
    mine = [d for d in found.differences if (d.metric, d.slice) == (threshold.metric, threshold.slice)]
    if not mine:
        known = ", ".join(dict.fromkeys(d.metric for d in found.differences))
        raise InputError(f"There is no {threshold.metric!r} over {threshold.slice!r} to compare. Metrics: {known}.")
    return [difference for difference in mine if difference.is_regression(threshold.value)]


def _paired(first: Run, second: Run) -> list[tuple[Outcome, Outcome]]:
    before, after = ({(o.asked.set, o.sample.id): o for o in outcomes(run)} for run in (first, second))
    alike = before.keys() == after.keys() and all(o.sample == after[key].sample for key, o in before.items())
    if not alike:
        only = [f"{name}:{sample}" for name, sample in sorted(before.keys() ^ after.keys())]
        more = f" and {len(only) - 5} more" if len(only) > 5 else ""
        which = (
            f"only one of them has {', '.join(only[:5])}{more}" if only else "the same ids stand for other questions"
        )
        raise InputError(
            f"The two runs don't hold the same questions: {which}. Compare runs of the same sets, with the same choice."
        )
    return [(outcome, after[key]) for key, outcome in before.items()]


def _clusters(found: Sequence[Outcome]) -> list[str]:
    """The abstract that each sample is about; none when there is only one, so that each sample is drawn by itself.

    A sample without evidence is about the abstract that came first for it.
    """
    names = [_about(outcome) for outcome in found]
    return names if len(set(names)) > 1 else []


def _about(outcome: Outcome) -> str:
    nearest = outcome.answer.trace.passages[:1] if outcome.answer else ()
    return outcome.asked.abstract or "".join(passage.abstract_id for passage in nearest)


def _differences(name: str, pairs: Sequence[tuple[Outcome, Outcome]], groups: Sequence[str]) -> list[Difference]:
    before, after = (measured([pair[side] for pair in pairs]) for side in (0, 1))
    return [_difference(name, a, b, len(pairs), groups) for a, b in zip(before, after, strict=True)]


def _difference(name: str, a: Measured, b: Measured, samples: int, groups: Sequence[str]) -> Difference:
    first, second = _value(a.measure, samples), _value(b.measure, samples)
    if first is None or second is None:
        return Difference(name, a.metric, first, second, None, None)

    def change(weights: Values) -> Values:
        return b.measure.values(weights) - a.measure.values(weights)

    low, high = percentiles(bootstrap(change, samples, groups))
    if low == high and first != second:  # one group: every draw is the same, which tells nothing of chance
        low = high = None
    return Difference(name, a.metric, first, second, low, high)


def _value(measure: Measure, samples: int) -> float | None:
    return float(measure.values(np.ones((1, samples)))[0]) if measure.n else None


def _is_right(outcome: Outcome) -> bool:
    share = joint_accuracy(outcome)
    return share is not None and share[0] == 1
