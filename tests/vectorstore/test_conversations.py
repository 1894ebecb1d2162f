"""Questions and answers are kept in the library's file, and found again."""

import sqlite3
from pathlib import Path

import pytest

from vectorstore.database import Database
from vectorstore.embeddings import open_embeddings
from vectorstore.errors import LibraryError
from vectorstore.library import Library, bundled_abstract
from vectorstore.store import Store

FIRST_VERSION = """
CREATE TABLE abstracts (id TEXT PRIMARY KEY, text TEXT NOT NULL, sha256 TEXT NOT NULL, record TEXT NOT NULL,
    doi TEXT, pmid TEXT, year INTEGER) STRICT;
CREATE INDEX abstracts_doi ON abstracts (doi);
CREATE INDEX abstracts_pmid ON abstracts (pmid);
CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, abstract_id TEXT NOT NULL) STRICT;
PRAGMA user_version = 1;
"""


def test_a_conversation_begins_with_its_first_question_and_is_called_after_it(library: Library) -> None:
    kept = library.conversations
    name, first = kept.ask("Which  pathways\nare implicated?", None, ["a", "b"])
    again, second = kept.ask("And GSK3?", name)
    assert again == name
    assert second > first
    [conversation] = kept.list()
    assert (conversation.title, conversation.abstracts) == ("Which pathways are implicated?", None)
    assert [turn.question for turn in kept.turns(name)] == ["Which  pathways\nare implicated?", "And GSK3?"]


def test_a_question_is_kept_before_its_answer_and_the_answer_when_it_comes(library: Library) -> None:
    name, turn = library.conversations.ask("Why?", None, ["a"])
    assert library.conversations.turns(name)[0].answer is None
    library.conversations.answer(turn, '{"schema": 1}')
    assert library.conversations.turns(name)[0].answer == '{"schema": 1}'
    found = library.conversations.get(name)
    assert found is not None
    assert found.abstracts == ("a",)


def test_the_last_used_comes_first_and_long_questions_make_short_names(library: Library) -> None:
    first, _ = library.conversations.ask("one?")
    second, _ = library.conversations.ask("two? " * 1000)
    library.conversations.ask("three?", first)
    assert [conversation.id for conversation in library.conversations.list()] == [first, second]
    assert len(library.conversations.list()[1].title) < 100


def test_it_is_renamed_but_never_to_nothing(library: Library) -> None:
    name, _ = library.conversations.ask("one?")
    library.conversations.rename(name, " The  first ")
    library.conversations.rename(name, "  ")
    assert library.conversations.list()[0].title == "The first"


def test_a_removed_conversation_takes_its_turns_along_and_a_late_answer_is_dropped(library: Library) -> None:
    name, turn = library.conversations.ask("one?")
    library.conversations.remove(name)
    library.conversations.answer(turn, "{}")
    assert (library.conversations.list(), library.conversations.turns(name)) == ([], ())
    assert library.conversations.get(name) is None
    revived, _ = library.conversations.ask("two?", name)
    assert [t.question for t in library.conversations.turns(revived)] == ["two?"]


def test_what_people_think_of_an_answer_is_kept_and_can_be_taken_back(library: Library) -> None:
    name, turn = library.conversations.ask("one?")
    library.conversations.judge(turn, "down", "quote")
    assert [(t.verdict, t.reason) for t in library.conversations.turns(name)] == [("down", "quote")]
    library.conversations.judge(turn, None)
    assert [(t.verdict, t.reason) for t in library.conversations.turns(name)] == [(None, None)]


def test_conversations_and_preferences_outlive_the_process_and_change_no_index(tmp_path: Path) -> None:
    with_first = Library(tmp_path, open_embeddings("builtin"))
    before = with_first.store.last_change()
    name, _ = with_first.conversations.ask("one?")
    with_first.preferences.set("language", "en")
    with_first.preferences.set("language", "zh")
    with_first.close()
    again = Library(tmp_path, open_embeddings("builtin"))
    assert [c.id for c in again.conversations.list()] == [name]
    assert (again.preferences.get("language"), again.preferences.get("model")) == ("zh", None)
    assert again.store.last_change() == before
    again.close()


def test_a_library_of_the_first_version_is_brought_up_to_date_and_keeps_its_abstracts(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    old = sqlite3.connect(path)
    old.executescript(FIRST_VERSION)
    old.execute("INSERT INTO abstracts VALUES ('x', 'Some text.', 'hash', '{}', NULL, NULL, NULL)")
    old.commit()
    old.close()
    library = Library(tmp_path, open_embeddings("builtin"))
    assert library.ids() == ["x"]
    assert library.conversations.ask("Is it there?")[1] == 1
    library.close()


def test_an_upgrade_that_fails_half_way_changes_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite3")

    def fail_half_way() -> None:
        with database.upgrade() as (db, version):
            assert version == 0
            db.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(LibraryError):
        fail_half_way()
    assert database.read("SELECT name FROM sqlite_master") == []
    Store(database).create([bundled_abstract()])
    assert len(Store(database).entries()[1]) == 1
    database.close()
