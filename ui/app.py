"""The script that Streamlit runs for every visit: one shared `Assistant`, and the page over it."""

from __future__ import annotations

import os

import streamlit as st

from assistant import Assistant
from assistant.settings import HOME_VARIABLE
from ui import page
from ui.launch import EMBEDDINGS_VARIABLE, MODEL_VARIABLE
from vectorstore.errors import AssistantError


@st.cache_resource(show_spinner=False, on_release=Assistant.close)
def _shared(home: str | None, model: str | None, embeddings: str | None) -> Assistant:
    return Assistant.open(home=home, model=model, embeddings=embeddings)


def _main() -> None:
    page.begin()
    names = (HOME_VARIABLE, MODEL_VARIABLE, EMBEDDINGS_VARIABLE)
    try:
        page.show(_shared(*(os.environ.get(name) for name in names)))
    except AssistantError as e:
        page.fail(e)


_main()
