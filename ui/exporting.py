"""Taking a conversation along: as Markdown to read, as JSON for programs."""

from __future__ import annotations

import streamlit as st

from assistant.sharing import as_json, as_markdown
from ui.state import language, visit
from ui.words import say


def show_export() -> None:
    """Offer the conversation of this visit as files; they are made when they are asked for."""
    name, turns = say(language(), "export_name"), [(turn.question, turn.answer) for turn in visit().turns]
    title = visit().turns[0].question
    with (
        st.container(key="export", horizontal=True, horizontal_alignment="right"),
        st.popover(say(language(), "export"), type="tertiary", icon=":material/download:"),
    ):
        st.download_button(
            say(language(), "export_markdown"),
            data=lambda: as_markdown(title, turns),
            file_name=f"{name}.md",
            mime="text/markdown",
            type="tertiary",
            on_click="ignore",
            key="export-markdown",
        )
        st.download_button(
            say(language(), "export_json"),
            data=lambda: as_json(turns),
            file_name=f"{name}.json",
            mime="application/json",
            type="tertiary",
            on_click="ignore",
            key="export-json",
        )
