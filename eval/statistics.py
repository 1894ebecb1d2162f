"""Numbers with their uncertainty: what a metric adds up from its samples, and how far chance may have moved it.

A measure is computed from weights, one for each sample: all ones give its value, a resample's counts give the value
that another draw of samples would have given. So every metric has the same bootstrap, also where two runs are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

RESAMPLES = 10_000
"""Draws of a bootstrap (Efron and Tibshirani 1993, chapter 13: percentile intervals want thousands)."""

SEED = 20140211
"""Fixed, so that the same run always gives the same interval."""

_Z = 1.959964  # of a normal distribution, 95 % in the middle
_ROWS = 500  # draws at once, so that memory stays small


class Measure(Protocol):
    """A metric over a fixed list of samples."""

    @property
    def n(self) -> int:
        """How many samples it rests on."""

    def values(self, weights: Values) -> Values:
        """Its value for each row of weights (draws x samples); NaN where a draw leaves nothing to measure."""


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """The weighted sum of parts over the weighted sum of wholes: means, shares, precision, recall, F1."""

    parts: Values
    """What each sample adds above the line."""
    wholes: Values
    """What each sample adds below it; 0 where it does not count."""

    @property
    def n(self) -> int:
        """How many samples count."""
        return int((self.wholes > 0).sum())

    @property
    def is_share(self) -> bool:
        """Whether it is a count of samples out of samples."""
        return bool(np.isin(self.parts, (0, 1)).all() and np.isin(self.wholes, (0, 1)).all())

    def values(self, weights: Values) -> Values:
        """See `Measure`."""
        return _divided(weights @ self.parts, weights @ self.wholes)


@dataclass(frozen=True, slots=True, eq=False)
class Auroc:
    """Area under the ROC curve: how often a positive scores above a negative, ties counting half (Fawcett 2006)."""

    scores: Values
    """Higher for what is thought positive; NaN does not count."""
    positive: NDArray[np.bool_]
    """What is positive."""

    @property
    def n(self) -> int:
        """How many samples count; 0 when one of the two kinds is missing, since nothing can be ranked then."""
        counted = ~np.isnan(self.scores)
        both = {bool(kind) for kind in self.positive[counted]} == {True, False}
        return int(counted.sum()) if both else 0

    def values(self, weights: Values) -> Values:
        """See `Measure`."""
        if not self.n:
            return np.full(len(weights), np.nan)
        order, starts = _ties(self.scores)
        sorted_weights, positive = _counted(weights, self.scores)[:, order], self.positive[order]
        above = np.add.reduceat(sorted_weights * positive, starts, axis=1)
        below = np.add.reduceat(sorted_weights * ~positive, starts, axis=1)
        beaten = np.cumsum(below, axis=1) - below / 2
        return _divided((above * beaten).sum(axis=1), above.sum(axis=1) * below.sum(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class RiskCoverage:
    """Area under the risk-coverage curve (Geifman and El-Yaniv 2017): the mean share of errors, most confident first.

    Ties are taken together. 0 is best; a ranking that tells nothing gives the plain share of errors.
    """

    confidence: Values
    """Of each sample; NaN does not count."""
    errors: Values
    """1 where it is wrong."""

    @property
    def n(self) -> int:
        """How many samples count."""
        return int((~np.isnan(self.confidence)).sum())

    def values(self, weights: Values) -> Values:
        """See `Measure`."""
        if not self.n:
            return np.full(len(weights), np.nan)
        order, starts = _ties(-self.confidence)
        sorted_weights = _counted(weights, self.confidence)[:, order]
        taken = np.add.reduceat(sorted_weights, starts, axis=1)
        wrong = np.add.reduceat(sorted_weights * self.errors[order], starts, axis=1)
        risk = np.nan_to_num(_divided(np.cumsum(wrong, axis=1), np.cumsum(taken, axis=1)))
        return _divided((risk * taken).sum(axis=1), taken.sum(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Quantile:
    """The smallest number that a share of the samples don't exceed: 0.5 for the median, 0.95 for p95."""

    numbers: Values
    """One for each sample; NaN does not count."""
    share: float
    """Between 0 and 1."""

    @property
    def n(self) -> int:
        """How many samples count."""
        return int((~np.isnan(self.numbers)).sum())

    def values(self, weights: Values) -> Values:
        """See `Measure`."""
        if not self.n:
            return np.full(len(weights), np.nan)
        order = np.argsort(self.numbers, kind="stable")
        reached = np.cumsum(_counted(weights, self.numbers)[:, order], axis=1)
        wanted = self.share * reached[:, -1:]
        found = self.numbers[order][np.argmax(reached >= wanted - 1e-9, axis=1)]
        return np.where(reached[:, -1] > 0, found, np.nan)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with what it rests on."""

    value: float | None
    """None when there was nothing to measure."""
    n: int
    """Samples that it rests on."""
    low: float | None
    """Lower end of the 95 % interval; None where there is none."""
    high: float | None
    """Upper end."""


def estimate(measure: Measure, samples: int, clusters: Sequence[str] = ()) -> Estimate:
    """A measure's value with its 95 % interval.

    Args:
        measure: Over so many samples.
        samples: How many, whether they count in it or not.
        clusters: Name of the cluster of each sample, which are drawn together (Field and Welsh 2007); none: each alone.

    Returns:
        Wilson's interval for a share of independent samples, and for one that is all or nothing, where a bootstrap has
        nothing to draw from; a percentile bootstrap for everything else.
    """
    if not measure.n:
        return Estimate(None, 0, None, None)
    value = float(measure.values(np.ones((1, samples)))[0])
    if isinstance(measure, Ratio) and ((measure.is_share and not clusters) or value in (0, 1)):
        return Estimate(value, measure.n, *wilson(value, measure.n))
    return Estimate(value, measure.n, *percentiles(bootstrap(measure.values, samples, clusters)))


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927), which stays within 0 and 1 and is never empty.

    >>> [round(end, 3) for end in wilson(0.9, 10)]
    [0.596, 0.982]
    """
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * (share * (1 - share) / n + _Z**2 / (4 * n**2)) ** 0.5
    return (0.0 if share == 0 else centre - half), (1.0 if share == 1 else centre + half)


def bootstrap(values: Callable[[Values], Values], samples: int, clusters: Sequence[str] = ()) -> Values:
    """What `values` gives for resamples drawn with replacement, always the same draws; NaN draws are left out."""
    generator = np.random.default_rng(SEED)
    names = list(dict.fromkeys(clusters)) if clusters else []
    member = np.array([names.index(name) for name in clusters]) if clusters else np.arange(samples)
    groups = len(names) or samples
    drawn: list[Values] = []
    for _ in range(RESAMPLES // _ROWS):
        picks = generator.integers(0, groups, (_ROWS, groups))
        offsets = picks + np.arange(_ROWS)[:, None] * groups
        counts = np.bincount(offsets.ravel(), minlength=_ROWS * groups).reshape(_ROWS, groups)
        drawn.append(values(counts[:, member].astype(np.float64)))
    every = np.concatenate(drawn)
    return np.asarray(every[~np.isnan(every)], dtype=np.float64)


def percentiles(draws: Values) -> tuple[float | None, float | None]:
    """The middle 95 % of the draws; nothing for no draws."""
    if not len(draws):
        return None, None
    low, high = np.percentile(draws, (2.5, 97.5))
    return float(low), float(high)


def _counted(weights: Values, numbers: Values) -> Values:
    """The weights, but 0 where there is no number."""
    return weights * ~np.isnan(numbers)


def _divided(above: Values, below: Values) -> Values:
    return np.divide(above, below, out=np.full_like(above, np.nan, dtype=np.float64), where=below > 0)


def _ties(scores: Values) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The order from low to high, and where each group of equal scores begins in it."""
    order = np.argsort(scores, kind="stable")
    ordered = scores[order]
    return order, np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
