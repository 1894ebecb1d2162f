"""Several processes on one library, and processes killed in the middle."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library, bundled_abstract
from vectorstore.retrieval import HybridRetriever

MOMENTS = [37 * turn % 211 + 1 for turn in range(12)]
"""Lines of output to wait for before each kill: all over the adding, and into the indexing that follows it."""

WORDS = ("amber", "basil", "cedar", "dusk", "ember", "fern", "grove", "heron", "iris", "jade")

ADD = """
import sys
from pathlib import Path
from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library
from vectorstore.plain_text import read_plain_text
library = Library(Path(sys.argv[1]), open_embeddings("builtin"))
for number in range(50):
    library.add(read_plain_text(f"Drug {sys.argv[2]}x{number} calmed {number} cats in a small study.")[0])
library.catch_up()
"""

ASK = """
import sys
from pathlib import Path
from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library
from vectorstore.retrieval import HybridRetriever
library = Library(Path(sys.argv[1]), open_embeddings("builtin"))
retriever = HybridRetriever(library=library)
held = 0
for _ in range(60):
    passages = retriever.passages("Which drug calmed cats?", k=300)
    seen = {passage.chunk.abstract_id for passage in passages}
    assert len(seen) >= held, "an abstract went away"
    held = len(seen)
"""


LOOK = """
import sys
from pathlib import Path
from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library
from vectorstore.retrieval import HybridRetriever
library = Library(Path(sys.argv[1]), open_embeddings("builtin"))
passages = HybridRetriever(library=library).passages("synthetic article", k=10)
print(len(library.view().entries), len(library.view().lexical.places), library.vectors.count())
"""

TORN = """
import os, signal, sys
from pathlib import Path
from eval.import_speed import articles
from vectorstore.adding import add_file
from vectorstore.embeddings import NamedEmbeddings, open_embeddings
from vectorstore.library import Library

class Killing:
    left = -1
    def __init__(self, model):
        self.embed_query, self._model = model.embed_query, model
    def embed_documents(self, texts):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._model.embed_documents(texts)

builtin = open_embeddings("builtin")
model = Killing(builtin.model)
library = Library(Path(sys.argv[1]), NamedEmbeddings(builtin.name, builtin.version, model))
list(add_file(library, "".join(articles(1200)).encode(), "first"))
library.catch_up()
list(add_file(library, "".join(articles(2400)).encode(), "second"))
model.left = 2
library.catch_up()
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE, text=True)


def found(library: Library, query: str) -> list[str]:
    return [passage.chunk.abstract_id for passage in HybridRetriever(library=library).passages(query, k=1000)]


def test_four_processes_add_while_two_ask_and_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    processes = [start(ADD, str(tmp_path), letter) for letter in "abcd"]
    processes += [start(ASK, str(tmp_path)) for _ in range(2)]
    errors = [process.communicate(timeout=300)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 6, "\n".join(errors)
    library = Library(tmp_path, open_embeddings("builtin"))
    assert len(library.list()) == 201
    asked = found(library, "Which drug calmed cats?")
    assert len(set(asked)) == 201
    assert library.vectors.count() == len(library.view().lexical.places)
    library.close()


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 200 abstracts of our own making."""
    folder = tmp_path_factory.mktemp("in")
    for number in range(200):
        word = WORDS[number % len(WORDS)]
        (folder / f"{number:03}.txt").write_text(f"The {word} remedy {number}z helped {number} birds sleep.")
    return folder


def test_killed_at_random_moments_nothing_acknowledged_is_lost(tmp_path: Path, twenty: Path) -> None:
    command = [sys.executable, "-m", "assistant", "--home", str(tmp_path / "home"), "add", str(twenty)]
    acknowledged: set[str] = set()
    for moment in MOMENTS:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(moment):
            line = process.stdout.readline()
            if line.startswith(("added", "already")):
                acknowledged.add(line.removeprefix("already there").removeprefix("added").split()[0])
        process.send_signal(signal.SIGKILL)
        process.communicate()
        library = Library(tmp_path / "home", open_embeddings("builtin"))
        assert acknowledged <= {abstract.id for abstract in library.list()}
        assert acknowledged <= set(found(library, "Which remedy helped birds sleep?"))
        library.close()
    assert len(acknowledged) > 20
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.count("added  ") + done.stdout.count("already there  ") == 200
    library = Library(tmp_path / "home", open_embeddings("builtin"))
    assert len(library.list()) == 201
    assert len(set(found(library, "remedy"))) == 201
    assert bundled_abstract().id in {abstract.id for abstract in library.list()}
    assert library.vectors.count() == len(library.view().lexical.places)
    library.close()


def test_killed_while_vectors_are_written_the_index_is_made_again_and_not_trusted(tmp_path: Path) -> None:
    process = start(TORN, str(tmp_path))
    _, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, errors
    [graph] = (tmp_path / "index").glob("chroma-*/*/link_lists.bin")
    with graph.open("r+b") as file:
        file.truncate(
            graph.stat().st_size + 2**40
        )  # as a real kill left it, once Chroma wrote on: who reads it crashes
    done = subprocess.run([sys.executable, "-c", LOOK, str(tmp_path)], capture_output=True, text=True, check=True)
    abstracts, chunks, vectors = map(int, done.stdout.split())
    assert abstracts == 2401
    assert chunks == vectors > 2401
    assert not graph.exists()
    assert not list((tmp_path / "index").glob("chroma-*/unfinished"))
