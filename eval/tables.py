"""Scores and comparisons in a terminal: aligned, and plain when piped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.comparing import Comparison, Difference
from eval.rows import MetricRow

_NARROWEST = 100  # columns of a table that is written to a file or a pipe


def show_rows(rows: Sequence[MetricRow], *, slices: Iterable[str] = ()) -> None:
    """Print a table for each set and task: metrics down, slices across, each with its interval and n.

    Args:
        rows: What was measured.
        slices: Only these slices; all by default.
    """
    wanted = {*slices}
    chosen = [row for row in rows if row.n and (not wanted or row.slice in wanted)]
    for name in dict.fromkeys((row.set, row.task) for row in chosen):
        _show_set(" · ".join(name), [row for row in chosen if (row.set, row.task) == name])


def show_categories(rows: Sequence[MetricRow]) -> None:
    """Print a table for each set: categories down, with their joint accuracy."""
    chosen = [row for row in rows if row.slice.startswith("category:")]
    for name in dict.fromkeys(row.set for row in chosen):
        table = _table(f"{name} · by category", "category", "joint_accuracy")
        for row in chosen:
            if row.set == name:
                table.add_row(row.slice.removeprefix("category:"), _cell(row))
        _console().print(table)


def show_failures(rows: Sequence[MetricRow]) -> None:
    """Say how many samples failed, where any did."""
    for name in dict.fromkeys(row.set for row in rows):
        failed = max((row.failed for row in rows if row.set == name), default=0)
        if failed:
            _console().print(Text(f"{name}: {failed} failed; they count as not answered rightly.", "bold red"))


def show_comparison(found: Comparison, *, slices: Sequence[str]) -> None:
    """Print each metric's difference with its interval, then wins, losses and what got worse."""
    for name in slices:
        mine = [d for d in found.differences if d.slice == name and d.change is not None]
        if not mine:
            continue
        table = _table(f"{name}, 95 % interval of the change", "metric", "first", "second", "change", "interval", "")
        for d in mine:
            interval = "" if d.low is None or d.high is None else f"{_signed(d.low)} to {_signed(d.high)}"
            table.add_row(d.metric, _number(d.first), _number(d.second), _signed(d.change or 0), interval, _verdict(d))
        _console().print(table)
    console = _console()
    what = "abstracts" if found.clusters < found.samples else "samples"
    console.print(f"{found.samples} samples, drawn by {found.clusters} {what}.")
    console.print(f"{len(found.wins)} samples got better, {len(found.losses)} got worse.")
    for outcome in found.losses:
        line = f"  worse  {outcome.asked.set}:{outcome.sample.id}  {outcome.sample.question}"
        console.print(Text(line), soft_wrap=True)


def _verdict(difference: Difference) -> str:
    """What the interval says."""
    if difference.change == 0:
        return "same"
    if difference.low is None or difference.high is None:
        return "too few to tell"
    if difference.low <= 0 <= difference.high:
        return "may be chance"
    return "worse" if difference.is_regression(0) else "better"


def _show_set(title: str, rows: Sequence[MetricRow]) -> None:
    columns = list(dict.fromkeys((row.slice, row.system) for row in rows))
    several = len({system for _, system in columns}) > 1
    table = _table(title, "metric", *(f"{name} ({system})" if several else name for name, system in columns))
    cells = {(row.metric, row.slice, row.system): _cell(row) for row in rows}
    for metric in dict.fromkeys(row.metric for row in rows):
        table.add_row(metric, *(cells.get((metric, *column), "") for column in columns))
    _console().print(table)


def _cell(row: MetricRow) -> str:
    interval = "" if row.low is None or row.high is None else f" ({_number(row.low)}–{_number(row.high)})"
    return f"{_number(row.value)}{interval} n={row.n}"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table


def _number(value: float | None) -> str:
    """At most three digits that mean something."""
    return "" if value is None else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def _signed(value: float) -> str:
    return f"{value:+.3f}" if abs(value) < 10 else f"{value:+.1f}"


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=max(_NARROWEST, 240))
