"""A chat whose assistant is slow, for tests: each part of an answer waits until the test lets it through.

Run by Streamlit as a script; the environment names the library's folder, in which a file `go-N` lets part N through.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import streamlit as st

from assistant import Assistant
from assistant.answer import Answer, Statement
from assistant.assistant import History
from assistant.settings import HOME_VARIABLE
from ui import frame
from ui.chat import show_chat
from vectorstore.errors import ModelError

STEP = 0.05  # seconds between two looks


class Slow(Assistant):
    """Answers as ever, but part by part, when the test says so; a file `fail` makes it fail instead."""

    def using(self, *, model: str, passages: int, key: str = "") -> Assistant:
        return self

    def stream(
        self,
        question: str,
        history: History = (),
        abstracts: Sequence[str] | None = None,
        language: Literal["auto", "en", "zh"] = "auto",
        stop: threading.Event | None = None,
    ) -> Iterator[Statement | Answer]:
        for number, part in enumerate(super().stream(question, history, abstracts, language, stop)):
            while not (self.settings.home / f"go-{number}").exists():
                threading.Event().wait(STEP)
                if (self.settings.home / "fail").exists():
                    raise ModelError("The model 'far:away' can't be reached at 127.0.0.1: connection refused.")
            yield part


@st.cache_resource
def shared() -> Slow:
    return Slow.open(home=Path(os.environ[HOME_VARIABLE]))


frame.begin()
show_chat(shared())
frame.show_conversations(shared())
