"""Thumbs on the page become a question set."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from eval.feedback import feedback
from eval.samples import Sample
from vectorstore.conversations import Verdict


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Assistant]:
    with Assistant.open(home=tmp_path / "home") as assistant:
        yield assistant


def judged(opened: Assistant, question: str, verdict: Verdict, reason: str | None = None) -> Sample | None:
    conversations = opened.library.conversations
    _, turn = conversations.ask(question)
    conversations.answer(turn, opened.ask(question).to_json())
    conversations.judge(turn, verdict, reason)
    samples, unclear = feedback(conversations)
    assert len(samples) + unclear == 1
    return samples[0] if samples else None


def test_a_good_answer_names_its_quotes_as_evidence(opened: Assistant) -> None:
    found = judged(opened, "涉及哪些信号通路?", "up")
    assert found is not None
    assert (found.lang, found.answerable, found.evidence[0][:7]) == ("zh", True, "细胞内信号通路")


def test_a_good_refusal_is_unanswerable_for_its_reason(opened: Assistant) -> None:
    found = judged(opened, "What dose was given?", "up")
    assert found is not None
    assert (found.answerable, found.reason, found.evidence) == (False, "not_stated", ())


def test_what_should_have_been_refused_is_unanswerable(opened: Assistant) -> None:
    found = judged(opened, "Which pathways are implicated?", "down", "answered")
    assert found is not None
    assert (found.answerable, found.evidence) == (False, ())


def test_what_should_have_been_answered_waits_for_its_evidence(opened: Assistant) -> None:
    found = judged(opened, "What dose was given?", "down", "refused")
    assert found is not None
    assert (found.answerable, found.evidence) == (True, ())


def test_a_wrong_answer_says_not_what_is_right(opened: Assistant) -> None:
    assert judged(opened, "Which pathways are implicated?", "down", "wrong") is None


def test_a_follow_up_brings_its_history(opened: Assistant) -> None:
    conversations = opened.library.conversations
    name, first = conversations.ask("Is mTOR involved?")
    conversations.answer(first, opened.ask("Is mTOR involved?").to_json())
    _, second = conversations.ask("And GSK3?", name)
    conversations.answer(second, opened.ask("And GSK3?", [("Is mTOR involved?", "Yes")]).to_json())
    conversations.judge(second, "up")
    [sample], _ = feedback(conversations)
    assert sample.history[0][0] == "Is mTOR involved?"
    assert sample.question == "And GSK3?"
