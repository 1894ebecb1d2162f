"""The script that Streamlit runs for every visit: one shared `Assistant`, and the pages over it."""

from __future__ import annotations

import os
from functools import partial

import streamlit as st

from assistant import Assistant
from assistant.settings import BUILTIN, HOME_VARIABLE
from ui import frame
from ui.chat import show_chat
from ui.dialogs import show_dialog
from ui.evaluation import show_evaluation
from ui.launch import EMBEDDINGS_VARIABLE, MODEL_VARIABLE
from ui.library import show_library
from ui.settings import recall_settings, show_settings
from ui.state import language, recall_language, visit
from ui.words import say
from vectorstore.errors import AssistantError, IndexUnusableError


@st.cache_resource(show_spinner=False, on_release=Assistant.close)
def _shared(home: str | None, embeddings: str | None) -> Assistant:
    # with the built-in reader: a model is had for each question, so that one that can't be had leaves the page usable
    return Assistant.open(home=home, embeddings=embeddings)


def _main() -> None:
    frame.begin()
    try:
        assistant = _shared(os.environ.get(HOME_VARIABLE), os.environ.get(EMBEDDINGS_VARIABLE))
        recall_language(assistant.library)
        recall_settings(assistant, os.environ.get(MODEL_VARIABLE) or BUILTIN)
        _show(assistant)
    except AssistantError as e:
        frame.show_trouble(e)


def _show(assistant: Assistant) -> None:
    shown = {"title": show_chat, "library": show_library, "evaluation": show_evaluation, "settings": show_settings}
    visit().pages = {
        name: st.Page(partial(show, assistant), title=say(language(), name), url_path=name, default=name == "title")
        for name, show in shown.items()
    }
    page = st.navigation([*visit().pages.values()], position="hidden")
    frame.follow(page)
    conversations = frame.begin_sidebar(assistant)
    try:
        page.run()
    except IndexUnusableError as e:
        frame.show_trouble(e, assistant.library.rebuild)
    with conversations:  # after the page, which may have begun one
        frame.show_conversations(assistant)
    show_dialog(assistant)


_main()
