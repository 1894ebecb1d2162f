"""Adding files of many records: durable batch by batch, and the same again after a kill."""

import gzip
import os
import pty
import re
import select
import signal
import subprocess
import sys
from io import BytesIO
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


def test_a_stream_is_read_no_further_than_its_records_are_stored(library: Library) -> None:
    stream = BytesIO("".join(articles(1500)).encode())
    first = next(add_file(library, stream, "stream"))
    assert first.became == "added"
    assert stream.tell() < len(stream.getvalue()) / 2
    assert library.get(first.id)
    assert not stream.closed


def test_how_many_bytes_have_been_read_is_told_up_to_the_last(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "many.xml"
    file.write_text("".join(articles(600)), encoding="utf-8")
    packed = gzip.compress(file.read_bytes())
    for given, size in ((file, file.stat().st_size), (packed, len(packed))):
        read: list[int] = []
        before = [read[-1] for _ in add_file(library, given, "many", read.append)]
        assert read == sorted(read)
        assert read[-1] == size
        assert before[0] < size or given is packed  # that one is no larger than a piece


def test_how_many_changes_are_still_to_be_made_searchable_is_told(library: Library) -> None:
    list(add_file(library, "".join(articles(1200)).encode(), "many"))
    left: list[int] = []
    library.catch_up(left.append)
    assert left == [701, 201, 0]  # the bundled abstract is the first change


def test_standard_input_is_added_and_reported_while_it_comes(tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    command = [sys.executable, "-m", "assistant", "--home", str(tmp_path / "home"), "add", "-", "--report", str(report)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        text = "".join(articles(1000))
        process.stdin.write(text[:-50_000])
        process.stdin.flush()
        assert select.select([process.stdout], [], [], 120)[0], "nothing was added before the end came"
        assert process.stdout.readline().startswith("added  ")
        assert len(report.read_text().splitlines()) > 1
        rest, _ = process.communicate(text[-50_000:])
    assert rest.splitlines()[-3:] == ["standard input: 1,000 added", f"written  {report}", "1,000 added"]
    assert len(report.read_text().splitlines()) == 1001


def test_the_bar_shows_how_much_of_a_file_is_read_and_lines_stay_on_standard_output(tmp_path: Path) -> None:
    (tmp_path / "many.xml").write_text("".join(articles(1500)), encoding="utf-8")
    command = [sys.executable, "-m", "assistant", "--home", str(tmp_path / "home"), "add", str(tmp_path / "many.xml")]
    ours, theirs = pty.openpty()
    with (tmp_path / "out").open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    shown = ""
    while piece := _read(ours):
        shown += piece
    assert process.wait() == 0
    assert re.search(r"many\.xml, \d+00 records .*\d\.\d/\d\.\d MB", shown)
    assert re.search(r"Making it searchable, \d+ to go", shown)
    assert (tmp_path / "out").read_text().count("added  ") == 1500
    assert "added  " not in shown


def _read(terminal: int) -> str:
    """What comes from a terminal; nothing once its program has ended."""
    try:
        return os.read(terminal, 4096).decode("utf-8", "replace")
    except OSError:
        return ""
