"""The chain: LangChain Runnables from a question to a checked answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from typing import Any, cast

from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from assistant import wording
from assistant.answer import (
    Answer,
    LibrarySummary,
    Notice,
    NoticeKind,
    Statement,
    Status,
    Trace,
    TracePassage,
    TraceSentence,
)
from assistant.asked import Asked, ChainInput, receive
from assistant.grounding import Grounded, ground, refusal
from assistant.reader import BuiltinReader
from assistant.reading import Gap, Reader, Reading, Writer
from vectorstore.passages import from_document
from vectorstore.records import Language, Passage

_TRACED = 20  # sentences in the trace

Describe = Callable[[Sequence[str] | None, Sequence[Passage]], LibrarySummary]
"""Says what the library holds: (abstracts in scope or None for all, passages) -> summary."""


Given = str | ChainInput | Mapping[str, object]
"""What the chain takes: a question, or a mapping with the fields of `ChainInput`."""


def build_chain(
    retriever: BaseRetriever,
    reader: Reader | None = None,
    *,
    describe: Describe | None = None,
    embeddings: str = "builtin",
) -> Runnable[Given, Answer]:
    """A chain from parts: any LangChain retriever, and a reader.

    Args:
        retriever: Gives the documents to answer from. One of ours keeps its scores and knows its library; of any
            other, each document's page content is taken as a whole record and cited as such.
        reader: Chooses what to say; the built-in reader by default.
        describe: Says what the library holds; by default, what the passages show of it.
        embeddings: Name of the embeddings, for the trace.

    Returns:
        A Runnable: a question, or a mapping as `ChainInput`, in; one `Answer` out, also from `stream`.
    """
    way = Way(retriever, reader or BuiltinReader(), describe or _seen, embeddings)
    begun: Runnable[Given, Asked] = RunnableLambda(way.receive) | RunnableLambda(way.retrieve)
    steps = begun | RunnableLambda(way.read) | RunnableLambda(way.check)
    typed = steps.with_types(input_type=cast("type[Any]", str | ChainInput), output_type=Answer)
    return typed.with_config(run_name="abstract_assistant")


@dataclass(frozen=True, slots=True)
class Way:
    """The stages from a question to its answer."""

    retriever: BaseRetriever
    """Finds passages."""
    reader: Reader
    """Chooses what to say."""
    describe: Describe
    """Says what the library holds."""
    embeddings: str
    """Name of the embeddings, for the trace."""

    def receive(self, given: Given) -> Asked:
        """Check what was given, and make a follow-up stand alone: by the model, where one answers."""
        return self._received(given, None)

    def _received(self, given: Given, stop: threading.Event | None) -> Asked:
        return (
            receive(given, partial(self.reader.standalone, stop=stop))
            if isinstance(self.reader, Writer)
            else receive(given)
        )

    def retrieve(self, asked: Asked, config: RunnableConfig | None = None) -> Asked:
        """Find passages for the question as it stands alone."""
        limits: dict[str, Any] = {} if asked.abstracts is None else {"abstracts": list(asked.abstracts)}
        documents = self.retriever.invoke(asked.effective, config, **limits)
        return asked.after("retrieve", passages=tuple(from_document(document) for document in documents))

    def read(self, asked: Asked) -> Asked:
        """Choose what to say; without passages there is nothing to choose from, and nobody is asked."""
        if not asked.passages:
            return asked.after("read", reading=_NOTHING)
        return asked.after("read", reading=self.reader.read(asked.effective, asked.passages, asked.language))

    def check(self, asked: Asked) -> Answer:
        """Check every statement, and say what is not answered."""
        summary = self.describe(asked.abstracts, asked.passages)
        return _answer(asked, summary, self.reader.name, self.embeddings)

    def stream(self, given: Given, stop: threading.Event | None = None) -> Iterator[Statement | Answer]:
        """Statements as each is written and has passed the checks, then the answer, which is what counts.

        Args:
            given: As the chain takes it.
            stop: Ends it when set, and the request to a model with it.

        Raises:
            StoppedError: Stopped.
        """
        asked = self.retrieve(self._received(given, stop))
        if isinstance(self.reader, Writer) and asked.passages:
            shown = 0
            for reading in self.reader.write(asked.effective, asked.passages, asked.language, stop):
                grown = ground(reading, asked.passages, asked.language, asked.effective).statements
                yield from grown[shown:]
                shown = max(shown, len(grown))
            answer = self.check(asked.after("read", reading=reading))
        else:
            answer = self.check(self.read(asked))
            yield from answer.statements
        yield answer


_NOTHING = Reading((), (), (), (Gap("empty_library"),), 0.0)


def _seen(abstracts: Sequence[str] | None, passages: Sequence[Passage]) -> LibrarySummary:
    """What the passages alone show of a library."""
    ids = {passage.chunk.abstract_id for passage in passages}
    years = [passage.year for passage in passages if passage.year is not None]
    searched = len(ids) if abstracts is None else len(abstracts)
    return LibrarySummary(abstracts=len(ids), searched=searched, newest_year=max(years, default=None), fingerprint="")


def _answer(asked: Asked, summary: LibrarySummary, model: str, embeddings: str) -> Answer:
    """The checked answer."""
    reading = cast(Reading, asked.reading)
    grounded = ground(reading, asked.passages, asked.language, asked.effective)
    explained = refusal(_emptied(reading, bool(grounded.statements)), asked.passages, asked.language)
    status: Status = "refused" if not grounded.statements else "partly_answered" if explained else "answered"
    timed = asked.after("check")
    return Answer(
        question=asked.question,
        standalone_question=asked.standalone,
        language=asked.language,
        status=status,
        confidence=reading.confidence,
        statements=grounded.statements,
        citations=grounded.citations,
        withdrawn=grounded.withdrawn,
        notices=_notices(reading, grounded, asked.language),
        refusal=explained,
        model=model,
        library=summary,
        trace=_trace(timed, reading, embeddings),
        elapsed_ms=round((time.perf_counter() - asked.started) * 1000, 3),
    )


def _notices(reading: Reading, grounded: Grounded, language: Language) -> tuple[Notice, ...]:
    cited = grounded.citations
    foreign = [citation.foreign for citation in cited if citation.foreign]
    other = [c for c in cited if not c.foreign and c.language != language and c.section != "reference"]
    kinds: list[NoticeKind] = ["other_language"] if other else []
    if any(citation.retracted for citation in cited):
        kinds.append("retracted")
    notices = [Notice(kind=kind, text=wording.notice(kind, language)) for kind in kinds]
    if foreign:
        notices.append(Notice(kind="other_language", text=wording.quoted_in(foreign, language)))
    if reading.left_out:
        notices.append(Notice(kind="passages_left_out", text=wording.left_out(reading.left_out, language)))
    return tuple(notices)


def _emptied(reading: Reading, anything: bool) -> Reading:
    """A reading of which nothing survived, with the gap that says so."""
    if anything or not reading.drafts:
        return reading
    return replace(reading, drafts=(), gaps=(Gap("unsupported"),))


def _trace(asked: Asked, reading: Reading, embeddings: str) -> Trace:
    passages = tuple(
        TracePassage(
            abstract_id=p.chunk.abstract_id,
            section=p.chunk.role,
            language=p.chunk.language,
            start=p.chunk.start,
            end=p.chunk.end,
            score=round(p.score, 6),
        )
        for p in asked.passages
    )
    pairs = zip(reading.sentences[:_TRACED], reading.scores[:_TRACED], strict=True)
    sentences = tuple(
        TraceSentence(abstract_id=s.abstract_id, start=s.start, end=s.end, score=score) for s, score in pairs
    )
    spent = asked.spent + reading.spent
    return Trace(
        version=version("abstract-assistant"),
        embeddings=embeddings,
        prompt=spent.prompt,
        tokens_in=spent.tokens_in,
        tokens_out=spent.tokens_out,
        passages=passages,
        sentences=sentences,
        stages_ms=asked.stages_ms,
    )
