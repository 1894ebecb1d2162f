"""What one visit holds: the conversation, the citation that is open, what was chosen; nothing here is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import streamlit as st
from pydantic import SecretStr

from assistant.answer import Answer
from ui.asking import Asking
from ui.evidence import Mark
from ui.trouble import Trouble, trouble_of
from vectorstore.conversations import Verdict
from vectorstore.errors import LibraryError
from vectorstore.records import Language

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from vectorstore.library import Library

_VISIT = "visit"

LANGUAGE_KEY = "language"
"""Key of the widget that chooses the interface language, and name of the preference."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with what came of it."""

    question: str
    """As it was typed."""
    answer: Answer | None = None
    """None when it failed, was stopped, or is on its way."""
    trouble: Trouble = ""
    """Why there is no answer; empty while it is on its way."""
    detail: str = ""
    """What exactly went wrong, where more is known."""
    id: int | None = None
    """Its number in the library; None when it could not be kept."""
    verdict: Verdict | None = None
    """What the person thought of the answer."""
    reason: str | None = None
    """Why."""


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
    """What one browser tab has seen and chosen since it was opened."""

    conversation: str | None = None
    """Id in the library; None before the first question."""
    turns: list[Turn] = field(default_factory=list)
    """The conversation, oldest first."""
    asking: Asking | None = None
    """The last turn while it is on its way."""
    opened: Opened | None = None
    """None while no source is shown."""
    clicks: int = 0
    """How many citations were opened."""
    question: str | None = None
    """A question that was clicked, until it is asked."""
    dialog: tuple[str, str] | None = None
    """The dialog to show, and the id of what it is about."""
    scope: tuple[str, ...] | None = None
    """Ids of the abstracts that questions are about; None for all."""
    reading: str | None = None
    """Id of the abstract that is open in the library."""
    added: list[tuple[bool, str]] = field(default_factory=list)
    """What became of the files that were added last: whether it went well, and a line."""
    pasted: bool = False
    """Whether the pasted text was added, so that its box can be emptied."""
    uploads: int = 0
    """How many times files were added."""
    unkept: str = ""
    """Why the last thing could not be kept in the library."""
    model: str = "builtin"
    """The model that answers."""
    key: SecretStr = field(default_factory=lambda: SecretStr(""))
    """Its key, where one was typed; it goes with the visit and is kept nowhere."""
    passages: int = 12
    """Most passages that a question is answered from."""
    recalled: bool = False
    """Whether the remembered settings were read."""
    searched: str = ""
    """What was looked for in the library."""
    place: int = 0
    """How many of the abstracts that were found come before those shown."""
    page: str = ""
    """Name of the page that is shown, as in `pages`; empty where one is shown by itself."""
    leaving: str = ""
    """Name of the page that is to be left for the chat; empty when none is."""
    pages: dict[str, StreamlitPage] = field(default_factory=dict)
    """The pages by name: `title` (the chat), `library`, `evaluation`, `settings`; none where one is shown by itself."""

    def forget(self, abstract_id: str) -> None:
        """Leave an abstract that is gone."""
        self.reading = None if self.reading == abstract_id else self.reading
        self.scope = tuple(name for name in self.scope or () if name != abstract_id) or None

    def open(self, turn: int, mark: Mark) -> None:
        """Show the source of a citation."""
        self.clicks += 1
        self.opened = Opened(turn, mark, self.clicks)

    def close(self) -> None:
        """Show no source."""
        self.opened = None

    def begin_anew(self) -> None:
        """Leave the conversation; a question on its way goes on and is kept."""
        self.conversation, self.turns, self.asking, self.opened, self.question = None, [], None, None, None

    def settle(self) -> None:
        """Take over what came of the question on its way, if it is over."""
        try:
            over = self.asking is not None and self.asking.wait(0)
        except BaseException:  # a bug: it is shown, and the question can be asked again
            self.asking = None
            self.turns[-1] = replace(self.turns[-1], trouble="interrupted")
            raise
        if self.asking and over:
            done, self.asking = self.asking, None
            self.unkept = str(done.unkept or self.unkept)
            trouble = "stopped" if done.stopped else trouble_of(done.error) if done.error else ""
            detail = str(done.error or "")
            self.turns[-1] = replace(self.turns[-1], answer=done.answer, trouble=trouble, detail=detail)

    def history(self) -> list[tuple[str, str]]:
        """(question, answer text) of every answered turn, oldest first."""
        return [(turn.question, turn.answer.text) for turn in self.turns if turn.answer]

    def keep(self, change: Callable[[], None]) -> None:
        """Change the library, or note why it can't be changed."""
        try:
            change()
        except LibraryError as e:
            self.unkept = str(e)
        else:
            self.unkept = ""


def visit() -> Visit:
    """The state of this visit, made on first use."""
    if _VISIT not in st.session_state:
        st.session_state[_VISIT] = Visit()
    current: Visit = st.session_state[_VISIT]
    return current


def language() -> Language:
    """The interface language of this visit: the chosen one, else the remembered one, else the browser's."""
    chosen: Language | None = st.session_state.get(LANGUAGE_KEY)
    return chosen or browser_language()


def remember_language(library: Library) -> None:
    """Keep the chosen interface language for the next visit."""
    visit().keep(lambda: library.preferences.set(LANGUAGE_KEY, language()))


def recall_language(library: Library) -> None:
    """Begin a visit in the language that was chosen last."""
    if LANGUAGE_KEY not in st.session_state:
        kept = library.preferences.get(LANGUAGE_KEY)
        st.session_state[LANGUAGE_KEY] = kept if kept in ("en", "zh") else browser_language()


def browser_language() -> Language:
    """Chinese where the browser asks for it, English everywhere else."""
    return "zh" if (st.context.locale or "").startswith("zh") else "en"
