"""What a reader hands on: sentences by id, what it says with them, and what it can't say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import NoticeKind, Reason
from vectorstore.records import Language, Passage, Sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before the checks: words, and the sentences they rest on."""

    sentence_ids: tuple[int, ...]
    """Indices into `Reading.sentences`."""
    text: str | None = None
    """What is said; None for the words of the first sentence themselves."""
    language: Language | None = None
    """The language of `text`; None for that of the first sentence."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the question that is not answered."""

    reason: Reason
    """Why."""
    missing: tuple[str, ...] = ()
    """What the abstracts don't say, in the question's own words."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a question and its passages."""

    sentences: tuple[Sentence, ...]
    """Every sentence of the passages, best first; a sentence's id is its place here."""
    scores: tuple[float, ...]
    """The reader's score of each, higher is better."""
    drafts: tuple[Draft, ...]
    """Statements, in reading order."""
    gaps: tuple[Gap, ...]
    """What is not answered; empty when everything is."""
    confidence: float
    """How sure it is that the question is answered, 0 to 1."""
    notices: tuple[NoticeKind, ...] = ()
    """What to tell about the answer beside its statements."""


class Reader(Protocol):
    """Chooses what to say from passages. It never writes a quote: it names sentences, and code copies them."""

    @property
    def name(self) -> str:
        """What `Answer.model` shows."""

    def read(self, question: str, passages: Sequence[Passage], language: Language) -> Reading:
        """Read the passages for a question that stands alone.

        Args:
            question: The question.
            passages: What was retrieved for it, best first; may be empty.
            language: The language to answer in.

        Returns:
            Statements as sentence ids, or gaps.
        """
