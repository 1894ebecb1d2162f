"""The report of a run: one page that holds all it shows, escapes what others wrote, and hides no failure."""

import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from assistant import Assistant
from assistant.answer import Refusal, Withdrawn
from assistant.settings import settings_from
from eval import charts
from eval.mistakes import mistakes
from eval.report import report
from eval.running import Choice, run_sets
from eval.runs import Asked, Run
from tests.eval.making import Failing, answer, citation, outcome, run_of, sample
from vectorstore.errors import ModelError

HOSTILE = "<script>alert(1)</script> **bold** [press](javascript:alert(2)) {{ 7 * 7 }}"
RIGHT = {"facts": ["mTOR"], "evidence": ["Intracellular signaling pathways such as"]}
QUESTIONS = [
    {"id": "right", "lang": "en", "question": "Which pathways are implicated?", "answerable": True, **RIGHT},
    {"id": "dose", "lang": "en", "question": "What dose of ketamine was given?", "answerable": True, "facts": ["5 mg"]},
    {"id": "wrong", "lang": "zh", "question": "涉及哪些信号通路?", "answerable": False, "reason": "not_stated"},
    {"id": "failing", "lang": "en", "question": f"Does {HOSTILE} work?", "answerable": True, **RIGHT},
]
QUESTIONS[1]["evidence"] = [f"Nobody {HOSTILE}"]
QUESTIONS[2]["history"] = [["作者是谁?", f"De Maricourt. {HOSTILE}"]]


class Hostile(Failing):
    """An assistant whose model fails on a hostile question with hostile words."""

    failures: ClassVar[dict[str, Exception]] = {"alert": ModelError(f"The model said {HOSTILE} and went away.")}


def asked(folder: Path, name: str, rows: Sequence[dict[str, object]], make: type[Assistant] = Hostile) -> Run:
    path = folder / f"{name}.jsonl"
    lines = (json.dumps({"category": "a <b>kind</b>", **row}, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    out = folder / f"{make.__name__}-{name}.json"
    return run_sets([path], out, settings_from(folder / "home"), Choice(), lambda done, total: None, make)[1]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Four questions: one right, one wrongly refused, one that should have been refused, one that failed."""
    return asked(tmp_path_factory.mktemp("run"), "small", QUESTIONS)


@pytest.fixture(scope="module")
def page(run: Run) -> str:
    return report(run)


class Reader(HTMLParser):
    """What a browser would make of a page: its elements, with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def articles(page: str) -> list[Reader]:
    return [Reader(found) for found in re.findall(r"<article.*?</article>", page, re.DOTALL)]


def test_what_was_asked_and_with_what_is_said(page: str, run: Run) -> None:
    said = Reader(page).text
    [info] = run.header.sets
    for value in (info.name, info.sha256[:12], info.fingerprint[:12], "builtin", *run.header.versions.values()):
        assert value in said
    assert (run.header.git or "")[:12] in said
    assert f"{run.created[:10]} {run.created[11:16]} UTC" in said


def test_every_number_has_its_interval_and_its_n(page: str) -> None:
    said = Reader(page).text
    assert "25.0 % 95 % interval 4.6–69.9 %, n = 4" in said  # Wilson
    assert "All questions 0.250, 95 % interval 0.046–0.699 0.250 0.046–0.699 4 1" in said
    assert "English 0.333" in said
    assert "Chinese 0.000" in said
    assert re.search(r"over refusal ↓ 0\.\d{3} 0\.\d{3}–\d\.\d{3} 3 0 1", said)


def test_failures_come_first_and_nothing_wrong_is_left_out(page: str) -> None:
    failed, dose, wrong = (reader.text for reader in articles(page))
    assert failed.startswith("Failed failing")
    assert f"Error The model said {HOSTILE} and went away." in failed
    assert dose.startswith("Should have been answered dose")
    assert "✗ not stated: 5 mg" in dose
    assert "Refused: not stated" in dose
    assert "The abstracts do not say" in dose
    assert "Nearest passages [1]" in dose
    assert wrong.startswith("Should have been refused wrong")
    assert "作者是谁?" in wrong
    assert "De Maricourt. <script>" in wrong
    assert "A refusal: not stated." in wrong
    assert "[1]" in wrong
    assert "De Maricourt P, et al. Encephale. 2014;40(1):48-55." in wrong
    assert "Went wrong 3 of 4; 1 of them failed" in Reader(page).text


def test_what_others_wrote_is_text_and_nothing_else(page: str) -> None:
    reader = Reader(page)
    assert reader.open == []
    assert HOSTILE in reader.text
    assert "a <b>kind</b>" in reader.text
    assert not {"script", "b", "img", "iframe"} & {name for name, _ in reader.elements}
    assert not [name for _, attributes in reader.elements for name in attributes if name.startswith("on")]
    hrefs = [attributes["href"] or "" for _, attributes in reader.elements if "href" in attributes]
    assert all(href.startswith("#") or href == "data:," for href in hrefs)


def test_what_a_model_wrote_and_an_abstract_says_is_text_too() -> None:
    said = answer((HOSTILE, citation(HOSTILE).model_copy(update={"reference": HOSTILE})))
    withdrawn = (Withdrawn(text=HOSTILE, reason=HOSTILE),)
    hostile = said.model_copy(update={"withdrawn": withdrawn, "standalone_question": HOSTILE})
    refused = answer(refused="not_stated")
    nearest = Refusal(reason="not_stated", message=HOSTILE, nearest=hostile.citations)
    run = run_of(
        outcome(sample(id="a", answerable=False), hostile),
        outcome(sample(id="b", evidence=("x",)), refused.model_copy(update={"refusal": nearest})),
    )
    reader = Reader(report(run))
    assert reader.open == []
    assert reader.text.count(HOSTILE) == 9
    assert "script" not in {name for name, _ in reader.elements}


def test_nothing_is_asked_for_from_anywhere(page: str) -> None:
    assert not re.search(r"https?:|//|url\(|@import|src=", page)
    assert "default-src 'none'" in page


def test_chinese_is_marked_as_chinese(page: str) -> None:
    assert '<html lang="en">' in page
    assert '<p class="question" lang="zh-Hans">涉及哪些信号通路?</p>' in page
    assert '<p class="question" lang="en">What dose of ketamine was given?</p>' in page
    assert re.search(r'<blockquote lang="zh-Hans"><span class="number">\[1\]</span> 细胞内信号通路', page)


def test_tables_have_captions_and_charts_have_titles(page: str) -> None:
    reader = Reader(page)
    assert page.count("<table") == page.count("<caption>") > 0
    assert page.count("<svg") == page.count("<title>") - 1 > 0  # one is the page's
    assert all(attributes["role"] == "img" for attributes in reader.all("svg"))
    levels = [int(name[1]) for name, _ in reader.elements if re.fullmatch(r"h\d", name)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_baseline_stands_beside_the_run(run: Run, tmp_path: Path) -> None:
    better = [*QUESTIONS[:3], {**QUESTIONS[3], "question": "Which signaling pathways are implicated?"}]
    said = Reader(report(run, asked(tmp_path, "small", better))).text
    assert "The baseline was asked another version or another part of small." in said
    assert "; baseline 50.0 %" in said
    same = Reader(report(run, run)).text
    assert "The baseline was" not in same
    assert "right in the baseline" not in same
    other = Reader(report(run, asked(tmp_path, "other", QUESTIONS[:1]))).text
    assert "The baseline was not asked small." in other


def test_what_the_baseline_got_right_is_pointed_out(run: Run) -> None:
    def without(entry: Asked) -> Asked:
        return entry.model_copy(update={"answer": None, "error": "gone"}) if entry.sample.id == "right" else entry

    worse = run.model_copy(update={"asked": tuple(map(without, run.asked))})
    pointed = [reader.text for reader in articles(report(worse, run)) if "right in the baseline" in reader.text]
    assert len(pointed) == 1
    assert pointed[0].startswith("Failed right")


def test_a_run_that_failed_throughout_still_has_its_report(run: Run) -> None:
    nothing = [entry.model_copy(update={"answer": None, "error": "gone"}) for entry in run.asked]
    page = report(run.model_copy(update={"asked": tuple(nothing)}))
    assert page.count("Nothing was answered, so there is nothing to draw.") == 4
    assert len(articles(page)) == 4


def test_a_run_without_a_mistake_says_so(tmp_path: Path) -> None:
    page = report(asked(tmp_path, "small", QUESTIONS[:1]))
    assert "Nothing failed, and nothing was wrong." in page
    assert articles(page) == []


def test_the_kinds_of_mistakes_are_told_apart(run: Run) -> None:
    found = {mistake.asked.sample.id: mistake for mistake in mistakes(run)}
    assert {name: mistake.kind for name, mistake in found.items()} == {
        "failing": "failed",
        "dose": "refused",
        "wrong": "not_refused",
    }
    assert found["dose"].facts == [("5 mg", False)]
    right = next(entry for entry in run.asked if entry.sample.id == "right")

    def kind_with(**changes: object) -> str:
        sample = right.sample.model_copy(update=changes)
        changed = run.model_copy(update={"asked": (right.model_copy(update={"sample": sample}),)})
        [mistake] = mistakes(changed)
        return mistake.kind

    assert kind_with(facts=("mTOR", "a dose")) == "incomplete"
    assert kind_with(evidence=("Somewhere else",)) == "misplaced"


def test_a_reliability_diagram_counts_every_score_in_its_tenth() -> None:
    scores = np.array([0.0, 0.05, 0.95, 1.0, np.nan])
    drawn = charts.reliability(scores, np.array([0.0, 1.0, 1.0, 1.0, 1.0]), "a <title>", ("x", "y"))
    texts = re.findall(r'class="middle small">([\d.]+)<', drawn)
    assert texts == ["2", "0.50", *["0"] * 8, "2", "1.00"]
    assert "a &lt;title&gt;" in drawn
    assert charts.reliability(np.array([np.nan]), np.array([1.0]), "", ("", "")) == ""


def test_the_risk_is_that_of_the_surest_and_ties_are_taken_together() -> None:
    points = charts.risk_points(np.array([0.9, 0.9, 0.5, 0.1, np.nan]), np.array([0.0, 1.0, 0.0, 1.0, 1.0]))
    assert points == [(0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert charts.risk_at(points, 0.6) == pytest.approx(1 / 3)
    assert charts.risk_coverage([("ours", [])], "") == ""


@pytest.mark.parametrize("milliseconds", [[0.0], [5.0, 5.0], [1.0, 90_000.0], [9.0, 12.0, 14.0]])
def test_a_histogram_holds_every_time(milliseconds: list[float]) -> None:
    drawn = charts.histogram(np.array([*milliseconds, np.nan]), [("p50", milliseconds[0])], "")
    counts = re.findall(r'class="middle small">(\d+)<', drawn)
    assert sum(map(int, counts)) == len(milliseconds)
    places = [float(x) for x in re.findall(r'x1?="([\d.-]+)"', drawn)]
    assert all(0 <= x <= 360 for x in places)
