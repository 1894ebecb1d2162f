"""Adding files of many records: durable batch by batch, and the same again after a kill."""

import signal
import subprocess
import sys
from pathlib import Path

from eval.import_speed import articles
from vectorstore.adding import add_file
from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library

COUNT = 600


def test_killed_while_adding_and_run_again_nothing_is_missing_or_twice(tmp_path: Path) -> None:
    file = tmp_path / "many.xml"
    file.write_text("".join(articles(COUNT)), encoding="utf-8")
    command = [sys.executable, "-m", "assistant", "--home", str(tmp_path / "home"), "add", str(file)]
    for moment in (1, 150, 420):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(moment)]
        process.send_signal(signal.SIGKILL)
        process.communicate()
        library = Library(tmp_path / "home", open_embeddings("builtin"))
        assert {line.split("  ")[1] for line in told} <= {*library.ids()}
        library.close()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "already there" in done.stdout
    library = Library(tmp_path / "home", open_embeddings("builtin"))
    pmids = [abstract.reference.pmid for abstract in library.list() if abstract.reference.pmid]
    assert sorted(pmids) == [str(10_000_000 + number) for number in range(COUNT)]
    assert library.view().entries.keys() == {*library.ids()}
    library.close()


def test_what_stood_before_a_break_is_added_and_the_break_is_told(tmp_path: Path, library: Library) -> None:
    whole = "".join(articles(10))
    told = list(add_file(library, whole[: whole.index("10000007")].encode(), "cut.xml"))
    assert [added.became for added in told] == ["added"] * 7 + ["not read"]
    assert "broken or cut off" in told[-1].reason
    assert len(library.ids()) == 8
