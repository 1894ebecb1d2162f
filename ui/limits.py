"""Limiting what is asked to some of the library: only trials, only recent ones, nothing retracted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant import wording
from ui.state import language, visit
from ui.words import say
from vectorstore.design import DESIGNS
from vectorstore.selection import Selection

if TYPE_CHECKING:
    from vectorstore.library import Library


def show_limits(library: Library) -> None:
    """Offer limits; what fits them becomes what is asked about."""
    with (
        st.popover(say(language(), "limits"), type="tertiary", icon=":material/filter_list:"),
        st.form("limits", border=False),
    ):
        designs = st.multiselect(
            say(language(), "limit_design"),
            DESIGNS,
            format_func=lambda name: wording.design(name, language()),
            placeholder=say(language(), "limit_any"),
            key="limit-design",
        )
        first = st.number_input(say(language(), "limit_first"), 1500, 2100, None, key="limit-first")
        last = st.number_input(say(language(), "limit_last"), 1500, 2100, None, key="limit-last")
        without = st.checkbox(say(language(), "limit_retracted"), key="limit-retracted")
        if not st.form_submit_button(say(language(), "limit_do")):
            return
    wanted = Selection(
        first_year=int(first) if first else None,
        last_year=int(last) if last else None,
        designs=tuple(designs),
        without_retracted=without,
    )
    taken = tuple(abstract.id for abstract in library.select(wanted))
    if not taken:
        st.toast(say(language(), "limit_none"))
        return
    visit().scope = None if wanted.is_everything else taken
    st.rerun()
