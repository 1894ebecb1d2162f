"""The page: what is loaded, the conversation, and the source of the citation that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.component import read
from ui.source import show_source
from ui.state import LANGUAGE_KEY, Turn, browser_language, language, visit
from ui.turn import show_turn
from ui.words import LANGUAGES, say
from vectorstore.errors import AssistantError

if TYPE_CHECKING:
    from assistant import Assistant

_MOST_REFERENCES = 3  # more would push the question away


def begin() -> None:
    """Set the page up; comes before everything else in a run."""
    st.set_page_config(page_title=say(language(), "title"), layout="wide")
    st.html(f"<style>{read('page.css')}</style>")


def fail(error: AssistantError) -> None:
    """Say that the library can't be used, and why; what is already on the page stays."""
    st.error(say(language(), "unavailable"))
    st.text(str(error))


def show(assistant: Assistant) -> None:
    """Show the whole page over an assistant."""
    # at the bottom by our own hand: Streamlit's way would follow the page's end, away from the newest answer
    with st.bottom:
        question = st.chat_input(say(language(), "ask"), key="question")
    # both columns always stand, so that opening a source does not build the chat anew; page.css hides an empty one
    with st.container(key="desk"):
        chat, source = st.columns(2, gap="large")
    with chat:
        _head(assistant)
        _conversation(assistant, question)
    with source:
        _source(assistant)


def _head(assistant: Assistant) -> None:
    with st.container(key="head", gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.title(say(language(), "title"), anchor=False, width="content")
            _language_switch()
        st.text(say(language(), "tagline"))
        _loaded(assistant)


def _language_switch() -> None:
    st.segmented_control(
        say(language(), "language"),
        list(LANGUAGES),
        default=browser_language(),
        required=True,
        format_func=LANGUAGES.__getitem__,
        key=LANGUAGE_KEY,
        label_visibility="collapsed",
    )


def _loaded(assistant: Assistant) -> None:
    count, references = assistant.library.glance(_MOST_REFERENCES)
    key = {0: "loaded_none", 1: "loaded_one"}.get(count, "loaded_many")
    with st.container(key="loaded"):
        # text, not markdown: a reference comes from a file
        st.text("\n".join([say(language(), key, count=count), *references]))


def _conversation(assistant: Assistant, question: str | None) -> None:
    for place in range(len(visit().turns)):
        show_turn(place, assistant.library, language())
    if question:
        with st.spinner(say(language(), "reading")):
            visit().turns.append(_ask(assistant, question))
        show_turn(len(visit().turns) - 1, assistant.library, language())


def _source(assistant: Assistant) -> None:
    opened = visit().opened
    answer = visit().turns[opened.turn].answer if opened else None
    if opened and answer:
        with st.container(key="source"):
            show_source(opened.mark.of(answer), assistant.library, language())


def _ask(assistant: Assistant, question: str) -> Turn:
    try:
        return Turn(question, assistant.ask(question, history=visit().history()))
    except AssistantError as e:
        return Turn(question, error=str(e))
