"""The evaluation page: saved runs, their scores, what went wrong; what is no run is named with the reason."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from eval.runs import Run, save_run
from tests.eval.making import answer, citation, outcome, run_of, sample
from tests.ui.pages import alone, elements, said

MARKUP = "**bold** [press](javascript:alert(1)) <script>alert(2)</script> $x^2$"
CATS = citation("Cats slept 7 hours.")
DOGS = citation("Dogs slept 3 hours.")
RUN = run_of(
    outcome(sample(id="right", facts=("7",), evidence=("Cats",)), answer(("Cats slept 7 hours.", CATS))),
    outcome(
        sample(
            id="wrong", question=f"猫睡了多久? {MARKUP}", lang="zh", category="a_kind", facts=("7",), evidence=("Cats",)
        ),
        answer((f"Dogs slept. {MARKUP}", DOGS)),
    ),
    outcome(sample(id="failed", question="Who snored?", answerable=False), None),
    outcome(sample(id="refused", facts=("3",), evidence=("Dogs",)), answer(refused="not_stated")),
)


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "runs"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def page(runs: Path) -> Iterator[AppTest]:
    yield alone("evaluation", "show_evaluation", str(runs.parent))
    streamlit.cache_resource.clear()  # closes the library


def scored(page: AppTest) -> dict[str, Any]:
    [found] = elements(page, "scored")
    return found


def cells(table: dict[str, Any]) -> dict[str, list[list[str]]]:
    """The cells of a table by the name of their row."""
    return {row["name"]: row["cells"] for row in table["rows"]}


def lines(found: dict[str, Any], label: str) -> list[str]:
    """What stands under a label of a sample: text, and what is noted of it."""
    [part] = [part for part in found["parts"] if part["label"] == label]
    return ["; ".join(filter(None, (line["text"], line["note"]))) for line in part["lines"]]


def test_without_a_run_it_says_how_to_make_one(page: AppTest) -> None:
    page.run()
    assert "No run is saved yet." in said(page)
    assert [code.value for code in page.code] == ["abstract-assistant eval run QUESTIONS.jsonl"]
    assert elements(page, "scored") == []
    assert not page.exception


def test_a_run_shows_its_scores_with_their_intervals(page: AppTest, runs: Path) -> None:
    save_run(runs / "one.json", RUN)
    joint, others = scored(page.run())["sets"][0]["tables"]
    assert cells(joint)["All"] == [["25.0 %"], ["4.6–69.9 %"], ["4"], ["1"]]
    assert list(cells(joint)) == ["All", "English", "Chinese", "a kind", "direct"]
    assert others["head"] == ["Score", "All", "English", "Chinese"]
    assert cells(others)["Quotes that are word for word"][0] == ["100.0 %", "34.2–100.0 %"]
    assert cells(others)["Refusals that were due"][2] == ["–", ""]
    assert not page.exception


def test_what_went_wrong_is_shown_with_what_was_expected_failures_first(page: AppTest, runs: Path) -> None:
    save_run(runs / "one.json", RUN)
    data = scored(page.run())
    assert data["summary"] == "3 of 4 questions; 1 of them failed and have no answer."
    failed, wrong, refused = data["samples"]
    assert (failed["id"], failed["kind"], failed["failed"]) == ("failed", "Failed", True)
    assert lines(failed, "Expected") == ["A refusal: the abstracts do not say."]
    assert lines(failed, "Error") == ["The model is away."]
    assert (wrong["id"], wrong["kind"], wrong["lang"]) == ("wrong", "Facts are missing", "zh-Hans")
    assert lines(wrong, "Expected") == ["7; ✗ not stated"]
    assert lines(wrong, "Evidence that begins with") == ["Cats …"]
    assert lines(wrong, "Quotes") == ["[1] Dogs slept 3 hours.; not the evidence · Results · No reference data"]
    assert (refused["id"], refused["kind"]) == ("refused", "Should have been answered")
    assert lines(refused, "Answer") == ["No.; Not in the abstracts"]
    assert not page.exception


def test_what_a_file_holds_goes_to_the_browser_as_text(page: AppTest, runs: Path) -> None:
    save_run(runs / "one.json", RUN)
    wrong = scored(page.run())["samples"][1]
    assert wrong["question"] == f"猫睡了多久? {MARKUP}"
    assert lines(wrong, "Answer") == [f"Dogs slept. {MARKUP} [1]"]
    assert not page.markdown
    assert not page.exception


def test_the_whole_page_is_in_chinese_too(page: AppTest, runs: Path) -> None:
    save_run(runs / "one.json", RUN)
    page.session_state["language"] = "zh"
    data = scored(page.run())
    assert page.title[0].value == "评测"
    assert data["lang"] == "zh-Hans"
    assert [table["caption"] for table in data["sets"][0]["tables"]] == ["回答和拒答正确率", "其他得分"]
    assert data["samples"][0]["kind"] == "运行失败"
    assert not page.exception


def test_runs_are_chosen_from_the_newest_on(page: AppTest, runs: Path) -> None:
    for month, model in ((1, "old"), (3, "new"), (2, "middle")):
        header = RUN.header.model_copy(update={"model": f"{model} {MARKUP}"})
        changed = {"header": header, "created": f"2026-0{month}-01T00:00:00+00:00"}
        save_run(runs / f"{model}.json", RUN.model_copy(update=changed))
    box = page.run().selectbox(key="run")
    assert [option.split()[6] for option in box.options] == ["new", "middle", "old"]
    assert box.options[0] == f"2026-03-01 00:00 UTC · s · new {MARKUP}"
    box.select_index(2).run()
    assert page.selectbox(key="run").value == str(runs / "old.json")
    assert not page.exception


def test_a_file_that_is_no_run_is_named_with_the_reason_and_hides_no_other(page: AppTest, runs: Path) -> None:
    (runs / "broken.json").write_text('{"**bold**": 1}', encoding="utf-8")
    (runs / "half.json.part").write_text("{}", encoding="utf-8")
    page.run()
    assert "No run is saved yet." in said(page)
    assert f"Not shown. {runs / 'broken.json'} is no run of this version" in said(page)
    save_run(runs / "one.json", RUN)
    assert scored(page.run())["samples"]
    assert "broken.json" in said(page)
    assert "half" not in said(page)
    assert not page.exception


def test_a_run_that_changed_is_read_anew(page: AppTest, runs: Path) -> None:
    save_run(runs / "one.json", RUN)
    assert len(scored(page.run())["samples"]) == 3
    save_run(runs / "one.json", Run(**{**dict(RUN), "asked": RUN.asked[:1]}))
    data = scored(page.run())
    assert data["samples"] == []
    assert data["summary"] == "Nothing failed, and nothing was wrong."
    assert not page.exception


def test_the_chat_does_not_wait_for_the_evaluation() -> None:
    code = "import sys, ui.chat, ui.evaluation; print([name for name in sys.modules if name.split('.')[0] == 'eval'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
