"""The numbers of a report set out by question set: which line stands in which table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.figures import Figures, figures
from eval.metrics import Outcome
from eval.rows import MetricRow
from eval.runs import Run, SetInfo
from eval.scoring import outcomes, score

LANGUAGES = {"en": "English", "zh": "Chinese", "mixed": "Both languages"}
"""Names of the languages of questions, in the order of the report."""

_PLACES = ("all", *LANGUAGES)
_TASKS = ("answer", "answerable", "grounding")


@dataclass(frozen=True, slots=True)
class Line:
    """One metric over one slice."""

    row: MetricRow
    """Its value in the run."""
    before: MetricRow | None
    """Its value in the baseline; None where there is none."""

    @property
    def slice_name(self) -> str:
        """The slice in words."""
        if self.row.slice == "all":
            return "All questions"
        return LANGUAGES.get(self.row.slice) or self.row.slice.removeprefix("category:").replace("_", " ")

    @property
    def metric_name(self) -> str:
        """The metric in words; the unit stands at the value."""
        return self.row.metric.removesuffix("_ms").replace("_", " ")

    @property
    def place(self) -> int:
        """All first, then the languages, then categories."""
        return _PLACES.index(self.row.slice) if self.row.slice in _PLACES else len(_PLACES)

    @property
    def group(self) -> str:
        """`overall`, `language` or `category`."""
        return "overall" if self.place == 0 else "language" if self.place < len(_PLACES) else "category"


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown of one question set."""

    info: SetInfo
    """The set."""
    joint: Mapping[str, Sequence[Line]]
    """Joint accuracy by group: `overall`, `language`, `category`."""
    tables: Mapping[str, Mapping[str, Sequence[Line]]]
    """The other metrics, by name of the slice and by task; categories have none."""
    latency: Sequence[Line]
    """Times and lengths over all questions."""
    area: Line
    """Area under the risk-coverage curve."""
    figures: Figures
    """The charts."""


def parts(run: Run, baseline: Run | None) -> list[Part]:
    """The parts of a report, one for each question set of the run."""
    before = {(row.set, row.slice, row.metric): row for row in score(baseline)} if baseline else {}
    lines = [Line(row, before.get((row.set, row.slice, row.metric))) for row in score(run)]
    lines.sort(key=lambda line: line.place)
    return [
        _part(info, [line for line in lines if line.row.set == info.name], *_outcomes(info.name, run, baseline))
        for info in run.header.sets
    ]


def _outcomes(name: str, *runs: Run | None) -> list[list[Outcome]]:
    return [[o for o in outcomes(run) if o.asked.set == name] if run else [] for run in runs]


def _part(info: SetInfo, lines: Sequence[Line], found: Sequence[Outcome], before: Sequence[Outcome]) -> Part:
    joint = [line for line in lines if line.row.metric == "joint_accuracy"]
    latency = [line for line in lines if (line.row.slice, line.row.task) == ("all", "latency")]
    whole = [line.row for line in latency if line.row.metric in ("p50_ms", "p95_ms")]
    times = [(row.metric.removesuffix("_ms"), row.value) for row in whole if row.value is not None]
    return Part(
        info,
        {group: [line for line in joint if line.group == group] for group in ("overall", "language", "category")},
        {line.slice_name: _by_task(lines, line.row.slice) for line in joint if line.group != "category"},
        latency,
        next(line for line in lines if (line.row.slice, line.row.metric) == ("all", "risk_coverage")),
        figures(found, before, times),
    )


def _by_task(lines: Sequence[Line], name: str) -> dict[str, list[Line]]:
    return {task: [line for line in lines if (line.row.slice, line.row.task) == (name, task)] for task in _TASKS}
