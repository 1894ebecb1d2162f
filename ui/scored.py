"""A run's scores and mistakes as the browser shows them; every word from a file goes there as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from ui.component import Data
from ui.words import TAGS, say, section_name
from vectorstore.records import Language
from vectorstore.text import language_of

if TYPE_CHECKING:
    from eval.mistakes import Kind, Mistake
    from eval.rows import MetricRow
    from eval.samples import Sample

METRICS = (
    "fact_recall",
    "citation_precision",
    "citation_recall",
    "refusal_precision",
    "refusal_recall",
    "over_refusal",
    "verbatim_rate",
    "p50_ms",
    "p95_ms",
)
"""What is shown beside joint accuracy; the catalogue names them by their own names."""

KINDS: dict[Kind, str] = {
    "failed": "wrong_failed",
    "not_refused": "wrong_answered",
    "refused": "wrong_refused",
    "incomplete": "wrong_incomplete",
    "misplaced": "wrong_misplaced",
}
"""The key of the phrase for each kind of mistake."""

_SLICES = {"all": "all_questions", "en": "in_en", "zh": "in_zh", "mixed": "in_mixed"}


def scored_data(rows: Sequence[MetricRow], wrong: Sequence[Mistake], language: Language) -> Data:
    """The tables of each question set, and the samples that went wrong.

    Args:
        rows: The scores of a run.
        wrong: What went wrong in it, failures first.
        language: Of the page.
    """
    names = list(dict.fromkeys(row.set for row in rows))
    sets = [{"name": name, "tables": _tables([r for r in rows if r.set == name], language)} for name in names]
    asked = sum(row.n + row.unscored for row in rows if (row.slice, row.metric) == ("all", "joint_accuracy"))
    failed = sum(mistake.kind == "failed" for mistake in wrong)
    return {
        "sets": sets,
        "heading": say(language, "went_wrong"),
        "summary": say(language, "wrong_count" if wrong else "wrong_none", wrong=len(wrong), all=asked, failed=failed),
        "samples": [_sample(mistake, language) for mistake in wrong],
    }


def _tables(rows: Sequence[MetricRow], language: Language) -> list[Data]:
    return [_joint([row for row in rows if row.metric == "joint_accuracy"], language), _metrics(rows, language)]


def _joint(rows: Sequence[MetricRow], language: Language) -> Data:
    """Joint accuracy over all, by language and by category."""
    ordered = sorted(rows, key=lambda row: [*_SLICES, row.slice].index(row.slice))
    return {
        "caption": say(language, "joint_accuracy"),
        "note": say(language, "joint_note"),
        "head": [say(language, key) for key in ("questions", "share", "interval", "count", "wrong_failed")],
        "rows": [
            {
                "name": say(language, _SLICES[row.slice]) if row.slice in _SLICES else _category(row.slice),
                "group": row.slice.startswith("category:"),
                "cells": [[_value(row, row.value)], [_interval(row)], [str(row.n)], [str(row.failed)]],
            }
            for row in ordered
        ],
    }


def _metrics(rows: Sequence[MetricRow], language: Language) -> Data:
    """The main metrics over all and by language."""
    slices = [name for name in _SLICES if any(row.slice == name for row in rows)]
    by_name = {(row.metric, row.slice): row for row in rows}
    return {
        "caption": say(language, "main_metrics"),
        "note": say(language, "metrics_note"),
        "head": [say(language, key) for key in ("metric", *(_SLICES[name] for name in slices))],
        "rows": [
            {
                "name": say(language, metric),
                "group": False,
                "cells": [
                    [_value(row, row.value), _interval(row)] for row in (by_name[metric, name] for name in slices)
                ],
            }
            for metric in METRICS
        ],
    }


def _category(name: str) -> str:
    return name.removeprefix("category:").replace("_", " ")


def _value(row: MetricRow, value: float | None) -> str:
    """A share in percent, or milliseconds; a dash for nothing."""
    if value is None:
        return "–"
    return f"{value:,.0f} ms" if row.metric.endswith("_ms") else f"{value * 100:.1f} %"


def _interval(row: MetricRow) -> str:
    if row.low is None or row.high is None:
        return ""
    low, high = _value(row, row.low), _value(row, row.high)
    return f"{low.split()[0]}–{high}"


def _sample(mistake: Mistake, language: Language) -> Data:
    asked, sample = mistake.asked, mistake.asked.sample
    return {
        "kind": say(language, KINDS[mistake.kind]),
        "failed": mistake.kind == "failed",
        "id": sample.id,
        "question": sample.question,
        "lang": TAGS[language_of(sample.question) if sample.lang == "mixed" else sample.lang],
        "about": " · ".join([asked.set, _category(sample.category), say(language, _SLICES[sample.lang])]),
        "parts": [
            {"label": label, "lines": lines}
            for label, lines in [*_expected(mistake, language), *_came(mistake, language)]
            if lines
        ],
    }


Part = tuple[str, list[Data]]
"""A label and the lines below it."""


def _expected(mistake: Mistake, language: Language) -> Iterator[Part]:
    """What was said before, and what a right answer holds."""
    sample = mistake.asked.sample
    yield say(language, "earlier_turns"), [_line(text) for turn in sample.history for text in turn]
    yield say(language, "expected"), _wanted(mistake, sample, language)
    yield say(language, "evidence_starts"), [_line(f"{start} …") for start in sample.evidence]


def _wanted(mistake: Mistake, sample: Sample, language: Language) -> list[Data]:
    if not sample.answerable:
        return [_line(say(language, "should_refuse"))]
    failed = mistake.kind == "failed"  # then nothing is stated, and saying so of each fact is noise
    notes = ["" if failed else say(language, "stated" if stated else "not_stated") for _, stated in mistake.facts]
    return [_line(fact.replace("|", " | "), note) for (fact, _), note in zip(mistake.facts, notes, strict=True)]


def _came(mistake: Mistake, language: Language) -> Iterator[Part]:
    """What was answered, or why nothing was."""
    answer = mistake.asked.answer
    if answer is None:
        yield say(language, "error"), [_line(mistake.asked.error or "–")]
        return
    yield say(language, "answer"), _said(answer, language)
    fits = [(c, say(language, "is_evidence" if fits else "no_evidence")) for c, fits in mistake.quotes]
    yield say(language, "quotes"), [_quote(citation, language, note) for citation, note in fits]
    nearest = answer.refusal.nearest if answer.refusal else ()
    yield say(language, "nearest_passages"), [_quote(citation, language, "") for citation in nearest]


def _said(answer: Answer, language: Language) -> list[Data]:
    lines = [
        _line(statement.text + " " + "".join(f"[{n}]" for n in statement.citations), spoken=statement.language)
        for statement in answer.statements
    ]
    if answer.refusal:
        why = say(language, f"refused_{answer.refusal.reason}")
        lines.append(_line(answer.refusal.message, why, answer.language))
    return lines


def _quote(citation: Citation, language: Language, note: str) -> Data:
    reference = citation.reference or say(language, "no_reference")
    about = [note, section_name(citation.section, language), reference]
    return _line(f"[{citation.number}] {citation.quote}", " · ".join(filter(None, about)), citation.language)


def _line(text: str, note: str = "", spoken: Language | None = None) -> Data:
    return {"text": text, "lang": TAGS[spoken or language_of(text)], "note": note}
