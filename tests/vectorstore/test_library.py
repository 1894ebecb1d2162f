import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from vectorstore.embeddings import NamedEmbeddings, open_embeddings
from vectorstore.errors import IndexUnusableError, InputError, LibraryError
from vectorstore.library import Library, bundled_abstract
from vectorstore.records import Abstract
from vectorstore.retrieval import HybridRetriever


def reopened(library: Library) -> Library:
    library.close()
    return Library(library.home, open_embeddings("builtin"))


def found(library: Library, query: str) -> set[str]:
    return {passage.chunk.abstract_id for passage in HybridRetriever(library=library).passages(query, k=100)}


def test_a_new_library_holds_the_bundled_abstract_and_once_removed_it_stays_away(library: Library) -> None:
    assert [abstract.id for abstract in library.list()] == [bundled_abstract().id]
    library.remove(bundled_abstract().id)
    assert reopened(library).list() == []


def test_records_come_back_as_they_went_in(library: Library, trial: Abstract, chinese: Abstract) -> None:
    assert [library.add(record)[1] for record in (trial, chinese)] == ["added", "added"]
    again = reopened(library)
    assert (again.get(trial.id), again.get(chinese.id)) == (trial, chinese)


def test_adding_twice_changes_nothing_and_a_changed_record_is_an_update(library: Library, trial: Abstract) -> None:
    library.add(trial)
    before = library.view()
    assert library.add(trial) == (trial.id, "unchanged")
    assert library.view() is before
    assert library.add(replace(trial, text=trial.text.replace("84", "85")))[1] == "updated"
    assert "85 drivers" in library.get(trial.id).text
    assert len(library.list()) == 2


def test_the_index_follows_what_is_added_and_removed(library: Library, trial: Abstract) -> None:
    library.add(trial)
    assert trial.id in found(library, "tinnitus")
    library.remove(trial.id)
    assert trial.id not in found(library, "tinnitus")
    state = library.vectors.state()
    assert state is not None
    assert state.change == library.store.last_change()


def test_another_process_is_seen_by_the_next_question(library: Library, trial: Abstract) -> None:
    assert trial.id not in found(library, "tinnitus")
    add = (
        "import sys; from pathlib import Path\n"
        "from vectorstore.library import Library; from vectorstore.embeddings import open_embeddings\n"
        "from vectorstore.plain_text import read_plain_text; from vectorstore.retrieval import HybridRetriever\n"
        "library = Library(Path(sys.argv[1]), open_embeddings('builtin'))\n"
        "library.add(read_plain_text(sys.stdin.read())[0]); HybridRetriever(library=library).passages('x')"
    )
    subprocess.run([sys.executable, "-c", add, str(library.home)], input=trial.text, text=True, check=True)
    assert trial.id in found(library, "tinnitus")
    assert trial.id in {chunk_id.split(":")[0] for chunk_id in library.near("tinnitus", 100, None).scores}
    remove = (
        "import sys; from pathlib import Path\n"
        "from vectorstore.library import Library; from vectorstore.embeddings import open_embeddings\n"
        "Library(Path(sys.argv[1]), open_embeddings('builtin')).remove(sys.argv[2])"
    )
    subprocess.run([sys.executable, "-c", remove, str(library.home), trial.id], check=True)
    assert trial.id not in found(library, "tinnitus")


def test_the_index_can_be_deleted_at_any_time(library: Library) -> None:
    before = HybridRetriever(library=library).passages("pathways")
    library.vectors.delete()
    assert HybridRetriever(library=library).passages("pathways") == before


def test_the_index_can_be_deleted_under_two_open_libraries(library: Library) -> None:
    other = Library(library.home, open_embeddings("builtin"))
    before = HybridRetriever(library=library).passages("pathways")
    assert HybridRetriever(library=other).passages("pathways") == before
    shutil.rmtree(library.home / "index")
    assert HybridRetriever(library=library).passages("pathways") == before
    assert HybridRetriever(library=other).passages("pathways") == before
    assert len(list((library.home / "index").glob("chroma-*"))) == 1
    other.close()


def test_another_embedding_is_refused_until_the_index_is_rebuilt(library: Library) -> None:
    library.view()
    library.close()
    other = NamedEmbeddings("fake:small", "1", DeterministicFakeEmbedding(size=8))
    opened = Library(library.home, other)
    with pytest.raises(IndexUnusableError, match=r"builtin \(static/1\).*rebuild"):
        opened.view()
    assert opened.rebuild() == 1
    assert len(opened.near("pathways", 5, None).scores) == 5
    opened.close()


def test_an_unknown_id_is_answered_with_the_known_ones(library: Library) -> None:
    for call in (library.get, library.remove):
        with pytest.raises(InputError, match=f"No abstract 'x' in the library. It holds {bundled_abstract().id}"):
            call("x")


def test_a_library_of_a_newer_version_is_left_alone(library: Library) -> None:
    library.database._db.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="newer version"):
        reopened(library)


def test_a_file_that_is_no_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_text("not a database, but long enough to be looked at " * 40)
    with pytest.raises(LibraryError, match=r"library\.sqlite3 can't be"):
        Library(tmp_path, open_embeddings("builtin"))


def test_the_index_remembers_embedding_dimension_and_chunking(library: Library) -> None:
    library.view()
    state = json.loads((library.home / "index" / "vectors.json").read_text())
    assert state["embedding"] == "builtin (static/1)"
    assert state["dimension"] == 256
    assert state["chunking"].startswith("sentences/cl100k_base")


def test_abstracts_are_found_by_any_text_the_last_added_first(
    library: Library, trial: Abstract, chinese: Abstract
) -> None:
    first = library.ids()[0]
    library.add(trial)
    library.add(chinese)
    assert [a.id for a in library.find()[1]] == [chinese.id, trial.id, first]
    assert [a.id for a in library.find("WALNUT")[1]] == [trial.id]
    assert [a.id for a in library.find("牛奶")[1]] == [chinese.id]
    assert [a.id for a in library.find("Lindqvist")[1]] == [trial.id]
    assert library.find("100%")[0] == library.find("tra_m")[0] == library.find("\\")[0] == 0
    count, page = library.find("", 1, 1)
    assert (count, [a.id for a in page]) == (3, [trial.id])
