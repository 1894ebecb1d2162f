"""The same question set answered by the built-in reader and by a language model, side by side."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from eval.command import main
from eval.runs import load_run
from tests.eval.conftest import Ran
from tests.model_server import Fault, ModelServer

MODEL = "openai:some-local-model"


@pytest.fixture
def modelled(questions: Path, settings: Settings, server: ModelServer, tmp_path: Path) -> Path:
    path = tmp_path / "model.json"
    with pytest.raises(SystemExit) as ended:
        main(["run", str(questions), "--out", str(path)], replace(settings, model=MODEL), "eval")
    assert not ended.value.code
    return path


def test_both_are_compared_by_name(
    ran: Ran, modelled: Path, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran(out="builtin.json")
    with pytest.raises(SystemExit):
        main(["compare", str(tmp_path / "builtin.json"), str(modelled)], settings, "eval")
    said = capsys.readouterr().out
    assert "answered by builtin" in said
    assert f"answered by {MODEL}" in said
    assert "joint_accuracy" in said


def test_a_model_that_answers_from_the_abstract_scores(modelled: Path) -> None:
    answers = {asked.sample.id: asked.answer for asked in load_run(modelled).asked}
    assert answers["1"] is not None
    assert "mTOR" in answers["1"].text
    assert answers["1"].trace.tokens_in > 0


def test_a_server_that_fails_counts_as_failed_and_the_run_goes_on(
    questions: Path, settings: Settings, server: ModelServer, tmp_path: Path
) -> None:
    server.part = lambda request: Fault(status=401)
    with pytest.raises(SystemExit) as ended:
        main(["run", str(questions), "--out", str(tmp_path / "failed.json")], replace(settings, model=MODEL), "eval")
    assert ended.value.code == 1
    run = load_run(tmp_path / "failed.json")
    assert sum(asked.error is not None for asked in run.asked) >= 4
