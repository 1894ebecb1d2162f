"""Questions of ours before something is changed for good: rename or delete a conversation, remove an abstract."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from ui.state import language, visit
from ui.words import say
from vectorstore.errors import AssistantError, InputError

if TYPE_CHECKING:
    from assistant import Assistant


def show_dialog(assistant: Assistant) -> None:
    """Show the dialog that was asked for, until it is closed in any way."""
    asked = visit().dialog
    if asked is None:
        return
    name, about = asked
    shown = {"rename": _rename, "remove": _delete, "take_out": _take_out}[name]
    if not shown(assistant, about):  # what it is about is gone
        _close()


def _close() -> None:
    visit().dialog = None


def _rename(assistant: Assistant, about: str) -> bool:
    conversation = assistant.library.conversations.get(about)
    if conversation is None:
        return False

    def body() -> None:
        with st.form("rename", border=False):
            title = st.text_input(say(language(), "rename_label"), conversation.title, max_chars=200)
            if st.form_submit_button(say(language(), "rename_do"), type="primary"):
                visit().keep(lambda: assistant.library.conversations.rename(about, title))
                _close()
                st.rerun()

    st.dialog(say(language(), "rename_title"), on_dismiss=_close)(body)()
    return True


def _delete(assistant: Assistant, about: str) -> bool:
    conversation = assistant.library.conversations.get(about)
    if conversation is None:
        return False

    def delete() -> None:
        visit().keep(lambda: assistant.library.conversations.remove(about))
        if visit().conversation == about:
            visit().begin_anew()

    _confirm("delete", conversation.title, delete)
    return True


def _take_out(assistant: Assistant, about: str) -> bool:
    try:
        name = assistant.library.get(about).name
    except InputError:  # removed by another window meanwhile
        return False

    def remove() -> None:
        assistant.library.remove(about)
        visit().forget(about)
        assistant.library.catch_up()

    _confirm("take_out", name, remove)
    return True


def _confirm(key: str, what: str, do: Callable[[], None]) -> None:
    """Ask whether something is to go; a failure is told in the dialog, and nothing is lost."""

    def body() -> None:
        st.text(what)
        st.caption(say(language(), f"{key}_note"))
        with st.container(horizontal=True):
            kept = st.button(say(language(), "cancel"), key="keep")
            gone = st.button(say(language(), f"{key}_do"), type="primary", key="go")
        if gone:
            try:
                do()
            except AssistantError as e:
                st.text(str(e))
                return
        if gone or kept:
            _close()
            st.rerun()

    st.dialog(say(language(), f"{key}_title"), on_dismiss=_close)(body)()
