"""What stands on every page: the way to the others, the conversations, the language, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from ui.component import Data, element, read
from ui.conversing import open_conversation
from ui.state import LANGUAGE_KEY, language, remember_language, visit
from ui.trouble import trouble_of, ways_out
from ui.words import LANGUAGES, TAGS, say
from vectorstore.conversations import Conversation
from vectorstore.errors import AssistantError

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from streamlit.navigation.page import StreamlitPage

    from assistant import Assistant


def begin() -> None:
    """Set the page up; comes before everything else in a run."""
    st.set_page_config(page_title=say(language(), "title"), layout="wide")
    st.html(f"<style>{read('page.css')}</style>")


def follow(page: StreamlitPage) -> None:
    """Note which page is shown; go on to the chat, if that was asked for there and no other page since."""
    current = visit()
    left, current.leaving = current.leaving, ""
    current.page = next((name for name, known in current.pages.items() if known is page), "")
    if left == current.page and left not in ("", "title"):
        st.switch_page(current.pages["title"])


def begin_sidebar(assistant: Assistant) -> DeltaGenerator:
    """Show the ways to the other pages and the language; gives the place for the conversations, filled last."""
    pages = visit().pages
    with st.sidebar:
        st.text(say(language(), "title"))
        with st.container(key="ways", gap="xxsmall"):
            # a callback, which runs once: a click on a link that comes while the page still runs would repeat an `if`
            st.button(
                say(language(), "new"), icon=":material/edit_square:", type="tertiary", key="new", on_click=_begin_anew
            )
            st.page_link(pages["library"], label=say(language(), "library"), icon=":material/library_books:")
            st.page_link(pages["evaluation"], label=say(language(), "evaluation"), icon=":material/monitoring:")
            st.page_link(pages["settings"], label=say(language(), "settings"), icon=":material/tune:")
        conversations = st.container(key="conversations", gap="xsmall")
        st.segmented_control(
            say(language(), "language"),
            list(LANGUAGES),
            required=True,
            format_func=LANGUAGES.__getitem__,
            key=LANGUAGE_KEY,
            on_change=remember_language,
            args=[assistant.library],
            label_visibility="collapsed",
        )
    return conversations


def _begin_anew() -> None:
    visit().begin_anew()
    st.query_params.pop("c", None)
    visit().leaving = visit().page


def show_conversations(assistant: Assistant) -> None:
    """List the conversations that were kept; each can be opened, renamed and deleted."""
    found = assistant.library.conversations.list()
    if found:
        st.caption(say(language(), "conversations"))
    data = {
        "key": "shelf",
        "lang": TAGS[language()],
        "label": say(language(), "conversations"),
        "items": [_item(conversation) for conversation in found],
    }

    def act() -> None:
        name, wanted = st.session_state["shelf"].get("act") or ("", "")
        if not any(wanted == conversation.id for conversation in found):
            return
        if name == "open":
            open_conversation(assistant, wanted)
            visit().leaving = visit().page
        elif name in ("rename", "remove"):
            visit().dialog = (name, wanted)

    element("shelf")(key="shelf", data=data, on_act_change=act)


def _item(conversation: Conversation) -> Data:
    title = conversation.title
    return {
        "id": conversation.id,
        "title": title,
        "openLabel": title,
        "facts": [],
        "current": conversation.id == visit().conversation,
        "actions": [{"name": name, "label": say(language(), name, what=title)} for name in ("rename", "remove")],
    }


def show_trouble(error: AssistantError, rebuild: Callable[[], object] | None = None) -> None:
    """Say what went wrong, with a button for the way out where one can help; what is already on the page stays."""
    trouble = trouble_of(error)
    way = next(iter(ways_out(trouble)), None)
    with st.container(key="trouble"):
        st.error(say(language(), f"trouble_{trouble}"))
        st.text(str(error))
        if way and st.button(say(language(), f"way_{way}"), key="way"):
            if way == "rebuild" and rebuild:
                with st.spinner(say(language(), "rebuilding")):
                    rebuild()
            st.rerun()
