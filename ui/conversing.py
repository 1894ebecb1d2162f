"""The conversation of a visit and its copy in the library: asking, asking again, opening one that was kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import streamlit as st
from pydantic import ValidationError

from assistant.answer import Answer, Statement
from ui.asking import Asking
from ui.state import Turn, visit

if TYPE_CHECKING:
    from assistant import Assistant
    from vectorstore.conversations import StoredTurn, Verdict

PROMPT = 0.25
"""Seconds that the page waits before it shows that a question is being thought about; most answers come sooner."""

_OPENING = 10.0  # seconds at most that the page stands still for a model to be opened


def ask(assistant: Assistant, question: str) -> None:
    """Ask a question in the conversation of this visit; one that is still on its way is stopped."""
    current = visit()
    if current.asking:
        current.asking.stop()
        current.settle()
    current.turns.append(Turn(question))
    current.keep(lambda: _keep_question(assistant, question))
    _begin(assistant)


def ask_again(assistant: Assistant) -> None:
    """Ask the last question of this visit once more, in its place."""
    last = visit().turns[-1]
    visit().turns[-1] = Turn(last.question, id=last.id)
    _begin(assistant)


def judge(assistant: Assistant, place: int, verdict: Verdict | None, reason: str | None) -> None:
    """Keep what the person thinks of the answer at a place of the conversation."""
    turn = visit().turns[place]
    if turn.id is not None:
        kept = turn.id
        visit().keep(lambda: assistant.library.conversations.judge(kept, verdict, reason))
        visit().turns[place] = replace(turn, verdict=verdict, reason=reason)


def open_conversation(assistant: Assistant, conversation_id: str) -> None:
    """Go on with a conversation that was kept; one that is gone leaves an empty one."""
    current = visit()
    current.begin_anew()
    found = assistant.library.conversations.get(conversation_id)
    if found is None:
        return
    stored = assistant.library.conversations.turns(conversation_id)
    current.conversation = found.id
    current.scope = _still_there(assistant, found.abstracts)
    current.asking = _on_its_way().get(stored[-1].id) if stored else None
    current.turns = [_turn(turn) for turn in stored]
    if current.asking:
        current.turns[-1] = replace(current.turns[-1], trouble="")


def _still_there(assistant: Assistant, abstracts: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if abstracts is None:
        return None
    known = assistant.library.ids()
    return tuple(name for name in abstracts if name in known) or None


def _turn(stored: StoredTurn) -> Turn:
    turn = Turn(stored.question, id=stored.id, verdict=stored.verdict, reason=stored.reason)
    if stored.answer is None:
        return replace(turn, trouble="interrupted")
    try:
        return replace(turn, answer=Answer.model_validate_json(stored.answer))
    except ValidationError:
        return replace(turn, trouble="unreadable")


def _keep_question(assistant: Assistant, question: str) -> None:
    current = visit()
    kept = assistant.library.conversations.ask(question, current.conversation, current.scope)
    current.conversation = kept[0]
    current.turns[-1] = replace(current.turns[-1], id=kept[1])


def _begin(assistant: Assistant) -> None:
    current = visit()
    question, turn = current.turns[-1].question, current.turns[-1].id
    history, scope = current.history(), current.scope
    model, passages, key = current.model, current.passages, current.key.get_secret_value()
    opened = threading.Event()

    def parts(stop: threading.Event) -> Iterator[Statement | Answer]:
        try:
            chosen = assistant.using(model=model, passages=passages, key=key)
        finally:
            opened.set()
        yield from chosen.stream(question, history, scope, stop=stop)

    def keep(answer: Answer) -> None:
        if turn is not None:
            assistant.library.conversations.answer(turn, answer.to_json())

    current.asking = Asking(parts, keep)
    if turn is not None:
        _on_its_way()[turn] = current.asking
    opened.wait(_OPENING)  # a provider's package takes many times longer to import while the page is drawn on and on
    current.asking.wait(PROMPT)
    current.settle()


@st.cache_resource(show_spinner=False)
def _on_its_way() -> WeakValueDictionary[int, Asking]:
    """The questions on their way in this server, so that a page that is loaded again finds its own."""
    return WeakValueDictionary()
