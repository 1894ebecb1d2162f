"""What a reader hands on: sentences by id, what it says with them, and what it can't say."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from assistant.answer import Reason
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
class Spent:
    """What a language model took."""

    prompt: str | None = None
    """Version of the prompt; None without a model."""
    tokens_in: int = 0
    """Tokens sent."""
    tokens_out: int = 0
    """Tokens that came back."""

    def __add__(self, other: Spent) -> Spent:
        return Spent(other.prompt or self.prompt, self.tokens_in + other.tokens_in, self.tokens_out + other.tokens_out)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A question, made to stand alone."""

    question: str | None
    """What it became; None where it stands alone already."""
    spent: Spent = Spent()
    """What a model took for it."""


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
    left_out: int = 0
    """Passages that did not fit into what a model is given."""
    spent: Spent = Spent()
    """What a model took."""


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


@runtime_checkable
class Writer(Reader, Protocol):
    """A reader whose statements come one by one, and which can make a follow-up stand alone."""

    def write(
        self, question: str, passages: Sequence[Passage], language: Language, stop: threading.Event | None = None
    ) -> Iterator[Reading]:
        """As `read`, but readings that grow by a statement; the last one is whole, and the one that counts."""

    def standalone(
        self, question: str, history: Sequence[tuple[str, str]], stop: threading.Event | None = None
    ) -> Rewritten:
        """A follow-up so that it can be understood alone."""
