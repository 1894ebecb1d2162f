"""The report of a run: one page of HTML that holds all it shows, and asks for nothing from anywhere."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from inspect import getdoc

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from eval.charts import bar, duration
from eval.metrics import JUDGES, joint_accuracy, name_of
from eval.mistakes import Kind, mistakes
from eval.parts import LANGUAGES, parts
from eval.rows import MetricRow, is_better_low
from eval.runs import Asked, Run
from eval.scoring import outcomes
from eval.statistics import RESAMPLES, Auroc, RiskCoverage
from vectorstore.text import language_of

_TAGS = {"en": "en", "zh": "zh-Hans", "mixed": ""}  # what `lang` attributes hold
_KINDS: dict[Kind, str] = {
    "failed": "Failed",
    "not_refused": "Should have been refused",
    "refused": "Should have been answered",
    "incomplete": "Facts are missing",
    "misplaced": "Most quotes are not the evidence",
}


def report(run: Run, baseline: Run | None = None) -> str:
    """The report of a run as the text of an HTML page; all that comes from sets, models and abstracts is escaped.

    Args:
        run: The run.
        baseline: Another run, whose values are set beside those of the same question sets.
    """
    sides = [run, baseline] if baseline else [run]
    return _template().render(
        run=run,
        baseline=baseline,
        sides=sides,
        most_sets=max(len(side.header.sets) for side in sides),
        warnings=_warnings(run, baseline) if baseline else [],
        parts=parts(run, baseline),
        mistakes=mistakes(run),
        regressed=_regressed(run, baseline) if baseline else [],
        meanings=_meanings(),
    )


def _template() -> Template:
    """The page before anything is filled in; `style` is our own file, and all that is not escaped."""
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page.filters |= {"value": _value, "percent": _percent, "percents": _percents, "interval": _interval}
    page.filters |= {"tag": _tag, "time": _time}
    page.globals |= {"kinds": _KINDS, "languages": LANGUAGES, "tags": _TAGS, "draws": RESAMPLES}
    page.globals |= {"bar": bar, "is_better_low": is_better_low, "style": Markup(_read("report.css"))}  # noqa: S704
    return page.from_string(_read("report.html"))


def _read(name: str) -> str:
    return (files("eval") / "data" / name).read_text(encoding="utf-8")


def _warnings(run: Run, baseline: Run) -> list[str]:
    """Why the baseline's values may not be held against the run's."""
    others = {info.name: info for info in baseline.header.sets}
    lines = []
    for info in run.header.sets:
        other = others.get(info.name)
        if other is None:
            lines.append(f"The baseline was not asked {info.name}.")
        elif (other.sha256, other.samples) != (info.sha256, info.samples):
            lines.append(f"The baseline was asked another version or another part of {info.name}.")
        elif other.fingerprint != info.fingerprint:
            lines.append(f"The baseline was asked {info.name} over other abstracts.")
    return lines


def _regressed(run: Run, baseline: Run) -> list[Asked]:
    """What went wrong now and was right in the baseline."""
    before = {(o.asked.set, o.sample): joint_accuracy(o) for o in outcomes(baseline)}
    return [m.asked for m in mistakes(run) if before.get((m.asked.set, m.asked.sample)) == (1, 1)]


def _meanings() -> dict[str, str]:
    """What each metric says, in the words that stand beside its code."""
    judges = {name_of(judge): getdoc(judge) for task in JUDGES.values() for judge in task}
    said = {**judges, "auroc": getdoc(Auroc), "risk_coverage": getdoc(RiskCoverage)}
    return {name.replace("_", " "): (words or "").split("\n", 1)[0] for name, words in said.items()}


def _value(row: MetricRow | None) -> str:
    """A row's value as it is read; a dash where there is none."""
    return "–" if row is None or row.value is None else _number(row, row.value)


def _interval(row: MetricRow) -> str:
    if row.low is None or row.high is None:
        return ""
    (low, *unit), (high, *other) = _number(row, row.low).split(" "), _number(row, row.high).split(" ")
    return " ".join([f"{low}–{high}", *unit] if unit == other else [low, *unit, "–", high, *other])


def _number(row: MetricRow, value: float) -> str:
    if row.metric.endswith("_ms"):
        return duration(value)
    return f"{value:.0f}" if row.task == "latency" else f"{value:.3f}"


def _percent(row: MetricRow) -> str:
    return "–" if row.value is None else f"{row.value * 100:.1f} %"


def _percents(row: MetricRow) -> str:
    return "–" if row.low is None or row.high is None else f"{row.low * 100:.1f}–{row.high * 100:.1f} %"


def _tag(text: str) -> str:
    """The `lang` attribute of a text whose language nobody has noted."""
    return _TAGS[language_of(text)]


def _time(moment: str) -> str:
    """An ISO date as it is read; whatever else stands there, as it stands."""
    try:
        return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return moment
