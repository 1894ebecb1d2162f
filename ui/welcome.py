"""What stands around the questions: what is loaded, and what could be asked first or next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Answer
from ui.component import element
from ui.state import language, visit
from ui.words import TAGS, say
from vectorstore.records import Language

if TYPE_CHECKING:
    from assistant import Assistant

_MOST_REFERENCES = 3  # more would push the question away
_GOING_ON = 3  # questions after an answer


def show_welcome(assistant: Assistant) -> None:
    """Say what this is and what is loaded, and suggest questions that the abstracts answer."""
    with st.container(key="welcome", gap="small"):
        st.title(say(language(), "title"), anchor=False)
        st.text(say(language(), "tagline"))
        if _loaded(assistant):
            suggested = _suggested(assistant, _state(assistant), visit().scope, language())
            _show_questions("suggested", language(), suggested)
        elif "library" in visit().pages:
            st.page_link(visit().pages["library"], label=say(language(), "add_first"), icon=":material/add:")


def show_follow_ups(assistant: Assistant, answer: Answer) -> None:
    """Suggest how to go on after an answer, in its language."""
    known = _followed(assistant, _state(assistant), visit().scope, answer.question, answer.language, answer)
    _show_questions("going_on", answer.language, known)


def _loaded(assistant: Assistant) -> bool:
    """Say what is loaded; whether anything is."""
    count, newest = assistant.library.find(most=_MOST_REFERENCES)
    key = {0: "loaded_none", 1: "loaded_one"}.get(count, "loaded_many")
    scope = visit().scope
    first = say(language(), "loaded_some" if scope else key, chosen=len(scope or ()), count=count)
    names = [abstract.name for abstract in newest]
    more = [say(language(), "loaded_more", count=count - len(names))] if count > len(names) else []
    with st.container(key="loaded"):
        # text, not markdown: a reference comes from a file
        st.text("\n".join([first, *names, *more]))
    return count > 0


def _show_questions(label: str, spoken: Language, questions: Sequence[str]) -> None:
    def ask() -> None:
        place = st.session_state[label].get("ask")
        if isinstance(place, int) and 0 <= place < len(questions):
            visit().question = questions[place]

    data = {
        "lang": TAGS[language()],
        "spoken": TAGS[spoken],
        "label": say(language(), label),
        "questions": list(questions),
    }
    element("asks")(key=label, data=data, on_ask_change=ask)


def _state(assistant: Assistant) -> str:
    """What changes when the library does."""
    return f"{assistant.library.home} {assistant.library.store.last_change()}"


@st.cache_data(show_spinner=False, max_entries=100)
def _suggested(_assistant: Assistant, state: str, scope: tuple[str, ...] | None, spoken: Language) -> list[str]:
    return _assistant.suggest(spoken, scope)


@st.cache_data(show_spinner=False, max_entries=100)
def _followed(
    _assistant: Assistant, state: str, scope: tuple[str, ...] | None, question: str, spoken: Language, _answer: Answer
) -> list[str]:
    return _assistant.suggest(spoken, scope, _answer, _GOING_ON)
