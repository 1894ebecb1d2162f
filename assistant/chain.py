"""The chain: LangChain Runnables from a question to a checked answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, cast

from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from assistant import wording
from assistant.answer import Answer, LibrarySummary, Notice, Status, Trace, TracePassage, TraceSentence
from assistant.asked import Asked, ChainInput, receive
from assistant.grounding import ground, refusal
from assistant.reader import BuiltinReader
from assistant.reading import Gap, Reader, Reading
from vectorstore.passages import from_document
from vectorstore.records import Passage

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
    chosen: Reader = reader or BuiltinReader()

    def retrieve(asked: Asked, config: RunnableConfig) -> Asked:
        limits: dict[str, Any] = {} if asked.abstracts is None else {"abstracts": list(asked.abstracts)}
        documents = retriever.invoke(asked.effective, config, **limits)
        return asked.after("retrieve", passages=tuple(from_document(document) for document in documents))

    def read(asked: Asked) -> Asked:
        reading = (
            chosen.read(asked.effective, asked.passages, asked.language)
            if asked.passages
            else Reading((), (), (), (Gap("empty_library"),), 0.0)
        )
        return asked.after("read", reading=reading)

    def check(asked: Asked) -> Answer:
        summary = (describe or _seen)(asked.abstracts, asked.passages)
        return _answer(asked, summary, chosen.name, embeddings)

    steps = RunnableLambda(receive) | RunnableLambda(retrieve) | RunnableLambda(read) | RunnableLambda(check)
    typed = steps.with_types(input_type=cast("type[Any]", str | ChainInput), output_type=Answer)
    return typed.with_config(run_name="abstract_assistant")


def _seen(abstracts: Sequence[str] | None, passages: Sequence[Passage]) -> LibrarySummary:
    """What the passages alone show of a library."""
    ids = {passage.chunk.abstract_id for passage in passages}
    years = [passage.year for passage in passages if passage.year is not None]
    searched = len(ids) if abstracts is None else len(abstracts)
    return LibrarySummary(abstracts=len(ids), searched=searched, newest_year=max(years, default=None), fingerprint="")


def _answer(asked: Asked, summary: LibrarySummary, model: str, embeddings: str) -> Answer:
    """The checked answer."""
    reading = cast(Reading, asked.reading)
    grounded = ground(reading, asked.passages, asked.language)
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
        notices=tuple(Notice(kind=kind, text=wording.notice(kind, asked.language)) for kind in reading.notices),
        refusal=explained,
        model=model,
        library=summary,
        trace=_trace(timed, reading, embeddings),
        elapsed_ms=round((time.perf_counter() - asked.started) * 1000, 3),
    )


def _emptied(reading: Reading, anything: bool) -> Reading:
    """A reading of which nothing survived, with the gap that says so."""
    if anything or reading.gaps:
        return reading
    return Reading(reading.sentences, reading.scores, (), (Gap("unsupported"),), reading.confidence)


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
    return Trace(
        version=version("abstract-assistant"),
        embeddings=embeddings,
        passages=passages,
        sentences=sentences,
        stages_ms=asked.stages_ms,
    )
