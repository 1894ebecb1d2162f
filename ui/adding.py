"""Adding abstracts in the page: pasted text and files, a line for each, bad ones named and good ones kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui.state import language, visit
from ui.words import say
from vectorstore.errors import InputError
from vectorstore.files import LARGEST, decode
from vectorstore.plain_text import read_plain_text

if TYPE_CHECKING:
    from assistant import Assistant
    from vectorstore.library import Library

_MEGABYTE = 1_000_000

Text = tuple[str, Callable[[], str]]
"""A name, and what gives its text or raises InputError."""


def show_adding(assistant: Assistant) -> None:
    """Offer to paste and to upload; afterwards say what became of each text."""
    empty = not assistant.library.ids()
    with st.expander(say(language(), "add"), expanded=empty, icon=":material/add:", key="adding"):
        _paste(assistant)
        _upload(assistant)
    with st.container(key="added", gap="xxsmall"):
        for well, line in visit().added:
            # text, not markdown: names and reasons come from files
            st.text(f"{'✓' if well else '✗'} {line}")


def _paste(assistant: Assistant) -> None:
    with st.form("paste", border=False, clear_on_submit=True):
        text = st.text_area(say(language(), "paste"), key="pasted", height=160)
        if st.form_submit_button(say(language(), "paste_do")) and text.strip():
            _add(assistant, [(say(language(), "paste_name"), lambda: text)])


def _upload(assistant: Assistant) -> None:
    with st.form("upload", border=False, clear_on_submit=True):
        chosen = st.file_uploader(
            say(language(), "upload"), accept_multiple_files=True, max_upload_size=LARGEST // _MEGABYTE, key="files"
        )
        if st.form_submit_button(say(language(), "upload_do")) and chosen:
            _add(assistant, [(file.name, partial(decode, file.getvalue(), file.name)) for file in chosen])


def _add(assistant: Assistant, texts: Sequence[Text]) -> None:
    """Add text by text, with a progress bar; then make them searchable."""
    visit().added = []
    bar = st.progress(0.0)
    for place, (name, text) in enumerate(texts):
        bar.progress(place / len(texts), say(language(), "adding", name=""))
        visit().added += _add_text(assistant.library, name, text)
    bar.progress(1.0, say(language(), "indexing"))
    assistant.library.catch_up()
    st.rerun()


def _add_text(library: Library, name: str, text: Callable[[], str]) -> list[tuple[bool, str]]:
    """Add the records of one text; a line for each, or one that says why there is none."""
    try:
        records = read_plain_text(text())
    except InputError as e:
        reason = str(e) if name in str(e) else f"{name}: {e}"
        return [(False, say(language(), "done_not_read", reason=reason))]
    lines = []
    for record in records:
        outcome = library.add(record)[1]
        lines.append((True, say(language(), f"done_{outcome}", name=name, reference=record.name)))
    return lines
