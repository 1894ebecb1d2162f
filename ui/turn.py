"""One turn of the conversation: the question, and its answer, refusal or failure, as the browser shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Answer, Citation, Refusal
from ui.component import element
from ui.evidence import Mark, mark_named, supported
from ui.state import Turn, visit
from ui.words import TAGS, say
from vectorstore.records import Language

if TYPE_CHECKING:
    from vectorstore.library import Library

Data = dict[str, object]
"""What goes to the browser as JSON."""


def show_turn(place: int, library: Library, language: Language) -> None:
    """Show the turn at a place of the conversation, 0-based."""
    current, key = visit(), f"turn-{place}"
    opened = current.opened
    data: Data = {
        "lang": TAGS[language],
        "turn": turn_data(current.turns[place], library, language),
        "newest": place == len(current.turns) - 1,
        "open": opened.mark.name if opened and opened.turn == place else "",
    }
    element("turn")(key=key, data=data, on_mark_change=_opener(place, key))


def turn_data(turn: Turn, library: Library, language: Language) -> Data:
    """All the words of one turn, for the browser."""
    answer = turn.answer
    data: Data = {
        "question": turn.question,
        "lang": TAGS[answer.language] if answer else "",
        "questionLabel": say(language, "question"),
        "answerLabel": say(language, "answer"),
        "error": {"heading": say(language, "failed"), "text": turn.error} if turn.error else None,
    }
    return data | (_answer_data(answer, library, language) if answer else _NOTHING)


_NOTHING: Data = {"statements": [], "asides": [], "checked": None, "refusal": None}


def _opener(place: int, key: str) -> Callable[[], None]:
    def open_mark() -> None:
        answer = visit().turns[place].answer
        # only a name comes from the browser: the place in the text is looked up here
        mark = mark_named(str(st.session_state[key].get("mark")), answer) if answer else None
        if mark:
            visit().open(place, mark)

    return open_mark


def _answer_data(answer: Answer, library: Library, language: Language) -> Data:
    cited = {c.number: _chip(Mark("cited", c.number), c, language) for c in answer.citations}
    statements = [
        {"text": s.text, "lang": TAGS[s.language], "chips": [cited[number] for number in s.citations]}
        for s in answer.statements
    ]
    label = say(language, "withdrawn")
    withdrawn = [f"{label}: {w.text} ({w.reason})" for w in answer.withdrawn]
    asides = [*(notice.text for notice in answer.notices), *withdrawn]
    return {
        "statements": statements,
        "asides": [{"text": text, "lang": TAGS[answer.language]} for text in asides],
        "checked": _checked(answer, library, language) if statements else None,
        "refusal": _refusal(answer.refusal, answer.language, language) if answer.refusal else None,
    }


def _chip(mark: Mark, citation: Citation, language: Language) -> Data:
    section = say(language, f"role_{citation.section}")
    return {
        "mark": mark.name,
        "number": mark.number,
        "quote": citation.quote,
        "label": say(language, mark.kind, number=mark.number, section=section),
    }


def _checked(answer: Answer, library: Library, language: Language) -> Data:
    found, everything = supported(answer, library), len(answer.statements)
    key = "checked_some" if found < everything else "checked_one" if everything == 1 else "checked_all"
    return {"sound": found == everything, "text": say(language, key, found=found, all=everything)}


def _refusal(refusal: Refusal, spoken: Language, language: Language) -> Data:
    return {
        "lang": TAGS[spoken],
        "heading": say(language, f"refused_{refusal.reason}"),
        "message": refusal.message,
        "missing": list(refusal.missing),
        "missingLabel": say(language, "missing"),
        "nearestLabel": say(language, "nearest_passages"),
        "nearest": [_passage(c, language) for c in refusal.nearest],
    }


def _passage(citation: Citation, language: Language) -> Data:
    return {
        "quote": citation.quote,
        "lang": TAGS[citation.language],
        "section": say(language, f"role_{citation.section}"),
        "chip": _chip(Mark("nearest", citation.number), citation, language),
    }
