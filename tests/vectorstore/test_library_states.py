"""Whatever is done to a library, and in whatever state its folder is, library and index say the same."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library, bundled_abstract
from vectorstore.plain_text import read_plain_text
from vectorstore.retrieval import HybridRetriever

SUBJECTS = st.sampled_from(["cats", "dogs", "owls", "mice"])
NUMBERS = st.integers(min_value=1, max_value=3)


def record(subject: str, number: int) -> str:
    return f"Tan WL\nJ Pets. 2020;1:1-2. doi: 10.5555/{subject}\nTea was given to {number} {subject}. 茶有{number}次。"


class LibraryMachine(RuleBasedStateMachine):
    """Any sequence of add, update, remove, ask, rebuild and reopen."""

    @initialize()
    def open(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.library = Library(self.home, open_embeddings("builtin"))
        self.expected = {bundled_abstract().id: bundled_abstract().text}

    @rule(subject=SUBJECTS, number=NUMBERS)
    def put(self, subject: str, number: int) -> None:
        text = record(subject, number)
        stored, outcome = self.library.add(read_plain_text(text)[0])
        wanted = "added" if stored not in self.expected else "unchanged" if self.expected[stored] == text else "updated"
        assert outcome == wanted
        self.expected[stored] = text

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        if self.expected:
            chosen = data.draw(st.sampled_from(sorted(self.expected)))
            self.library.remove(chosen)
            del self.expected[chosen]

    @rule()
    def rebuild(self) -> None:
        before = HybridRetriever(library=self.library).passages("tea for cats", k=100)
        assert self.library.rebuild() == len(self.expected)
        assert HybridRetriever(library=self.library).passages("tea for cats", k=100) == before

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = Library(self.home, open_embeddings("builtin"))

    @rule()
    def lose_index(self) -> None:
        self.library.close()
        shutil.rmtree(self.home / "index", ignore_errors=True)
        self.library = Library(self.home, open_embeddings("builtin"))

    @invariant()
    def library_and_index_say_the_same(self) -> None:
        if not hasattr(self, "library"):
            return
        assert {abstract.id: abstract.text for abstract in self.library.list()} == self.expected
        passages = HybridRetriever(library=self.library).passages("tea 茶 ketamine", k=1000)
        assert {passage.chunk.abstract_id for passage in passages} == set(self.expected)
        assert all(p.chunk.text == self.expected[p.chunk.abstract_id][p.chunk.start : p.chunk.end] for p in passages)
        near = self.library.near("tea", 1000, None).scores
        assert set(near) == {passage.chunk.id for passage in passages}

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()
            shutil.rmtree(self.home)


LibraryMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None, derandomize=True)
TestLibrary = LibraryMachine.TestCase


def run_in(mount: str, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, with the library's folder on a file system of its own."""
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount file systems (unshare -m)")
    script = f'{mount} && shift && exec "$@"'
    command = [sys.executable, "-m", "assistant", "--home", str(home), *arguments]
    return subprocess.run(
        ["unshare", "-m", "sh", "-c", script, "sh", str(home), *command], capture_output=True, text=True, check=False
    )


READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"'
SMALL = 'mount -t tmpfs -o size=2500k tmpfs "$1"'


@pytest.mark.parametrize("arguments", [["add", "-"], ["check"], ["rebuild"]])
def test_a_read_only_folder_is_told_as_such(tmp_path: Path, arguments: list[str]) -> None:
    Library(tmp_path, open_embeddings("builtin")).close()
    done = run_in(READ_ONLY, tmp_path, *arguments)
    assert done.returncode in (1, 2)
    said = (done.stdout + done.stderr).replace("\n", " ")
    assert "written" in said or "--home" in said
    assert "Traceback" not in said


def test_check_finds_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    done = run_in(SMALL, tmp_path, "check")
    assert done.returncode == 1
    assert "free some space" in done.stdout.replace("\n", " ").replace("  ", " ") or "MB are wanted" in done.stdout


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"Birds {number} were heard. " + f"Song {number} was long. " * 400)
    home = tmp_path / "home"
    home.mkdir()
    done = run_in(SMALL, home, "add", str(folder))
    assert done.returncode == 2
    assert "full" in done.stderr or "Free some space" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_question_on_a_full_disk_is_refused_with_the_way_out(tmp_path: Path) -> None:
    Library(tmp_path, open_embeddings("builtin")).close()
    fill = f'{SMALL} && cp -r "$1.kept/." "$1" && dd if=/dev/zero of="$1/filler" bs=1k 2>/dev/null; true'
    shutil.copytree(tmp_path, f"{tmp_path}.kept")
    done = run_in(fill, tmp_path, "ask", "Which pathways?")
    assert done.returncode == 2
    assert "Free some space" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_holder_of_the_lock_is_named(tmp_path: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from vectorstore.lock import writing\n"
        "with writing(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    wait = hold.split("\n")[0] + "\nwith writing(Path(sys.argv[1]), 0.2): pass"
    done = subprocess.run([sys.executable, "-c", wait, str(tmp_path)], capture_output=True, text=True, check=False)
    holder.communicate("")
    assert f"process {holder.pid} (-c" in done.stderr
    assert "has been writing for 0.2 seconds" in done.stderr
