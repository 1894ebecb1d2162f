"""The chat: what is loaded, the conversation, and the source of the citation that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import streamlit as st

from assistant.settings import BUILTIN
from ui import conversing
from ui.component import element
from ui.evidence import mark_named
from ui.exporting import show_export
from ui.source import cited_source, show_source
from ui.state import language, visit
from ui.turn import REASONS, pending_data, turn_data
from ui.welcome import show_follow_ups, show_welcome
from ui.words import TAGS, say
from vectorstore.conversations import Verdict

if TYPE_CHECKING:
    from assistant import Assistant
    from ui.component import Data

_BOX = "question"  # key of the question box
_STEP = 0.15  # seconds between two looks at a question on its way


def show_chat(assistant: Assistant) -> None:
    """Show the chat page over an assistant."""
    _arrive(assistant)
    # at the bottom by our own hand: Streamlit's way would follow the page's end, away from the newest answer
    with st.bottom:
        typed = st.chat_input(say(language(), "ask"), key=_BOX)
    _ask(assistant, typed)
    # both columns always stand, so that opening a source does not build the chat anew; page.css hides an empty one
    with st.container(key="desk"):
        chat, source = st.columns(2, gap="large")
    with source:
        _source(assistant)
    with chat:
        _conversation(assistant)


def _arrive(assistant: Assistant) -> None:
    """Take over what the address says: a conversation to go on with, a question for the box (never asked unasked)."""
    asked = st.query_params.get("q")
    if asked is not None:
        del st.query_params["q"]
        st.session_state[_BOX] = asked
    wanted = st.query_params.get("c")
    if wanted and wanted != visit().conversation and not visit().turns:
        conversing.open_conversation(assistant, wanted)


def _ask(assistant: Assistant, typed: str | None) -> None:
    visit().settle()
    question, visit().question = typed or visit().question, None
    if question:
        conversing.ask(assistant, question)
    conversation = visit().conversation
    if conversation:
        st.query_params["c"] = conversation
    elif "c" in st.query_params:
        del st.query_params["c"]


def _conversation(assistant: Assistant) -> None:
    turns = visit().turns
    welcome = st.empty()  # emptied at once when there are turns; anything else would stay until they are all shown
    if not turns:
        with welcome.container():
            show_welcome(assistant)
        return
    show_export(assistant.library)
    for place in range(len(turns) - 1):
        _show(place, turn_data(turns[place], assistant.library, language(), newest=False), assistant)
    if visit().asking:
        st.fragment(_follow, run_every=_STEP)(assistant)
    else:
        _show(len(turns) - 1, turn_data(turns[-1], assistant.library, language()), assistant)
        if visit().unkept:
            st.text(say(language(), "unkept") + "\n" + visit().unkept)
        if turns[-1].answer:
            show_follow_ups(assistant, turns[-1].answer)


def _follow(assistant: Assistant) -> None:
    """Show the turn on its way as far as it has come; the whole page once it is over."""
    asking = visit().asking
    if asking is None or asking.wait(0):
        st.rerun()
    place = len(visit().turns) - 1
    _show(place, pending_data(visit().turns[place], list(asking.statements), language()), assistant)


def _show(place: int, turn: Data, assistant: Assistant) -> None:
    key, opened = _key(place), visit().opened
    data: Data = {
        "key": key,
        "lang": TAGS[language()],
        "turn": turn,
        "newest": place == len(visit().turns) - 1,
        "open": opened.mark.name if opened and opened.turn == place else "",
    }
    element("turn")(
        key=key,
        data=data,
        on_mark_change=_reported(key, "mark", lambda name: _open(place, name)),
        on_act_change=_reported(key, "act", lambda name: _act(assistant, place, name)),
        on_judge_change=_reported(key, "judge", lambda name: _judge(assistant, place, name)),
    )


def _key(place: int) -> str:
    """The key of the element that shows the turn at a place of the conversation."""
    return f"turn-{place}"


def _reported(key: str, name: str, then: Callable[[str], None]) -> Callable[[], None]:
    """A callback with what the browser said; only names come from there, and each is looked up."""
    return lambda: then(str(st.session_state[key].get(name)))


def _open(place: int, name: str) -> None:
    answer = visit().turns[place].answer
    mark = mark_named(name, answer) if answer else None
    if mark:
        visit().open(place, mark)


def _act(assistant: Assistant, place: int, name: str) -> None:
    asking = visit().asking
    if name == "stop" and asking:
        asking.stop()
    if name == "close":
        visit().close()
    if name == "rebuild":
        assistant.library.rebuild()
    last = place == len(visit().turns) - 1  # only the last question can be asked again in its place
    if name == "builtin" and last:
        visit().model = BUILTIN
    if name in ("retry", "rebuild", "builtin") and last:
        conversing.ask_again(assistant)


def _judge(assistant: Assistant, place: int, said: str) -> None:
    name, _, reason = said.partition(":")
    verdict = cast("Verdict | None", name if name in ("up", "down") else None)
    conversing.judge(assistant, place, verdict, reason if reason in REASONS else None)


def _source(assistant: Assistant) -> None:
    opened = visit().opened
    answer = visit().turns[opened.turn].answer if opened else None
    if opened and answer:
        with st.container(key="source"):
            source = cited_source(answer, opened.mark, assistant.library, language())
            opener = (_key(opened.turn), opened.mark.name, opened.serial)
            show_source(source, opener, language(), visit().close)
