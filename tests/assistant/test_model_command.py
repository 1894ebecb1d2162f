"""A language model on the command line: over real HTTP, without a network, and with a key that must not be seen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.model_server import KEY, Fault, ModelServer

QUESTION = "Which signaling pathways are implicated?"


def ask(home: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "assistant", "--home", str(home), "--model", "openai:local", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_a_model_answers_and_says_what_it_took(server: ModelServer, tmp_path: Path) -> None:
    done = ask(tmp_path, "ask", QUESTION, "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["model"] == "openai:local"
    assert (answer["trace"]["prompt"], answer["trace"]["tokens_in"]) == ("1", 100)
    assert answer["statements"][0]["checks"]["kind"] == "verbatim"


def test_verbose_shows_what_was_sent_and_no_key(server: ModelServer, tmp_path: Path) -> None:
    done = ask(tmp_path, "--verbose", "ask", QUESTION)
    assert "to openai:local, system" in done.stderr
    assert "<question>" in done.stderr
    assert "ANSWERED: yes" in done.stderr
    assert KEY not in done.stdout + done.stderr


@pytest.mark.parametrize("fault", [Fault(status=401), Fault(status=400), Fault(html=True)])
def test_a_failure_is_a_sentence_with_the_way_out_and_no_key(server: ModelServer, tmp_path: Path, fault: Fault) -> None:
    server.part = lambda request: fault
    done = ask(tmp_path, "--verbose", "ask", QUESTION)
    assert (done.returncode, done.stdout) == (2, "")
    assert "'openai:local' gave no answer" in done.stderr
    assert "--model builtin" in done.stderr
    assert "Traceback" not in done.stderr
    assert KEY not in done.stderr


def test_where_nothing_that_a_model_said_can_be_shown_the_built_in_reader_is_offered(
    server: ModelServer, tmp_path: Path
) -> None:
    server.part = lambda request: "Well, it depends."
    done = ask(tmp_path, "ask", QUESTION)
    assert done.returncode == 0
    assert "Answer without a model: --model builtin." in done.stdout
    done = ask(tmp_path, "ask", "氯胺酮起什么作用？")
    assert "可以不用模型回答：--model builtin。" in done.stdout


def test_without_a_network_it_is_a_sentence_and_the_built_in_reader_is_offered(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us take the network away (unshare -n)")
    command = ["unshare", "-n", sys.executable, "-m", "assistant", "--model", "openai:gpt-5", "ask", QUESTION]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "OPENAI_API_KEY": KEY}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)
    assert done.returncode == 2
    assert "can't be reached" in done.stderr
    assert "--model builtin" in done.stderr
