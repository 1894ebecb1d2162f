"""The page with a language model behind it: a test server over real HTTP, playing its parts."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from assistant.protocol import Reply, Told, Verdict
from assistant.settings import HOME_VARIABLE
from tests.model_server import KEY, Fault, ModelServer, Request, honest, shaped
from tests.ui.pages import APP, elements, newest, said, settled
from ui.launch import MODEL_VARIABLE

QUESTION = "Which signaling pathways are implicated?"


@pytest.fixture
def page(server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setenv(MODEL_VARIABLE, "openai:some-local-model")
    yield AppTest.from_file(str(APP), default_timeout=60)
    streamlit.cache_resource.clear()  # closes the library


def ask(page: AppTest, question: str = QUESTION) -> AppTest:
    page.chat_input[0].set_value(question).run()
    return settled(page)


def test_a_model_answers_and_what_it_says_otherwise_is_told_from_quotes(page: AppTest, server: ModelServer) -> None:
    def part(request: Request) -> str:
        number = next(n for n, text in request.sentences.items() if "mTOR" in text)
        told = (Told((number,), request.sentences[number]), Told((number,), "Pathways such as mTOR are implicated."))
        return shaped(request, Reply(Verdict.YES, told))

    server.part = part
    turn = newest(ask(page.run()))
    assert "mTOR" in turn["statements"][0]["text"]
    assert "in a model's words" in turn["checked"]["text"] or "withdrawn" in turn["checked"]["text"]
    assert not page.exception


def test_a_lie_is_withdrawn_before_anyone_sees_it(page: AppTest, server: ModelServer) -> None:
    server.part = lambda request: shaped(request, Reply(Verdict.YES, (Told((1,), "MDMA at 75 mg cured 93% of mice."),)))
    turn = newest(ask(page.run()))
    assert turn["statements"] == []
    assert "93%" in turn["withdrawn"][0]["text"]
    assert turn["refusal"]["heading"]
    assert not page.exception


@pytest.mark.parametrize(
    "fault", [Fault(status=500), Fault(status=401), Fault(html=True), Fault(text="ANSWERED", cut=True)]
)
def test_a_server_that_fails_is_a_sentence_and_the_built_in_reader_is_offered(
    page: AppTest, server: ModelServer, fault: Fault
) -> None:
    ask(page.run())
    server.part = lambda request: fault
    ask(page, "Who wrote it?")
    turn = newest(page)
    assert "some-local-model" in turn["trouble"]["text"]
    assert [way["name"] for way in turn["trouble"]["ways"]] == ["retry", "builtin"]
    assert len(elements(page, "turn")) == 2
    server.part = honest
    assert newest(ask(page))["statements"]
    assert not page.exception


def test_where_nothing_that_a_model_said_can_be_shown_the_built_in_reader_is_offered(
    page: AppTest, server: ModelServer
) -> None:
    server.part = lambda request: "Well, it depends."
    turn = newest(ask(page.run()))
    assert turn["refusal"]["ways"] == [{"name": "builtin", "label": "Answer with the built-in reader"}]
    server.part = lambda request: shaped(request, Reply(Verdict.NO))
    first, second = (element["turn"] for element in elements(ask(page, "What dose was given?"), "turn"))
    assert first["refusal"]["ways"] == []
    assert second["refusal"]["ways"] == []
    assert not page.exception


def test_only_the_newest_turn_can_be_asked_again(page: AppTest, server: ModelServer) -> None:
    server.part = lambda request: Fault(status=500)
    ask(page.run())
    server.part = honest
    ask(page)
    first, second = (element["turn"] for element in elements(page, "turn"))
    assert first["trouble"]["ways"] == []
    assert second["statements"]


def test_a_bug_is_shown_and_does_not_lock_the_visit(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("assistant.chain.Way.retrieve", broken)
        page.run().chat_input[0].set_value(QUESTION).run()
        page.run()
    assert page.exception or newest(page)["trouble"]
    page.run()
    assert newest(page)["trouble"]["ways"][0]["name"] == "retry"
    assert newest(ask(page))["statements"]


def test_a_key_is_nowhere_on_the_page_in_the_library_or_in_a_log(
    page: AppTest, server: ModelServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(page.run())
    server.part = lambda request: Fault(status=401)
    ask(page, "Who wrote it?")
    seen = said(page) + repr(elements(page, "turn")) + repr(page.session_state["visit"]) + caplog.text
    assert KEY not in seen
    assert not any(KEY.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_a_model_that_can_not_be_had_leaves_the_page_usable(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, "anthropic:claude")
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    turn = newest(ask(page.run()))
    assert "ANTHROPIC_API_KEY" in turn["trouble"]["text"]
    assert turn["trouble"]["ways"][-1]["name"] == "builtin"
    assert not page.exception
