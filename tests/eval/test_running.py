"""Asking question sets: killed and resumed, failing models, choices, and files that are never overwritten."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from eval.running import Choice, run_sets
from eval.runs import Run, load_run, part_of
from eval.samples import load_samples
from tests.conftest import TRIAL
from tests.eval.conftest import Ran
from tests.eval.making import Failing, sample
from tests.ui.serving import ROOT
from vectorstore.errors import InputError

TIMES = ("created", "elapsed_ms", "stages_ms")


def without_times(value: Any) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items() if key not in TIMES}
    return [without_times(item) for item in value] if isinstance(value, list) else value


def plain(run: Run) -> Any:  # noqa: ANN401  # any JSON
    return without_times(run.model_dump(mode="json"))


def test_every_whole_answer_is_saved_with_what_it_was_asked_with(ran: Ran, tmp_path: Path) -> None:
    run = ran()
    assert load_run(tmp_path / "run.json") == run
    assert [asked.sample.id for asked in run.asked] == ["1", "2", "3", "4", "5"]
    assert run.asked[0].answer is not None
    assert "mTOR" in run.asked[0].answer.text
    [info] = run.header.sets
    assert (info.name, info.samples, info.abstracts, len(info.sha256)) == ("five", 5, 1, 64)
    assert run.header.versions["abstract-assistant"]
    cited = run.asked[0].answer.citations[0]
    assert run.abstracts[cited.abstract_id][cited.start : cited.end] == cited.quote
    assert run.asked[0].abstract == cited.abstract_id
    assert not part_of(tmp_path / "run.json").exists()


def test_a_killed_run_goes_on_where_it_was_and_equals_one_that_was_not(
    ran: Ran, questions: Path, tmp_path: Path
) -> None:
    rows = [
        line
        for number in range(20)
        for line in questions.read_text("utf-8").replace('"id":"', f'"id":"{number}-').splitlines()
    ]
    questions.write_text("\n".join(rows), encoding="utf-8")
    out = tmp_path / "killed.json"
    command = [
        sys.executable,
        "-m",
        "assistant",
        "--home",
        str(tmp_path / "home"),
        "eval",
        "run",
        str(questions),
        "--out",
        str(out),
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
    )
    pause = threading.Event()
    while process.poll() is None and (not part_of(out).exists() or part_of(out).stat().st_size < 30_000):
        pause.wait(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not out.exists()
    part = part_of(out)
    part.write_bytes(part.read_bytes()[:-40])  # a line cut short, as a crash of the machine leaves it
    before = part.read_text(encoding="utf-8").splitlines()[1:-1]
    resumed = ran(out="killed.json")
    assert 0 < len(before) < len(rows)
    kept = {asked.sample.id: asked for asked in resumed.asked}
    first = resumed.asked[0].model_validate_json(before[0])
    assert kept[first.sample.id] == first  # not asked again: its times are the old ones
    assert plain(resumed) == plain(ran(out="whole.json"))


def test_workers_change_nothing_but_times(ran: Ran) -> None:
    assert plain(ran(Choice(workers=4), out="many.json")) == plain(ran(out="one.json"))


def test_a_failing_sample_is_kept_as_failed_and_the_others_go_on(ran: Ran) -> None:
    run = ran(make=Failing)
    errors = {asked.sample.id: asked.error for asked in run.asked if asked.answer is None}
    assert errors == {"4": "The model can't be reached.", "5": "KeyError: 'tail'"}


def test_samples_are_chosen_by_language_category_and_number(questions: Path) -> None:
    samples = load_samples(questions)

    def chosen(choice: Choice) -> list[str]:
        return [s.id for s in choice.of(samples)]

    assert chosen(Choice(lang="zh")) == ["2"]
    assert chosen(Choice(category="direct", limit=2)) == ["1", "2"]
    assert len(chosen(Choice(limit=3, seed=7))) == 3
    assert chosen(Choice(limit=3, seed=7)) == chosen(Choice(limit=3, seed=7))
    assert {tuple(chosen(Choice(limit=2, seed=seed))) for seed in range(9)} != {("1", "2")}


def test_a_choice_that_leaves_nothing_is_named(ran: Ran) -> None:
    with pytest.raises(InputError, match=r"five\.jsonl holds no question of that language"):
        ran(Choice(lang="mixed"))


def test_a_finished_run_is_never_overwritten(ran: Ran) -> None:
    ran()
    with pytest.raises(InputError, match=r"run\.json exists"):
        ran()


def test_a_folder_that_is_not_there_is_named_and_not_made(ran: Ran, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        ran(out="typo/run.json")
    assert not (tmp_path / "typo").exists()


def test_an_unfinished_run_of_other_questions_is_not_gone_on_with(ran: Ran, tmp_path: Path) -> None:
    ran(out="other.json")
    part_of(tmp_path / "run.json").write_text("{}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"run\.json\.part holds an unfinished run with other questions"):
        ran()


def test_runs_go_to_the_home_by_default(questions: Path, settings: Settings) -> None:
    path, _ = run_sets([questions], None, settings, Choice(limit=1), lambda done, total: None)
    assert path.parent == settings.home / "runs"
    assert path.name.endswith("-five.json")


def test_a_set_with_abstracts_beside_it_is_asked_over_just_these(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "mine.abstracts").mkdir()
    (tmp_path / "mine.abstracts" / "trial.txt").write_text(TRIAL, encoding="utf-8")
    asked = [
        sample(id="1", question="How many drivers were randomised?", facts=("84",), evidence=("We randomised",)),
        sample(id="2", question="Which signaling pathways are implicated?", answerable=False),
    ]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(s.model_dump_json() for s in asked), encoding="utf-8")
    _, run = run_sets([path], tmp_path / "run.json", settings, Choice(), lambda done, total: None)
    first, second = (a.answer for a in run.asked)
    assert first is not None
    assert second is not None
    assert "84 drivers" in first.text
    assert second.status == "refused"


def test_your_own_library_can_be_asked(questions: Path, settings: Settings, tmp_path: Path) -> None:
    with Failing(settings) as assistant:
        for name in assistant.library.ids():
            assistant.library.remove(name)
    _, run = run_sets([questions], tmp_path / "own.json", settings, Choice(own=True), lambda done, total: None)
    assert {a.answer.refusal.reason for a in run.asked if a.answer and a.answer.refusal} == {"empty_library"}


def test_what_is_no_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.json is no run"):
        load_run(tmp_path / "x.json")
    with pytest.raises(InputError, match=r"none\.json can't be read"):
        load_run(tmp_path / "none.json")
    with pytest.raises(InputError, match="unfinished"):
        load_run(tmp_path / "y.json.part")
