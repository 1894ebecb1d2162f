"""What goes into the chain: a question, checked and completed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from langchain_core.messages import BaseMessage
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.follow_up import standalone
from assistant.reading import Reading, Rewritten, Spent
from vectorstore.errors import InputError
from vectorstore.records import Language, Passage
from vectorstore.text import language_of

LONGEST = 20_000
"""Characters of a question; a longer text is no question."""


class ChainInput(BaseModel):
    """What the chain takes, when it is more than the question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    """In English or Chinese."""
    history: tuple[tuple[str, str] | BaseMessage, ...] = ()
    """Earlier turns, oldest first: (question, answer text) pairs or LangChain messages."""
    abstracts: tuple[str, ...] | None = None
    """Ids of the abstracts that it is about; all by default."""
    language: Literal["auto", "en", "zh"] = "auto"
    """The language to answer in; that of the question by default."""


class Asked(BaseModel):
    """One question on its way through the chain."""

    model_config = ConfigDict(frozen=True)

    question: str
    """As it was asked."""
    standalone: str | None
    """What a follow-up was read as."""
    language: Language
    """The language to answer in."""
    abstracts: tuple[str, ...] | None
    """The abstracts in scope; None for all."""
    spent: Spent = Spent()
    """What a model took to make it stand alone."""
    started: float
    """When it was asked, by `time.perf_counter`."""
    passages: tuple[Passage, ...] = ()
    """What was retrieved."""
    reading: Reading | None = None
    """What the reader made of it."""
    stages_ms: dict[str, float] = {}
    """Milliseconds of each stage so far."""

    @property
    def effective(self) -> str:
        """The question that is retrieved and read for."""
        return self.standalone or self.question

    def after(self, stage: str, **results: object) -> Asked:
        """The question with a stage's results, and the time since the stage before ended."""
        spent = (time.perf_counter() - self.started) * 1000 - sum(self.stages_ms.values())
        return self.model_copy(update={**results, "stages_ms": {**self.stages_ms, stage: round(spent, 3)}})


Rewrite = Callable[[str, Sequence[tuple[str, str]]], Rewritten]
"""Makes a follow-up stand alone: (question, earlier turns) -> the question that it became."""


def by_rules(question: str, history: Sequence[tuple[str, str]]) -> Rewritten:
    """A follow-up made to stand alone without a model."""
    return Rewritten(standalone(question, history))


def receive(given: str | ChainInput | Mapping[str, object], rewrite: Rewrite = by_rules) -> Asked:
    """Check what was given, and make a follow-up stand alone.

    Raises:
        InputError: The question is missing, empty or too long, or a field is unknown or of the wrong type.
    """
    started = time.perf_counter()
    fields = _validated(given)
    if not fields.question.strip():
        raise InputError("There is no question. Give it as text, such as 'Which pathways are implicated?'.")
    if len(fields.question) > LONGEST:
        raise InputError(
            f"The question has {len(fields.question):,} characters; at most {LONGEST:,} can be asked. Ask it shorter."
        )
    earlier = turns(fields.history)
    rewritten = rewrite(fields.question, earlier) if earlier else Rewritten(None)
    return Asked(
        question=fields.question,
        standalone=rewritten.question,
        spent=rewritten.spent,
        language=language_of(fields.question) if fields.language == "auto" else fields.language,
        abstracts=fields.abstracts,
        started=started,
    )


def _validated(given: str | ChainInput | Mapping[str, object]) -> ChainInput:
    if isinstance(given, ChainInput):
        return given
    try:
        return ChainInput.model_validate({"question": given} if isinstance(given, str) else given)
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(map(str, first["loc"])) or "input"
        raise InputError(
            f"The chain can't take this {where}: {first['msg']}. Give a question as text, or a mapping with 'question' "
            "and, if wanted, 'history', 'abstracts' and 'language'."
        ) from e


def turns(history: Sequence[tuple[str, str] | BaseMessage]) -> list[tuple[str, str]]:
    """Earlier turns as (question, answer text) pairs; messages that are neither human nor AI are passed over."""
    pairs: list[tuple[str, str]] = []
    for entry in history:
        if not isinstance(entry, BaseMessage):
            pairs.append(entry)
        elif entry.type == "human":
            pairs.append((str(entry.text), ""))
        elif entry.type == "ai" and pairs:
            pairs[-1] = (pairs[-1][0], str(entry.text))
    return pairs
