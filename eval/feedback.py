"""What people thought of answers on the page, as a question set."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from assistant.answer import Answer
from eval.samples import Sample
from vectorstore.conversations import Conversations, StoredTurn
from vectorstore.text import HAN, language_of

_BEGINNING = 60  # characters of a quote that name its sentence


def feedback(conversations: Conversations) -> tuple[list[Sample], int]:
    """The judged turns of all conversations as samples, oldest conversation first.

    A good answer names its quotes as evidence; a good refusal, and an answer that should have been one, is
    unanswerable; a refusal that should have answered is answerable, and its evidence is left for a person to fill in.

    Returns:
        The samples, and how many judged turns are none, since nothing says what would have been right.
    """
    samples: list[Sample] = []
    unclear = 0
    for conversation in reversed(conversations.list()):
        history: list[tuple[str, str]] = []
        for turn in conversations.turns(conversation.id):
            answer = _answer(turn)
            if answer and turn.verdict:
                found = list(_sample(turn, answer, tuple(history)))
                samples, unclear = samples + found, unclear + (not found)
            if answer:
                history.append((turn.question, answer.text))
    return samples, unclear


def _sample(turn: StoredTurn, answer: Answer, history: tuple[tuple[str, str], ...]) -> Iterator[Sample]:
    refused = answer.status == "refused"
    good = turn.verdict == "up"
    if not good and turn.reason not in ("refused", "answered"):
        return
    answerable = refused != good if good else turn.reason == "refused"
    spoken = language_of(turn.question)
    yield Sample(
        id=f"f{turn.id}",
        lang="mixed" if spoken == "en" and HAN.search(turn.question) else spoken,
        category="feedback",
        question=turn.question,
        history=history,
        answerable=answerable,
        evidence=tuple(c.quote[:_BEGINNING] for c in answer.citations) if good and answerable else (),
        reason=answer.refusal.reason if good and refused and answer.refusal else None,
    )


def _answer(turn: StoredTurn) -> Answer | None:
    """The answer; None where there is none, or it is of another version."""
    try:
        return Answer.model_validate_json(turn.answer) if turn.answer else None
    except ValidationError:
        return None
