import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from assistant.cli import app
from eval.samples import load_samples

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions" / "ketamine.jsonl"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", "--home", str(home), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def test_ask_prints_the_statement_its_mark_the_quote_and_the_source(home: Path) -> None:
    done = run(home, "ask", "Which pathways are implicated?")
    assert done.returncode == 0
    statement, quote, source = done.stdout.splitlines()
    assert statement.startswith("Intracellular signaling pathways such as mTOR, GSK3 or eEF2")
    assert statement.endswith("plasticity. [1]")
    assert quote.startswith("[1] “Intracellular")
    assert source.strip().startswith("results · review · De Maricourt P, et al. Encephale. 2014")
    assert done.stderr == ""


def test_a_refusal_is_a_result(home: Path) -> None:
    done = run(home, "ask", "氯胺酮的剂量是多少?")
    assert done.returncode == 0
    assert done.stdout.startswith("摘要中没有说明：没有提到“剂量”。\n最接近的内容：\n[1] “")


def test_json_output_is_nothing_but_json_even_when_verbose(home: Path) -> None:
    done = run(home, "--verbose", "ask", "--json", "Who wrote this?")
    assert json.loads(done.stdout)["status"] == "answered"
    assert "passage" in done.stderr


def test_history_and_abstract_are_taken(home: Path, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps([["mTOR起什么作用?", "……"]]), encoding="utf-8")
    done = run(home, "ask", "--json", "--history", str(history), "那GSK3呢?")
    assert json.loads(done.stdout)["standalone_question"] == "GSK3起什么作用?"
    assert "No abstract 'nowhere'" in run(home, "ask", "--abstract", "nowhere", "Why?").stderr


def test_batch_prints_one_answer_a_row_and_every_quote_is_in_the_text(home: Path, tmp_path: Path) -> None:
    some = tmp_path / "some.jsonl"
    some.write_text("".join(QUESTIONS.read_text("utf-8").splitlines(keepends=True)[::5]), "utf-8")
    samples = load_samples(some)
    done = run(home, "ask", "--batch", str(some))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [sample.id for sample in samples]
    shown = json.loads(run(home, "show", answers[0]["trace"]["passages"][0]["abstract_id"], "--json").stdout)
    cited = [c for answer in answers for c in [*answer["citations"], *(answer["refusal"] or {}).get("nearest", [])]]
    assert len(cited) > len(samples)
    assert [c for c in cited if shown["text"][c["start"] : c["end"]] != c["quote"]] == []
    assert {c["language"] for c in cited} == {"en", "zh"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "line 1: this is not JSON"),
        ('{"question": "a?"}\n{"q": "b?"}', "line 2: there is no 'question'"),
        ('{"question": "a?", "history": [["x"]]}', "line 1: ['x'] in the history"),
    ],
)
def test_a_bad_batch_is_refused_before_anything_is_asked(
    home: Path, tmp_path: Path, content: str, message: str
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(content, encoding="utf-8")
    done = run(home, "ask", "--batch", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "Give either a QUESTION or --batch"),
        (["ask", " "], "There is no question"),
        (["show", "x"], "No abstract 'x' in the library"),
        (["--model", "gpt", "ask", "Why?"], "Unknown model 'gpt'"),
        (["--model", "gpt", "ask", "Why?"], "answer without a model: --model builtin"),
        (["--embeddings", "x", "ask", "Why?"], "Unknown embeddings 'x'"),
        (["ask", "--batch", "missing.jsonl"], "missing.jsonl can't be read"),
    ],
)
def test_wrong_use_exits_with_2_and_a_sentence(home: Path, arguments: list[str], message: str) -> None:
    done = run(home, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_list_and_show_describe_the_bundled_abstract(home: Path) -> None:
    [row] = json.loads(run(home, "list", "--json").stdout)
    assert {
        "id",
        "reference",
        "year",
        "languages",
        "pmid",
        "doi",
        "design",
        "retracted",
        "concern",
        "corrected",
    } == set(row)
    assert (row["year"], row["languages"], row["doi"]) == (2014, ["en", "zh"], "10.1016/j.encep.2013.09.002")
    assert row["id"] in run(home, "list").stdout
    shown = json.loads(run(home, "show", row["id"], "--json").stdout)
    assert set(shown["sections"][0]) == {"role", "label", "language", "start", "end"}
    assert "mTOR、GSK3或eEF2" in run(home, "show", row["id"]).stdout


def test_check_says_what_is_used_and_where(home: Path) -> None:
    done = run(home, "check")
    assert done.returncode == 0
    assert "library.sqlite3" in done.stdout.replace("\n", "")
    assert "answered" in done.stdout


def test_check_finds_an_index_of_other_embeddings_and_rebuild_mends_it(tmp_path: Path) -> None:
    run(tmp_path, "ask", "Why?")
    state = tmp_path / "index" / "vectors.json"
    state.write_text(state.read_text().replace("static/1", "static/0"))
    done = run(tmp_path, "check")
    assert done.returncode == 1
    assert "abstract-assistant rebuild" in done.stdout.replace("\n", " ").replace("  ", " ") or "rebuild" in done.stdout
    assert run(tmp_path, "ask", "Which pathways?").returncode == 2
    assert run(tmp_path, "rebuild").stdout == "Index made again over 1 abstract.\n"
    assert run(tmp_path, "check").returncode == 0


def test_version_and_commands_are_those_of_the_contract(home: Path) -> None:
    assert run(home, "--version").stdout.strip() == version("abstract-assistant")
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {"ui", "ask", "list", "show", "rebuild", "check"} <= names
