"""Adding abstracts in the page: pasted text and files, a line for each, bad ones named and good ones kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui.state import language, visit
from ui.words import say
from vectorstore.errors import AssistantError, InputError, LibraryError
from vectorstore.files import LARGEST, decode
from vectorstore.plain_text import read_plain_text

if TYPE_CHECKING:
    from assistant import Assistant
    from vectorstore.library import Library

_MEGABYTE = 1_000_000

Text = tuple[str, Callable[[], str]]
"""A name, and what gives its text or raises InputError."""

Line = tuple[bool, str]
"""Whether it went well, and what became of it."""


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
    current = visit()
    if current.pasted:  # added: make room; what was not added stays in the box
        current.pasted, st.session_state["pasted"] = False, ""
    with st.form("paste", border=False):
        text = st.text_area(say(language(), "paste"), key="pasted", height=160)
        if st.form_submit_button(say(language(), "paste_do")) and text.strip():
            current.pasted = _add(assistant, [(say(language(), "paste_name"), lambda: text)])
            st.rerun()


def _upload(assistant: Assistant) -> None:
    with st.form("upload", border=False):
        # another key is another, empty uploader; `clear_on_submit` would also drop files that are still on their way
        key = f"files-{visit().uploads}"
        chosen = st.file_uploader(
            say(language(), "upload"), accept_multiple_files=True, max_upload_size=LARGEST // _MEGABYTE, key=key
        )
        if st.form_submit_button(say(language(), "upload_do")) and chosen:
            visit().uploads += 1
            _add(assistant, [(file.name, partial(decode, file.getvalue(), file.name)) for file in chosen])
            st.rerun()


def _add(assistant: Assistant, texts: Sequence[Text]) -> bool:
    """Add text by text, with a progress bar; then make them searchable. Whether all went well."""
    lines = visit().added = []
    label, bar = st.empty(), st.progress(0.0)
    for place, (name, text) in enumerate(texts):
        label.text(say(language(), "adding", name=name))
        bar.progress(place / len(texts))
        try:
            lines.extend(_added(assistant.library, name, text))
        except LibraryError as e:  # the others would fare no better
            lines += [_not_added(other, e) for other, _ in texts[place:]]
            break
    label.text(say(language(), "indexing"))
    bar.progress(1.0)
    assistant.library.catch_up()
    return all(well for well, _ in lines)


def _added(library: Library, name: str, text: Callable[[], str]) -> Iterator[Line]:
    """Add the records of one text; a line for each, or one that says why there is none."""
    try:
        for record in read_plain_text(text()):
            outcome = library.add(record)[1]
            yield True, say(language(), f"done_{outcome}", name=name, reference=record.name)
    except InputError as e:
        yield _not_added(name, e)


def _not_added(name: str, e: AssistantError) -> Line:
    reason = str(e) if name in str(e) else f"{name}: {e}"
    return False, say(language(), "done_not_read", reason=reason)
