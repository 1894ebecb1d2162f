"""What one visit holds: the conversation, the citation that is open, the interface language."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from assistant.answer import Answer
from ui.evidence import Mark
from vectorstore.records import Language

_VISIT = "visit"

LANGUAGE_KEY = "language"
"""Key of the widget that chooses the interface language."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with what came of it."""

    question: str
    """As it was typed."""
    answer: Answer | None = None
    """None when it failed."""
    error: str = ""
    """What went wrong, for the person at the keyboard; empty when it is answered."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The citation whose source is shown."""

    turn: int
    """0-based place of its turn in the conversation."""
    mark: Mark
    """Which citation of that turn."""
    serial: int
    """Rises with every click, so that a second click on the same citation is news."""


@dataclass(slots=True)
class Visit:
    """What one browser tab has seen since it was opened."""

    turns: list[Turn] = field(default_factory=list)
    """The conversation, oldest first."""
    opened: Opened | None = None
    """None while no source is shown."""
    clicks: int = 0
    """How many citations were opened."""

    def open(self, turn: int, mark: Mark) -> None:
        """Show the source of a citation."""
        self.clicks += 1
        self.opened = Opened(turn, mark, self.clicks)

    def close(self) -> None:
        """Show no source."""
        self.opened = None

    def history(self) -> list[tuple[str, str]]:
        """(question, answer text) of every answered turn, oldest first."""
        return [(turn.question, turn.answer.text) for turn in self.turns if turn.answer]


def visit() -> Visit:
    """The state of this visit, made on first use."""
    if _VISIT not in st.session_state:
        st.session_state[_VISIT] = Visit()
    current: Visit = st.session_state[_VISIT]
    return current


def language() -> Language:
    """The interface language of this visit: the chosen one, else the browser's."""
    chosen: Language | None = st.session_state.get(LANGUAGE_KEY)
    return chosen or browser_language()


def browser_language() -> Language:
    """Chinese where the browser asks for it, English everywhere else."""
    return "zh" if (st.context.locale or "").startswith("zh") else "en"
