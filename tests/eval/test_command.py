"""The command `abstract-assistant eval`: what each verb prints, and its exit codes 0, 1 and 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings
from eval.command import main
from eval.samples import load_samples
from tests.eval.conftest import Ran
from tests.eval.making import Failing
from tests.ui.serving import ROOT
from vectorstore.errors import InputError


@pytest.fixture
def command(settings: Settings, capsys: pytest.CaptureFixture[str]) -> "Command":
    return Command(settings, capsys)


class Command:
    """Runs a verb; gives its exit code and what it printed."""

    def __init__(self, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
        self._settings, self._capsys = settings, capsys

    def __call__(self, *words: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words], self._settings, "eval")
        said = self._capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err


def test_run_saves_and_says_where(command: Command, questions: Path, tmp_path: Path) -> None:
    code, said = command("run", questions, "--out", tmp_path / "run.json")
    assert code == 0
    assert "joint_accuracy" in said
    assert f"written  {tmp_path / 'run.json'}" in said


def test_score_prints_tables_or_json(command: Command, ran: Ran, tmp_path: Path) -> None:
    ran()
    code, said = command("score", tmp_path / "run.json")
    assert code == 0
    assert all(metric in said for metric in ("joint_accuracy", "refusal_f1", "verbatim_rate", "p95_ms", "off_topic"))
    code, said = command("score", tmp_path / "run.json", "--json")
    assert {row["system"] for row in json.loads(said)["metrics"]} == {"ours"}


def test_a_missed_threshold_exits_1_and_names_it(command: Command, ran: Ran, tmp_path: Path) -> None:
    ran()
    assert (
        command("score", tmp_path / "run.json", "--fail-under", "verbatim_rate=1", "--fail-under", "p95_ms=60000")[0]
        == 0
    )
    code, said = command("score", tmp_path / "run.json", "--fail-under", "p95_ms=0.001")
    assert code == 1
    assert "p95_ms@all is" in said


def test_a_failed_sample_is_shown_and_exits_1(command: Command, ran: Ran, tmp_path: Path) -> None:
    ran(make=Failing)
    code, said = command("score", tmp_path / "run.json")
    assert code == 1
    assert "2 failed; they count as not answered rightly" in said


def test_compare_names_what_got_worse_and_exits_1_only_when_it_is_sure(
    command: Command, ran: Ran, tmp_path: Path
) -> None:
    ran(out="good.json")
    ran(make=Failing, out="bad.json")
    code, said = command(
        "compare", tmp_path / "good.json", tmp_path / "bad.json", "--max-regression", "joint_accuracy=0.1"
    )
    assert "worse  five:4" in said
    assert "may be chance" in said
    assert code == 0  # two of five: the interval reaches 0


def test_report_writes_a_page(command: Command, ran: Ran, tmp_path: Path) -> None:
    ran()
    code, _ = command("report", tmp_path / "run.json", "--html", tmp_path / "out.html")
    assert code == 0
    assert "<html" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_lint_exits_1_when_something_is_wrong(command: Command, questions: Path, tmp_path: Path) -> None:
    assert command("lint", questions)[0] == 0
    (tmp_path / "bad.jsonl").write_text(
        questions.read_text("utf-8").replace("Intracellular", "Nowhere"), encoding="utf-8"
    )
    code, said = command("lint", tmp_path / "bad.jsonl")
    assert code == 1
    assert "Nowhere" in said


def test_feedback_writes_a_set_that_can_be_run(command: Command, settings: Settings, tmp_path: Path) -> None:
    with Failing(settings) as assistant:
        conversations = assistant.library.conversations
        for question, verdict in (("Which pathways are implicated?", "up"), ("What dose was given?", "down")):
            _, turn = conversations.ask(question)
            conversations.answer(turn, assistant.ask(question).to_json())
            conversations.judge(turn, verdict)
    code, said = command("feedback", "--out", tmp_path / "mine.jsonl")
    assert code == 0
    assert "1 questions" in said
    assert "1 judged answers left out" in said
    assert len(load_samples(tmp_path / "mine.jsonl")) == 1
    assert command("run", tmp_path / "mine.jsonl", "--own", "--out", tmp_path / "run.json")[0] == 0


def test_feedback_without_a_judged_answer_writes_nothing(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No answer on the page has been judged"):
        main(["feedback", "--out", str(tmp_path / "none.jsonl")], settings, "eval")
    assert not (tmp_path / "none.jsonl").exists()


def test_a_set_without_abstracts_beside_it_is_said_to_be_about_the_bundled_one(
    command: Command, questions: Path, tmp_path: Path
) -> None:
    assert "asked over the bundled abstract" in command("run", questions, "--out", tmp_path / "run.json")[1]
    assert "over the bundled abstract" in command("lint", questions)[1]


def test_a_wrong_file_is_a_sentence(command: Command, tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        main(["score", str(tmp_path / "none.json")], settings, "eval")


@pytest.mark.parametrize("start", [["-m", "eval"], ["-m", "assistant", "eval"]])
def test_both_ways_to_call_it_are_the_same(start: list[str], tmp_path: Path) -> None:
    def called(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, *start, *words], cwd=ROOT, capture_output=True, text=True, check=False)

    assert "compare" in called("--help").stdout
    bad = called("score", str(tmp_path / "none.json"))
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr.startswith("Error: ")
    assert called("score").returncode == 2
