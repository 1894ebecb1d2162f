import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.assistant.test_command_line import run
from tests.conftest import CHINESE, TRIAL
from vectorstore.library import bundled_abstract


def ids(home: Path) -> list[str]:
    return [row["id"] for row in json.loads(run(home, "list", "--json").stdout)]


def test_add_ask_limit_and_remove(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "trial.txt"
    file.write_text(TRIAL, encoding="utf-8")
    added = run(home, "add", str(file))
    assert added.returncode == 0
    assert added.stdout.splitlines()[0].startswith("added  okafor-2021-")
    assert added.stdout.splitlines()[-1] == "1 added"
    assert "84 drivers" in run(home, "ask", "How many drivers were randomised?").stdout
    both = json.loads(run(home, "ask", "--json", "What do the authors conclude?").stdout)
    assert {c["abstract_id"] for c in both["citations"]} == set(ids(home))
    [trial] = [i for i in ids(home) if i.startswith("okafor")]
    limited = json.loads(run(home, "ask", "--json", "--abstract", trial, "What do the authors conclude?").stdout)
    assert {c["abstract_id"] for c in limited["citations"]} == {trial}
    assert run(home, "remove", "--yes", trial).stdout == f"removed  {trial}\n"
    assert "84 drivers" not in run(home, "ask", "How many drivers were randomised?").stdout
    run(home, "remove", "--yes", bundled_abstract().id)
    assert ids(home) == []
    assert "There is no abstract" in run(home, "ask", "Which pathways?").stdout


def test_good_files_are_added_and_bad_ones_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "chinese.txt").write_bytes(CHINESE.encode("gb18030"))
    (folder / "trial.txt").write_bytes(TRIAL.encode("utf-16"))
    (folder / "empty.txt").write_text("")
    (folder / "image.txt").write_bytes(b"\x89PNG\x00\x01\x02" * 50)
    (folder / "large.txt").write_bytes(b"a" * 10_000_001)
    (folder / "names.txt").write_text("Okafor B, Tan WL")
    done = run(tmp_path / "home", "add", str(folder), str(tmp_path / "nowhere.txt"))
    assert done.returncode == 2
    assert done.stdout.splitlines()[-1] in (
        "5 not read, 2 added",
        "1 not read, 2 added, 4 not read",
        "2 added, 5 not read",
    )
    reasons = dict(line.removeprefix("not read  ").split(": ", 1) for line in done.stderr.splitlines())
    told = {Path(name).name: reason for name, reason in reasons.items()}
    assert told["empty.txt"].startswith("empty")
    assert told["image.txt"].startswith("not a text file")
    assert told["large.txt"].startswith("too large, more than 10,000,000 bytes")
    assert told["names.txt"].startswith("No abstract found")
    assert told["nowhere.txt"].startswith("no such file")
    assert len(ids(tmp_path / "home")) == 3


def test_the_same_content_is_one_record_and_a_changed_one_an_update(tmp_path: Path) -> None:
    home = tmp_path / "home"

    def add(text: str) -> str:
        command = [sys.executable, "-m", "assistant", "--home", str(home), "add", "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout.split()[0]

    assert add(TRIAL) == "added"
    assert add(TRIAL) == "already"
    assert add(TRIAL.replace("84", "85").replace("Okafor", "Okafo")) == "updated"
    [trial] = [i for i in ids(home) if i.startswith("okaf")]
    assert trial.startswith("okafor-")
    assert "85 drivers" in run(home, "show", trial).stdout


def test_patterns_are_expanded_and_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Cats were given {number} cups of tea.")
    done = run(tmp_path / "home", "add", str(tmp_path / "*.txt"), str(tmp_path / "1.txt"))
    assert done.stdout.splitlines()[-1] == "3 added"


def test_remove_asks_first(tmp_path: Path) -> None:
    done = run(tmp_path, "remove", bundled_abstract().id)
    assert done.returncode == 2
    assert "Give --yes" in done.stderr
    assert ids(tmp_path) == [bundled_abstract().id]


@pytest.mark.parametrize("damage", ["delete", "cut"])
def test_a_damaged_index_is_told_and_rebuilt_to_the_same_answers(tmp_path: Path, damage: str) -> None:
    def asked() -> dict[str, object]:
        answer = json.loads(run(tmp_path, "ask", "--json", "Which pathways are implicated?").stdout)
        del answer["elapsed_ms"], answer["trace"]["stages_ms"]
        return answer  # type: ignore[no-any-return]

    before = asked()
    [database] = (tmp_path / "index").glob("chroma-*/chroma.sqlite3")
    if damage == "cut":
        database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])
        done = run(tmp_path, "ask", "Which pathways are implicated?")
        assert done.returncode == 2
        assert "abstract-assistant rebuild" in done.stderr
        assert run(tmp_path, "check").returncode == 1
    else:
        for file in sorted((tmp_path / "index").rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
    assert run(tmp_path, "rebuild").returncode == 0
    assert asked() == before
    assert run(tmp_path, "check").returncode == 0
