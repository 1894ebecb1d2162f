"""With the defaults nothing connects anywhere, resolves a name, or is downloaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASKED = (
    ("Which pathways are implicated?", "mTOR, GSK3 or eEF2"),
    ("涉及哪些信号通路?", "mTOR、GSK3或eEF2"),
    ("What dose of ketamine was given?", "“dose”"),
    ("氯胺酮的剂量是多少?", "“剂量”"),
)


def fresh(tmp_path: Path) -> dict[str, str]:
    """An environment without caches, homes or settings."""
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "LANG": "C.UTF-8"}


@pytest.mark.parametrize(("question", "expected"), ASKED)
def test_it_answers_without_a_network(tmp_path: Path, question: str, expected: str) -> None:
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us take the network away (unshare -n)")
    command = ["unshare", "-n", sys.executable, "-m", "assistant", "ask", question]
    done = subprocess.run(command, capture_output=True, text=True, env=fresh(tmp_path), check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert expected in done.stdout


def test_it_tries_no_connection_and_looks_up_no_name(tmp_path: Path) -> None:
    watched = (
        "import sys\n"
        "def hook(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.gethostbyname', 'urllib.Request'):\n"
        "        sys.stderr.write(f'{event} {arguments}\\n')\n"
        "sys.addaudithook(hook)\n"
        "sys.argv = ['abstract-assistant', 'ask', 'Which pathways are implicated?']\n"
        "from assistant.cli import main\n"
        "main()"
    )
    command = [sys.executable, "-c", watched]
    done = subprocess.run(command, capture_output=True, text=True, env=fresh(tmp_path), check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mTOR" in done.stdout


def test_importing_does_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, assistant, vectorstore, assistant.cli\n"
        "heavy = {'chromadb', 'streamlit', 'bm25s', 'rjieba', 'tiktoken'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=fresh(tmp_path), check=True)
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []
