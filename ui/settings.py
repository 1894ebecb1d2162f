"""The settings page: the model that answers, and how much it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from pydantic import SecretStr

from assistant.talking import try_connection
from ui.state import language, visit
from ui.words import say
from vectorstore.errors import InputError, ModelError

if TYPE_CHECKING:
    from assistant import Assistant

_FEWEST, _MOST = 4, 40  # passages


def recall_settings(assistant: Assistant, model: str) -> None:
    """Begin a visit with the model that the program was started with, and what was chosen last."""
    if visit().recalled:
        return
    visit().recalled = True
    visit().model = model
    passages = assistant.library.preferences.get("passages") or ""
    if passages.isdecimal():
        visit().passages = min(max(int(passages), _FEWEST), _MOST)


def show_settings(assistant: Assistant) -> None:
    """Show the settings page over an assistant."""
    st.title(say(language(), "settings"), anchor=False)
    st.text(say(language(), "settings_note"))
    _model(assistant)
    _passages(assistant)
    st.text(say(language(), "where", home=assistant.library.home))
    if visit().unkept:
        st.text(say(language(), "unkept") + "\n" + visit().unkept)


def _model(assistant: Assistant) -> None:
    with st.form("model", border=False):
        name = st.text_input(
            say(language(), "model"), visit().model, help=say(language(), "model_help"), key="model-name"
        )
        # held by the visit and nothing else, and gone with it
        secret = st.text_input(say(language(), "key"), type="password", help=say(language(), "key_help"), key="secret")
        tested = st.form_submit_button(say(language(), "test"))
    if not tested:
        return
    wanted = name.strip() or "builtin"
    try:
        with st.spinner(say(language(), "testing")):
            if wanted != "builtin":
                try_connection(wanted, secret.strip())
            assistant.using(model=wanted, passages=visit().passages, key=secret.strip())
    except (ModelError, InputError) as e:
        st.text(say(language(), "model_fails", model=wanted, used=visit().model))
        st.text(str(e))
    else:
        visit().model, visit().key = wanted, SecretStr(secret.strip())
        st.text(say(language(), "model_works", model=wanted))


def _passages(assistant: Assistant) -> None:
    def keep() -> None:
        visit().passages = int(st.session_state["passages"])
        visit().keep(lambda: assistant.library.preferences.set("passages", str(visit().passages)))

    st.slider(
        say(language(), "passages"),
        _FEWEST,
        _MOST,
        visit().passages,
        help=say(language(), "passages_help"),
        key="passages",
        on_change=keep,
    )
