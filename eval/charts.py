"""Charts as inline SVG: pure functions from numbers to markup.

Each has a title that says in words what it shows. Numbers stand in it, or beside it, as text: colour carries nothing
alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from markupsafe import Markup

from eval.statistics import Values, wilson
from eval.svg import BOTTOM, LEFT, RIGHT, TOP, across, chart, column, curve, line, text, upwards

Point = tuple[float, float]
"""Share of the questions (0 to 1), share of them that is wrong."""

BINS = 10
"""Of a reliability diagram: equal width, as is usual (Guo et al. 2017)."""

_COLUMNS = 14  # of a histogram: a count of three digits fits over each
_SHORTEST = 0.1  # milliseconds; a logarithm needs something
_COUNTS, _SHARES = BOTTOM + 31, BOTTOM + 46  # the two lines of numbers below a reliability diagram


def bar(value: float, low: float, high: float, title: str, look: str = "ours") -> Markup:
    """A horizontal bar from 0 to 1 with its interval, as wide as the place that it stands in.

    Args:
        value: How long it is.
        low: Lower end of the interval.
        high: Upper end.
        title: What it shows, in words.
        look: Its class, by which the page colours it.
    """
    return Markup(
        '<svg class="bar" role="img" width="100%" height="14"><title>{}</title>'
        '<rect width="100%" height="14" rx="3" class="track"/>'
        '<rect width="{:.2f}%" height="14" rx="3" class="{}"/>'
        '<line x1="{:.2f}%" x2="{:.2f}%" y1="7" y2="7" class="whisker"/>'
        '<line x1="{:.2f}%" x2="{:.2f}%" y1="3" y2="11" class="whisker"/>'
        '<line x1="{:.2f}%" x2="{:.2f}%" y1="3" y2="11" class="whisker"/></svg>'
    ).format(title, value * 100, look, *(end * 100 for end in (low, high, low, low, high, high)))


def reliability(scores: Values, hits: Values, title: str, words: tuple[str, str]) -> Markup:
    """A reliability diagram: in each tenth of the scores, the share of hits with its interval, and how many there are.

    Args:
        scores: Between 0 and 1; NaN does not count.
        hits: 1 for a hit, else 0.
        title: What it shows, in words.
        words: Names of the two axes.

    Returns:
        The chart; nothing when no score counts.
    """
    counted = ~np.isnan(scores)
    if not counted.any():
        return Markup()
    places = np.minimum((scores[counted] * BINS).astype(int), BINS - 1)
    columns = [_tenth(place, hits[counted][places == place]) for place in range(BINS)]
    rows = [text(LEFT - 6, y, "end", name) for y, name in ((_COUNTS, "n"), (_SHARES, "share"))]
    ideal = line((across(0), upwards(0)), (across(1), upwards(1)), "ideal")
    ticks = [(tick / BINS, f"{tick / BINS:g}") for tick in range(0, BINS + 1, 2)]
    axes = (words[0], ticks), (words[1], [(0, "0"), (0.5, "0.5"), (1, "1")])
    return chart(title, axes, [*columns, ideal, *rows], rows=30)


def risk_points(confidence: Values, errors: Values) -> list[Point]:
    """The risk-coverage curve: the share that is wrong among the surest, for every share of the questions.

    Args:
        confidence: Of each sample; NaN does not count. Ties are taken together.
        errors: 1 where it is wrong.
    """
    counted = ~np.isnan(confidence)
    sure, wrong = confidence[counted], errors[counted]
    points: list[Point] = []
    for limit in np.unique(sure)[::-1]:
        taken = sure >= limit
        points.append((float(taken.mean()), float(wrong[taken].mean())))
    return points


def risk_at(points: Sequence[Point], coverage: float) -> float:
    """The share that is wrong when at least so many of the questions are covered."""
    return next(risk for covered, risk in points if covered >= coverage - 1e-9)


def risk_coverage(curves: Sequence[tuple[str, Sequence[Point]]], title: str) -> Markup:
    """Risk-coverage curves, each with its class (`ours`, `before`); nothing when there is no point."""
    most = max((risk for _, points in curves for _, risk in points), default=None)
    if most is None:
        return Markup()
    top = next(step for step in (0.02, 0.05, 0.1, 0.2, 0.5, 1) if step >= most)
    lines = [curve([(covered, risk / top) for covered, risk in points], look) for look, points in curves]
    ticks = [(share / 4, f"{share * 25} %") for share in range(5)]
    heights = [(share / 2, f"{share * top * 50:g} %") for share in range(3)]
    return chart(title, (("the surest part of the questions", ticks), ("wrong among them", heights)), lines)


def histogram(milliseconds: Values, marks: Sequence[tuple[str, float]], title: str) -> Markup:
    """How many questions took how long, on a logarithmic axis, with a labelled line for each mark.

    Args:
        milliseconds: Of each sample; NaN does not count.
        marks: Names and milliseconds, such as the median's.
        title: What it shows, in words.

    Returns:
        The chart; nothing when nothing counts.
    """
    took = np.maximum(milliseconds[~np.isnan(milliseconds)], _SHORTEST)
    if not len(took):
        return Markup()
    middle = float(np.sqrt(took.min() * took.max()))
    low, high = min(took.min(), middle / 2), max(took.max(), middle * 2)  # a few equal times are no reason for a comb
    counts, _ = np.histogram(took, np.geomspace(low, high, _COLUMNS + 1))
    columns = [_count(place, int(count), int(counts.max())) for place, count in enumerate(counts)]

    def share(value: float) -> float:
        return float(np.log(max(value, _SHORTEST) / low) / np.log(high / low))

    lines = [_mark(share(value), row, f"{name} {duration(value)}") for row, (name, value) in enumerate(marks)]
    ticks = [(share(value), duration(value)) for value in _round_numbers(low, high)]
    return chart(title, (("time for an answer (logarithmic)", ticks), ("questions", [])), [*lines, *columns])


def duration(milliseconds: float) -> str:
    """A time as it is read.

    >>> duration(9.08), duration(250.4), duration(12_500)
    ('9.1 ms', '250 ms', '12.5 s')
    """
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.3g} s"
    return f"{milliseconds:.2g} ms" if milliseconds < 100 else f"{milliseconds:.0f} ms"


def _tenth(place: int, hits: Values) -> Markup:
    """One tenth of a reliability diagram; an empty one says so by its 0."""
    left, centre, right = (across((place + part) / BINS) for part in (0, 0.5, 1))
    count = text(centre, _COUNTS, "middle small", len(hits))
    if not len(hits):
        return count
    share = float(hits.mean())
    low, high = wilson(share, len(hits))
    drawn = column(left + 2, right - left - 4, upwards(share))
    whisker = line((centre, upwards(low)), (centre, upwards(high)), "whisker")
    return drawn + whisker + count + text(centre, _SHARES, "middle small", f"{share:.2f}")


def _count(place: int, count: int, most: int) -> Markup:
    """One column of a histogram; the upper fifth of the chart is left to the marks."""
    if not count:
        return Markup()
    left, right = across(place / _COLUMNS) + 1, across((place + 1) / _COLUMNS) - 1
    top = upwards(0.8 * count / most)
    return column(left, right - left, top) + text((left + right) / 2, top - 3, "middle small", count)


def _mark(share: float, row: int, label: str) -> Markup:
    """A line with its label: the first one's on the left, so that the second line does not cross it."""
    x, room = across(share), 65  # units that a label needs; the name of the axis needs 18
    left = x - room > 18 if row == 0 else x + room > RIGHT + 18
    at, look = (x - 4, "strong end") if left else (x + 4, "strong")
    return line((x, TOP), (x, BOTTOM), "mark") + text(at, TOP + 8 + 13 * row, look, label)


def _round_numbers(low: float, high: float) -> list[float]:
    """1, 10, 100 ... between two limits; in a narrower range, what lies between those too."""
    tens = [10.0**exponent for exponent in range(-1, 8)]
    found: list[float] = []
    for steps in ((1,), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9)):
        found = [ten * step for ten, step in product(tens, steps) if low <= ten * step <= high]
        if len(found) > 2:
            break
    return found
