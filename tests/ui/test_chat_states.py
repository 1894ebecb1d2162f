"""The rarer states of the chat: kept, broken off, partly answered, withdrawn, nothing to read, index, lock."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from langchain_core.embeddings import DeterministicFakeEmbedding
from streamlit.testing.v1 import AppTest

from assistant import Answer, Assistant
from assistant.answer import Withdrawn
from assistant.settings import HOME_VARIABLE
from tests.ui.pages import APP, elements, newest, said, settled
from vectorstore.embeddings import NamedEmbeddings
from vectorstore.errors import LibraryBusyError
from vectorstore.library import Library, bundled_abstract

QUESTION = "Which pathways are implicated?"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def page(home: Path) -> Iterator[AppTest]:
    yield AppTest.from_file(str(APP), default_timeout=60)
    streamlit.cache_resource.clear()  # closes the library


@pytest.fixture
def answer(assistant: Assistant) -> Answer:
    return assistant.ask(QUESTION)


def keep(home: Path, answer: str | None) -> str:
    """A conversation of one turn, as an earlier run of the program left it; its id."""
    with Assistant.open(home=home) as assistant:
        conversation, turn = assistant.library.conversations.ask(QUESTION, None, None)
        if answer is not None:
            assistant.library.conversations.answer(turn, answer)
        return conversation


def reopen(page: AppTest, conversation: str) -> AppTest:
    page.query_params["c"] = conversation
    return page.run()


def test_a_kept_conversation_goes_on_after_a_restart(page: AppTest, home: Path, answer: Answer) -> None:
    reopen(page, keep(home, answer.to_json()))
    assert "mTOR" in newest(page)["statements"][0]["text"]
    page.chat_input[0].set_value("And who wrote it?").run()
    assert "De Maricourt P" in newest(settled(page))["statements"][0]["text"]
    assert [item["title"] for item in elements(page, "shelf")[0]["items"]] == [QUESTION]
    assert not page.exception


def test_a_question_that_a_killed_program_left_can_be_asked_again(page: AppTest, home: Path) -> None:
    reopen(page, keep(home, None))
    assert newest(page)["trouble"]["heading"] == "The program ended before the answer came."
    assert newest(page)["trouble"]["ways"][0]["name"] == "retry"
    assert not page.exception


def test_an_answer_of_another_version_is_said_to_be_unreadable(page: AppTest, home: Path) -> None:
    reopen(page, keep(home, '{"schema": 99}'))
    assert "another version" in newest(page)["trouble"]["heading"]
    assert newest(page)["question"] == QUESTION
    assert not page.exception


def test_a_new_conversation_does_not_lead_away_from_the_page_that_was_chosen_meanwhile(page: AppTest) -> None:
    page.run().session_state["visit"].leaving = "library"  # clicked there; by now another page is shown
    page.run()
    assert page.session_state["visit"].leaving == ""
    assert page.title[0].value == "Abstract Assistant"
    assert not page.exception


def test_a_link_to_a_conversation_that_is_gone_begins_anew(page: AppTest) -> None:
    reopen(page, "gone")
    assert page.title[0].value == "Abstract Assistant"
    assert "c" not in page.query_params
    assert not page.exception


def test_what_is_answered_in_part_has_both_statements_and_refusal(page: AppTest) -> None:
    page.run().chat_input[0].set_value("Which pathways are implicated, and what dose was given?").run()
    turn = newest(settled(page))
    assert "mTOR" in turn["statements"][0]["text"]
    assert "dose" in turn["refusal"]["missing"]
    assert turn["checked"]["sound"]
    assert not page.exception


def test_what_was_withdrawn_is_shown_with_the_reason(page: AppTest, home: Path, answer: Answer) -> None:
    gone = Withdrawn(text="Ketamine cures everything.", reason="It names no sentence of the passages.")
    reopen(page, keep(home, answer.model_copy(update={"withdrawn": (gone,)}).to_json()))
    assert newest(page)["withdrawn"] == [{"text": gone.text, "reason": gone.reason}]
    assert "1 statement was withdrawn" in newest(page)["checked"]["text"]
    assert not page.exception


def test_a_quote_that_is_no_longer_there_is_not_called_found(page: AppTest, home: Path, answer: Answer) -> None:
    conversation = keep(home, answer.to_json())
    with Assistant.open(home=home) as assistant:
        assistant.library.remove(bundled_abstract().id)
    turn = newest(reopen(page, conversation))
    assert not turn["checked"]["sound"]
    assert turn["checked"]["text"].startswith("Only 0 of 1 statements")
    assert not page.exception


def test_an_empty_library_says_so_and_is_refused_from(page: AppTest, home: Path) -> None:
    with Assistant.open(home=home) as assistant:
        assistant.library.remove(bundled_abstract().id)
    assert "No abstract is loaded yet." in said(page.run())
    assert elements(page, "asks") == []
    page.chat_input[0].set_value(QUESTION).run()
    assert newest(settled(page))["refusal"]["heading"] == "Nothing to read"
    assert not page.exception


def test_an_index_of_another_embedding_is_rebuilt_by_a_button(
    page: AppTest, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Assistant.open(home=home) as assistant:
        assistant.ask(QUESTION)
    other = NamedEmbeddings("fake:small", "1", DeterministicFakeEmbedding(size=8))
    monkeypatch.setattr("assistant.assistant.open_embeddings", lambda _: other)
    page.run()
    assert [error.value for error in page.error] == ["The index has to be made again. No abstract is lost."]
    page.button(key="way").click().run()
    assert len(page.error) == 0
    page.chat_input[0].set_value(QUESTION).run()
    assert "mTOR" in newest(settled(page))["statements"][0]["text"]
    assert not page.exception


def test_a_busy_library_is_a_sentence_and_the_question_is_kept(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_: Library) -> None:
        raise LibraryBusyError("The library is busy: process 7 has been writing for 10 seconds.")

    page.run()
    with monkeypatch.context() as patch:
        patch.setattr(Library, "view", busy)
        page.chat_input[0].set_value(QUESTION).run()
        turn = newest(settled(page))
    assert turn["question"] == QUESTION
    assert turn["trouble"]["heading"].startswith("The library is busy")
    assert "process 7" in turn["trouble"]["text"]
    assert turn["trouble"]["ways"][0]["name"] == "retry"
    assert not page.exception


def test_an_answer_that_can_not_be_kept_is_shown_and_that_is_said(page: AppTest, home: Path) -> None:
    page.run()
    with sqlite3.connect(home / "library.sqlite3") as db:
        db.execute(
            "CREATE TRIGGER no INSERT ON turns BEGIN SELECT RAISE(FAIL, 'attempt to write a readonly file'); END"
        )
    page.chat_input[0].set_value(QUESTION).run()
    assert "mTOR" in newest(settled(page))["statements"][0]["text"]
    assert "This can't be kept in the library:" in said(page)
    assert newest(page)["actions"]["ratable"] is False
    assert not page.exception
