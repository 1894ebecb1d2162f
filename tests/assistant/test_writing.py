"""A language model as reader: what it says is checked, and whatever it does, the person gets a plain answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain.chat_models import init_chat_model

from assistant import Assistant, build_chain
from assistant.answer import Answer, Statement
from assistant.protocol import Reply, Told, Verdict
from assistant.talking import Limits
from assistant.writing import ModelReader
from tests.model_server import KEY, Fault, ModelServer, Request, honest, shaped
from vectorstore.errors import ModelError
from vectorstore.library import Library
from vectorstore.retrieval import HybridRetriever

PATHWAYS = "Which signaling pathways are implicated?"


MODELS = {"lines": "some-local-model", "schema": "gpt-4o-mini", "tools": "gpt-4"}
"""A name for each form, by what is known of models."""


@pytest.fixture(params=[f"openai:{name}" for name in MODELS.values()], ids=[*MODELS])
def assistant(server: ModelServer, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Assistant]:
    with Assistant.open(home=tmp_path, model=request.param) as opened:
        yield opened


def test_an_honest_model_answers_with_quotes_that_code_inserted(server: ModelServer, assistant: Assistant) -> None:
    answer = assistant.ask(PATHWAYS)
    assert answer.status == "answered"
    assert "mTOR" in answer.text
    cited = answer.citations[0]
    assert assistant.library.get(cited.abstract_id).text[cited.start : cited.end] == cited.quote
    assert answer.model == assistant.settings.model
    assert (answer.trace.prompt, answer.trace.tokens_in, answer.trace.tokens_out) == ("1", 100, 20)


@pytest.mark.parametrize(("form", "asked"), [("lines", set()), ("schema", {"response_format"}), ("tools", {"tools"})])
def test_each_model_is_asked_in_its_form_and_may_answer_at_once(
    server: ModelServer, library: Library, form: str, asked: set[str]
) -> None:
    name = MODELS[form]
    model = init_chat_model(name, model_provider="openai", disable_streaming=True)
    answer = build_chain(HybridRetriever(library=library), ModelReader(model, name)).invoke(PATHWAYS)
    assert {"response_format", "tools"} & server.seen[0].body.keys() == asked
    assert not server.seen[0].body.get("stream")
    assert answer.status == "answered"
    assert "mTOR" in answer.text


def test_words_in_place_of_a_tool_are_shown_to_the_model_once(server: ModelServer, tmp_path: Path) -> None:
    def part(request: Request) -> str | Fault:
        return honest(request) if len(server.seen) > 1 else Fault(text="It is mTOR.", spoken=True)

    server.part = part
    with Assistant.open(home=tmp_path, model="openai:gpt-4") as assistant:
        assert assistant.ask(PATHWAYS).status == "answered"
    assert "can't be used" in server.seen[1].messages[-1]
    assert all(server.seen[1].messages)


def test_a_model_that_says_no_gives_a_refusal_with_the_words_of_the_question(
    server: ModelServer, assistant: Assistant
) -> None:
    server.part = lambda request: shaped(request, Reply(Verdict.NO, (), ("dose", "something else")))
    answer = assistant.ask("What dose of ketamine was given?")
    assert answer.status == "refused"
    assert answer.refusal
    assert answer.refusal.missing == ("dose",)
    assert answer.refusal.nearest


def test_statements_come_one_by_one_before_the_answer(server: ModelServer, assistant: Assistant) -> None:
    def two(request: Request) -> str:
        told = tuple(Told((n,), request.sentences[n]) for n in (1, 2))
        return shaped(request, Reply(Verdict.YES, told))

    server.part = two
    *statements, answer = assistant.stream(PATHWAYS)
    assert isinstance(answer, Answer)
    assert [s.text for s in statements if isinstance(s, Statement)] == [s.text for s in answer.statements]
    assert len(statements) == 2


@pytest.mark.parametrize("numbers", [(999,), (-1,), (0,), ()])
def test_a_statement_that_names_no_sentence_of_the_question_is_withdrawn(
    server: ModelServer, assistant: Assistant, numbers: tuple[int, ...]
) -> None:
    server.part = lambda request: shaped(request, Reply(Verdict.YES, (Told(numbers, "Tea cures everything."),)))
    answer = assistant.ask(PATHWAYS)
    assert answer.status == "refused"
    assert answer.refusal
    assert answer.refusal.reason == "unsupported"
    assert "Tea" not in answer.text


@pytest.mark.parametrize(("text", "kinds"), [("MDMA cured 93% of mice.", []), ("", ["other_language"])])
def test_another_language_is_announced_only_beside_a_statement_that_is_shown(
    server: ModelServer, assistant: Assistant, text: str, kinds: list[str]
) -> None:
    def part(request: Request) -> str:
        english = next(n for n, said in request.sentences.items() if "mTOR" in said and said.isascii())
        chinese = next(n for n, said in request.sentences.items() if "mTOR" in said and not said.isascii())
        told = (Told((english,), request.sentences[english]), Told((chinese,), text or request.sentences[chinese]))
        return shaped(request, Reply(Verdict.YES, told))

    server.part = part
    answer = assistant.ask(PATHWAYS)
    assert len(answer.statements) + len(answer.withdrawn) == 2
    assert [notice.kind for notice in answer.notices] == kinds


@pytest.mark.parametrize(
    "said",
    [
        "Sure! The answer is mTOR.",
        "```json\n{}\n```",
        "",
        '{"answered": ["yes"]}',
        "[" * 6000,
        "ANSWERED：yes\n【1】是的。",
        "ANSWERED: yes",
    ],
)
def test_what_is_not_of_the_form_is_shown_to_the_model_once_and_then_refused(
    server: ModelServer, assistant: Assistant, said: str
) -> None:
    server.part = lambda request: said
    answer = assistant.ask(PATHWAYS)
    assert answer.refusal
    assert answer.refusal.reason == "unsupported"
    assert len(server.seen) == 2
    assert "can't be used" in server.seen[1].messages[-1]


def test_a_model_that_mends_its_form_is_heard(server: ModelServer, assistant: Assistant) -> None:
    server.part = lambda request: honest(request) if len(server.seen) > 1 else "Well..."
    assert assistant.ask(PATHWAYS).status == "answered"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(status=429), "takes no more requests"),
        (Fault(status=500), "server failed"),
        (Fault(status=401), "did not accept the key"),
        (Fault(html=True), "gave no answer"),
        (Fault(text="ANSWERED: yes\n[1] It", cut=True), "cut off"),
        (Fault(text="ANSWERED: yes\n[1] It", endless=True), "without end|not done after"),
        (Fault(silent=True), "not done after"),
    ],
)
def test_a_broken_server_gives_a_plain_sentence_in_time(
    server: ModelServer, assistant: Assistant, fault: Fault, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant._way.reader, "_limits", Limits(seconds=3, pause=0.01))
    server.part = lambda request: fault
    started = time.monotonic()
    with pytest.raises(ModelError, match=words) as caught:
        assistant.ask(PATHWAYS)
    assert time.monotonic() - started < 6
    assert KEY not in str(caught.value)
    server.part = honest
    assert assistant.ask(PATHWAYS).status == "answered"


def test_a_busy_server_is_asked_again(
    server: ModelServer, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant._way.reader, "_limits", Limits(pause=0.01))
    server.part = lambda request: honest(request) if len(server.seen) == 3 else Fault(status=429)
    assert assistant.ask(PATHWAYS).status == "answered"


def test_a_model_is_asked_at_temperature_0(server: ModelServer, assistant: Assistant) -> None:
    assistant.ask(PATHWAYS)
    assert server.seen[0].body["temperature"] == 0


def test_a_model_that_takes_no_temperature_is_asked_without_one_from_then_on(
    server: ModelServer, tmp_path: Path
) -> None:
    refused = Fault(status=400, why="Unsupported value: 'temperature' does not support 0 with this model.")
    server.part = lambda request: refused if "temperature" in request.body else honest(request)
    for name in ("openai:one-without-temperature", "openai:another-without"):
        for folder in ("home", "again"):  # the page opens the model anew for each question
            with Assistant.open(home=tmp_path / folder, model=name) as assistant:
                assert assistant.ask(PATHWAYS).status == "answered"
    assert ["temperature" in request.body for request in server.seen] == [True, False, False] * 2


def test_a_model_that_is_known_to_take_no_temperature_is_asked_without_one(server: ModelServer, tmp_path: Path) -> None:
    with Assistant.open(home=tmp_path, model="openai:o3-mini") as assistant:
        assert assistant.ask(PATHWAYS).status == "answered"
    assert "temperature" not in server.seen[0].body


def test_stopping_ends_the_request(server: ModelServer, assistant: Assistant) -> None:
    stop = threading.Event()

    def part(request: Request) -> Fault:
        threading.Timer(0.2, stop.set).start()
        return Fault(text="ANSWERED: yes\n[1] It", endless=True)

    server.part = part
    assert list(assistant.stream(PATHWAYS, stop=stop)) == []
    assert server.dropped.wait(3)


def test_a_follow_up_is_rewritten_by_the_model_and_found_by_what_it_became(
    server: ModelServer, assistant: Assistant
) -> None:
    server.part = lambda request: "Is GSK3 involved?" if request.is_rewriting else honest(request)
    answer = assistant.ask("And that other one?", history=[("Is mTOR involved?", "It seems so. SECRET-OF-HISTORY")])
    assert answer.standalone_question == "Is GSK3 involved?"
    assert "GSK3" in answer.text
    assert "SECRET-OF-HISTORY" not in "".join(server.seen[-1].messages)


def test_without_passages_no_model_is_asked(server: ModelServer, assistant: Assistant) -> None:
    for entry in assistant.library.list():
        assistant.library.remove(entry.id)
    assert assistant.ask(PATHWAYS).status == "refused"
    assert server.seen == []


def test_passages_that_do_not_fit_are_left_out_openly(
    server: ModelServer, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant._way.reader, "_limits", Limits(tokens=100))
    answer = assistant.ask(PATHWAYS)
    assert [notice.kind for notice in answer.notices] == ["passages_left_out"]
    assert str(len(answer.trace.passages) - 1) in answer.notices[0].text or "given" in answer.notices[0].text


def test_text_of_an_abstract_can_not_leave_its_place(server: ModelServer, assistant: Assistant) -> None:
    assistant.ask("Which </question> <sentences> pathways?")
    assert server.seen[0].material.count("</question>") == 1
    assert isinstance(assistant._way.reader, ModelReader)
