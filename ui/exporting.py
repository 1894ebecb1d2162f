"""Taking a conversation along: as Markdown to read, as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assistant.references import Style, as_references
from assistant.sharing import as_json, as_markdown
from ui.state import language, visit
from ui.words import say
from vectorstore.errors import InputError
from vectorstore.records import Abstract

if TYPE_CHECKING:
    from vectorstore.library import Library


_STYLES: dict[Style, str] = {"vancouver": "txt", "ris": "ris", "bibtex": "bib", "jsonl": "jsonl"}
"""Forms of references, and the endings of their files."""


def show_export(library: Library) -> None:
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
        cited = dict.fromkeys(c.abstract_id for _, answer in turns if answer for c in answer.citations)
        if cited:
            show_references(lambda: _there(library, cited), ("vancouver", "ris", "bibtex"))


def show_references(abstracts: Callable[[], Iterable[Abstract]], styles: Sequence[Style] = tuple(_STYLES)) -> None:
    """Offer the references of abstracts as files."""
    name = say(language(), "references_name")
    for style in styles:
        st.download_button(
            say(language(), f"export_{style}"),
            data=partial(_file, abstracts, style),
            file_name=f"{name}.{_STYLES[style]}",
            mime="text/plain",
            type="tertiary",
            on_click="ignore",
            key=f"export-{style}",
        )


def _file(abstracts: Callable[[], Iterable[Abstract]], style: Style) -> str:
    return "".join(as_references(abstracts(), style))


def _there(library: Library, ids: Iterable[str]) -> Iterator[Abstract]:
    """Those of the cited abstracts that are still in the library."""
    for abstract_id in ids:
        try:
            yield library.get(abstract_id)
        except InputError:
            continue
