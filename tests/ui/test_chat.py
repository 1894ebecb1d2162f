"""The chat in each of its states, over a real assistant, without a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from assistant.settings import HOME_VARIABLE
from tests.ui.pages import APP, elements, newest, said, settled
from ui.evidence import Mark


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    yield AppTest.from_file(str(APP), default_timeout=60)
    streamlit.cache_resource.clear()  # closes the library


def ask(page: AppTest, question: str) -> dict[str, Any]:
    """The newest turn, as the browser gets it."""
    return newest(settled(page.chat_input[0].set_value(question).run()))


def test_at_first_it_says_what_it_is_and_what_is_loaded(page: AppTest) -> None:
    page.run()
    assert page.title[0].value == "Abstract Assistant"
    assert "1 abstract loaded" in said(page)
    assert "De Maricourt P, et al. Encephale. 2014;40(1):48-55." in said(page)
    [asks] = elements(page, "asks")
    assert 4 <= len(asks["questions"]) <= 6
    assert elements(page, "turn") == []
    assert not page.exception


def test_an_answer_has_its_citations_and_says_how_it_was_checked(page: AppTest) -> None:
    turn = ask(page.run(), "Which pathways are implicated?")
    assert turn["question"] == "Which pathways are implicated?"
    assert "mTOR" in turn["statements"][0]["text"]
    assert turn["statements"][0]["chips"][0]["quote"].startswith("Intracellular signaling pathways")
    assert turn["checked"]["sound"]
    assert "every quote found word for word" in turn["checked"]["text"]
    assert (turn["refusal"], turn["trouble"], turn["pending"]) == (None, None, None)
    assert not page.exception


def test_a_refusal_names_what_is_missing_and_what_is_nearest(page: AppTest) -> None:
    turn = ask(page.run(), "What dose of ketamine was given?")
    assert (turn["statements"], turn["checked"], turn["trouble"]) == ([], None, None)
    assert "dose" in turn["refusal"]["message"]
    assert turn["refusal"]["missing"] == ["dose"]
    assert turn["refusal"]["nearest"][0]["chip"]["mark"] == "nearest:1"
    assert [item["href"] for item in turn["refusal"]["next"]] == ["https://doi.org/10.1016/j.encep.2013.09.002"]
    assert not page.exception


def test_a_question_in_chinese_is_answered_from_the_chinese_text(page: AppTest) -> None:
    turn = ask(page.run(), "涉及哪些信号通路?")
    assert (turn["lang"], turn["statements"][0]["lang"]) == ("zh-Hans", "zh-Hans")
    assert "细胞内信号通路" in turn["statements"][0]["text"]
    assert not page.exception


def test_earlier_turns_stay_and_are_understood(page: AppTest) -> None:
    ask(page.run(), "Is mTOR involved?")
    turn = ask(page, "And GSK3?")
    assert [element["turn"]["question"] for element in elements(page, "turn")] == ["Is mTOR involved?", "And GSK3?"]
    assert page.session_state["visit"].turns[1].answer.standalone_question
    assert "GSK3" in turn["statements"][0]["text"]
    assert "GSK3" in turn["readAs"]
    assert not page.exception


def test_the_source_is_cut_at_the_quote(page: AppTest) -> None:
    turn = ask(page.run(), "Which pathways are implicated?")
    page.session_state["visit"].open(0, Mark("cited", 1))
    page.run()
    [source] = elements(page, "source")
    lit = [text for section in source["source"]["sections"] for text, light in section["pieces"] if light]
    assert lit == [turn["statements"][0]["chips"][0]["quote"]]
    assert elements(page, "turn")[0]["open"] == "cited:1"
    assert {"Background", "Objective", "Results", "Conclusions"} <= {s["label"] for s in source["source"]["sections"]}
    assert not page.exception


def test_the_interface_speaks_chinese_when_asked_to(page: AppTest) -> None:
    page.run().segmented_control(key="language").set_value("zh").run()
    assert page.title[0].value == "摘要助手"
    turn = ask(page, "What dose of ketamine was given?")
    assert turn["refusal"]["heading"] == "摘要中没有写到"
    assert "dose" in turn["refusal"]["message"]  # the answer keeps the language of the question
    assert not page.exception


def test_what_the_assistant_can_not_take_is_a_sentence_in_the_conversation(page: AppTest) -> None:
    turn = ask(page.run(), "why? " * 20_000)
    assert turn["trouble"]["heading"] == "This can't be asked."
    assert "100,000" in turn["trouble"]["text"]
    assert turn["trouble"]["ways"] == []
    assert (turn["statements"], turn["refusal"]) == ([], None)
    assert ask(page, "Which pathways are implicated?")["statements"]
    assert not page.exception


def test_a_library_that_can_not_be_opened_is_a_sentence_in_the_page(page: AppTest, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    page.run()
    assert [error.value for error in page.error] == ["The library can't be used."]
    assert str(tmp_path / "home") in said(page)
    assert not page.exception


def test_a_library_that_breaks_while_the_page_is_open_is_a_sentence_too(page: AppTest, tmp_path: Path) -> None:
    ask(page.run(), "Which pathways are implicated?")
    for file in (tmp_path / "home").glob("library.sqlite3*"):
        file.write_bytes(b"no longer a library " * 500)
    page.run()
    assert [error.value for error in page.error] == ["The library can't be used."]
    assert not page.exception
