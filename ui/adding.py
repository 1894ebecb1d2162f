"""Adding abstracts in the page: pasted text and files in any format, bad ones named and good ones kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui.state import language, visit
from ui.words import say
from vectorstore.adding import Added, add_file
from vectorstore.errors import AssistantError, LibraryError

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from assistant import Assistant
    from vectorstore.library import Library
    from vectorstore.readers.source import Watch

_LARGEST = 50  # megabytes of a file: the page holds it in memory; the command line has no limit
_LISTED = 6  # records of a file that get a line each; of more there are only counts
_REASONS = 5  # records passed over whose reasons are told

Given = tuple[str, bytes]
"""A name, and the bytes."""

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
            current.pasted = _add(assistant, [(say(language(), "paste_name"), text.encode())])
            st.rerun()


def _upload(assistant: Assistant) -> None:
    with st.form("upload", border=False):
        # another key is another, empty uploader; `clear_on_submit` would also drop files that are still on their way
        key = f"files-{visit().uploads}"
        chosen = st.file_uploader(
            say(language(), "upload"), accept_multiple_files=True, max_upload_size=_LARGEST, key=key
        )
        if st.form_submit_button(say(language(), "upload_do")) and chosen:
            visit().uploads += 1
            _add(assistant, [(file.name, file.getvalue()) for file in chosen])
            st.rerun()


def _add(assistant: Assistant, texts: Sequence[Given]) -> bool:
    """Add text by text, with a progress bar; then make them searchable. Whether all went well."""
    lines = visit().added = []
    label, bar = st.empty(), st.progress(0.0)
    for place, (name, given) in enumerate(texts):
        label.text(say(language(), "adding", name=name))
        watch = partial(_move, bar, place, len(texts), max(1, len(given)))
        try:
            lines.extend(_added(assistant.library, name, given, watch))
        except LibraryError as e:  # the others would fare no better
            lines += [_not_added(other, e) for other, _ in texts[place:]]
            break
    label.text(say(language(), "indexing"))
    bar.progress(1.0)
    assistant.library.catch_up()
    return all(well for well, _ in lines)


def _move(bar: DeltaGenerator, place: int, count: int, size: int, read: int) -> None:
    """Move the bar to where a text of so many bytes has been read to."""
    bar.progress((place + read / size) / count)


def _added(library: Library, name: str, given: bytes, watch: Watch) -> Iterator[Line]:
    """Add the records of one file; a line for each, or for many their counts, and why some were passed over."""
    told = list(add_file(library, given, name, watch))
    stored = [added for added in told if added.id]
    if len(stored) <= _LISTED:
        yield from (
            (True, say(language(), f"done_{added.became}", name=name, reference=added.name)) for added in stored
        )
    else:
        counts = Counter(added.became for added in stored)
        parts = [say(language(), f"count_{became}", count=f"{count:,}") for became, count in counts.items()]
        yield True, say(language(), "done_many", name=name, counts=", ".join(parts))
    passed = [added for added in told if not added.id]
    yield from ((False, _passed_over(added)) for added in passed[:_REASONS])
    if len(passed) > _REASONS:
        yield False, say(language(), "done_more", count=f"{len(passed) - _REASONS:,}")


def _passed_over(added: Added) -> str:
    return say(language(), "done_not_read", reason=f"{added.name}: {added.reason}")


def _not_added(name: str, e: AssistantError) -> Line:
    reason = str(e) if name in str(e) else f"{name}: {e}"
    return False, say(language(), "done_not_read", reason=reason)
