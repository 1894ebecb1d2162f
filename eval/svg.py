"""The frame and the strokes of a chart: SVG without a colour of its own, for the page's style to give.

A chart is drawn at 360 units' width, so that its words can be read on a phone. `Markup.format` escapes what it fills
in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

LEFT, RIGHT, TOP, BOTTOM = 54.0, 342.0, 14.0, 186.0
"""The frame that the axes make."""

Ticks = Sequence[tuple[float, str]]
"""Where on an axis (0 to 1), and what stands there."""

Axes = tuple[tuple[str, Ticks], tuple[str, Ticks]]
"""Name and ticks of the horizontal and of the vertical axis."""

_WIDTH = 360
_NAME = 36  # how far below the axis its name stands


def across(share: float) -> float:
    """Where a share of the horizontal axis lies."""
    return LEFT + share * (RIGHT - LEFT)


def upwards(share: float) -> float:
    """Where a share of the vertical axis lies."""
    return BOTTOM - share * (BOTTOM - TOP)


def text(x: float, y: float, look: str, words: object) -> Markup:
    """Words at a place; `look` is their class."""
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}">{}</text>').format(x, y, look, words)


def line(start: tuple[float, float], end: tuple[float, float], look: str) -> Markup:
    """A straight line."""
    template = Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>')
    return template.format(*start, *end, look)


def column(left: float, width: float, top: float) -> Markup:
    """A column that stands on the horizontal axis."""
    template = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="ours"/>')
    return template.format(left, top, width, BOTTOM - top)


def curve(points: Sequence[tuple[float, float]], look: str) -> Markup:
    """A line through points, each given as shares of the two axes."""
    places = " ".join(f"{across(x):.1f},{upwards(y):.1f}" for x, y in points)
    return Markup('<polyline points="{}" class="curve {}"/>').format(places, look)


def chart(title: str, axes: Axes, parts: Sequence[Markup], rows: float = 0) -> Markup:
    """A whole chart.

    Args:
        title: What it shows, for those who don't see it.
        axes: Names and ticks of the two axes: across, upwards.
        parts: What is drawn in it.
        rows: Room for rows of numbers between the horizontal axis and its name.
    """
    (across_name, ticks), (upwards_name, heights) = axes
    frame = [*_upwards(upwards_name, heights), *_across(across_name, ticks, BOTTOM + _NAME + rows)]
    opening = Markup('<svg class="chart" role="img" viewBox="0 0 {} {:.0f}"><title>{}</title>')
    size = opening.format(_WIDTH, BOTTOM + _NAME + rows + 6, title)
    return size + Markup().join([*frame, *parts]) + Markup("</svg>")


def _across(name: str, ticks: Ticks, below: float) -> Iterator[Markup]:
    yield line((LEFT, BOTTOM), (RIGHT, BOTTOM), "axis")
    for share, label in ticks:
        yield text(across(share), BOTTOM + 15, "middle", label)
    yield text((LEFT + RIGHT) / 2, below, "middle", name)


def _upwards(name: str, ticks: Ticks) -> Iterator[Markup]:
    for share, label in ticks:
        yield line((LEFT, upwards(share)), (RIGHT, upwards(share)), "grid")
        yield text(LEFT - 6, upwards(share) + 4, "end", label)
    turned = Markup('<text transform="translate(11 {:.1f}) rotate(-90)" class="middle">{}</text>')
    yield turned.format((TOP + BOTTOM) / 2, name)
