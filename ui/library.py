"""The library page: the abstracts that questions are answered from; add, read, choose and remove them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant import wording
from ui.adding import show_adding
from ui.component import Data, element
from ui.exporting import show_references
from ui.limits import show_limits
from ui.source import show_source, whole_source
from ui.state import language, visit
from ui.words import TAGS, say, section_name
from vectorstore.errors import InputError
from vectorstore.records import Abstract
from vectorstore.selection import study_design

if TYPE_CHECKING:
    from assistant import Assistant

_PAGE = 20  # abstracts on one page
_SHELF = "abstracts"  # key of the list


def show_library(assistant: Assistant) -> None:
    """Show the library page over an assistant."""
    # as in the chat, page.css hides an empty second column
    with st.container(key="desk"):
        shelf, source = st.columns(2, gap="large")
    with source:
        _source(assistant)
    with shelf:
        st.title(say(language(), "library"), anchor=False)
        st.text(say(language(), "library_note"))
        show_adding(assistant)
        _abstracts(assistant)


def _abstracts(assistant: Assistant) -> None:
    count = len(assistant.library.ids())
    if count == 0:
        st.text(say(language(), "loaded_none"))
        return
    st.header(say(language(), "abstracts"), anchor=False)
    with st.container(horizontal=True):
        if count > 1:
            show_limits(assistant.library)
        with st.popover(say(language(), "export"), type="tertiary", icon=":material/download:"):
            show_references(assistant.library.list)
    _scope(count)
    text = st.text_input(say(language(), "search"), key="search") if count > _PAGE else ""
    matching, found = _matching(assistant, text)
    if not found:
        st.text(say(language(), "found_none", text=text))
    _shelf(assistant, found)
    _pager(matching)


def _matching(assistant: Assistant, text: str) -> tuple[int, Sequence[Abstract]]:
    """How many abstracts hold a text, and those of the page that is open."""
    current = visit()
    if current.searched != text:
        current.searched, current.place = text, 0
    count, found = assistant.library.find(text, current.place, _PAGE)
    if current.place and current.place >= count:  # removed meanwhile
        current.place = 0
        count, found = assistant.library.find(text, 0, _PAGE)
    return count, found


def _pager(count: int) -> None:
    if count <= _PAGE:
        return
    start = visit().place

    def turn(to: int) -> None:
        visit().place = to

    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say(language(), "earlier"), disabled=start == 0, on_click=turn, args=[start - _PAGE])
        last = min(start + _PAGE, count)
        st.text(say(language(), "page_of", first=start + 1, last=last, count=count), width="content")
        st.button(say(language(), "later"), disabled=last == count, on_click=turn, args=[start + _PAGE])


def _scope(count: int) -> None:
    if count == 1:
        return
    chosen = visit().scope
    with st.container(horizontal=True, vertical_alignment="center"):
        key = "asking_some" if chosen else "asking_all"
        st.text(say(language(), key, chosen=len(chosen or ()), count=count), width="content")
        if chosen and st.button(say(language(), "ask_all"), type="tertiary"):
            visit().scope = None
            st.rerun()


def _shelf(assistant: Assistant, abstracts: Sequence[Abstract]) -> None:
    ids = assistant.library.ids()

    def act() -> None:
        name, wanted = st.session_state[_SHELF].get("act") or ("", "")
        if wanted not in ids:
            return
        if name == "open":
            visit().reading = wanted
        elif name == "remove":
            visit().dialog = ("take_out", wanted)
        elif name in ("include", "exclude"):
            _choose(wanted, ids, included=name == "include")

    data: Data = {
        "key": _SHELF,
        "lang": TAGS[language()],
        "label": say(language(), "abstracts"),
        "items": [_item(abstract, alone=len(ids) == 1) for abstract in abstracts],
    }
    element("shelf")(key=_SHELF, data=data, on_act_change=act)


def _choose(wanted: str, ids: Sequence[str], *, included: bool) -> None:
    """Ask about an abstract, or not; the last one stays, and all of them are the same as no choice."""
    chosen = {*(visit().scope or ids)}
    chosen = chosen | {wanted} if included else chosen - {wanted}
    if not chosen:
        st.toast(say(language(), "asking_least"))
    elif chosen == {*ids}:
        visit().scope = None
    else:
        visit().scope = tuple(name for name in ids if name in chosen)


def _item(abstract: Abstract, *, alone: bool) -> Data:
    name = abstract.name
    sections = dict.fromkeys(section_name(s.role, language()) for s in abstract.sections)
    design = study_design(abstract)
    ticked = visit().scope is None or abstract.id in (visit().scope or ())
    return {
        "id": abstract.id,
        "title": name,
        "openLabel": say(language(), "read_whole", what=name),
        "facts": [
            *wording.marks(abstract.reference, language()),
            *([str(abstract.reference.year)] if abstract.reference.year else []),
            *([wording.design(design, language())] if design else []),
            " + ".join(wording.tongue(code, language()) for code in abstract.tongues),
            " · ".join(sections),
        ],
        "current": visit().reading == abstract.id,
        "tick": None if alone else {"on": ticked, "label": say(language(), "ask_about", what=name)},
        "actions": [{"name": "remove", "label": say(language(), "take_out", what=name)}],
    }


def _source(assistant: Assistant) -> None:
    reading = visit().reading
    if reading is None:
        return
    try:
        abstract = assistant.library.get(reading)
    except InputError:  # removed meanwhile
        visit().reading = None
        return

    def close() -> None:
        visit().reading = None

    with st.container(key="source"):
        show_source(whole_source(abstract, language()), (_SHELF, abstract.id, 0), language(), close)
