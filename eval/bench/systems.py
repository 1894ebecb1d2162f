"""What is measured: our assistant, and two baselines that share nothing with it but where sentences begin and end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import Assistant
from eval.bench.baselines import Bm25, Overlap
from eval.bench.items import Span
from vectorstore.records import Abstract

DEPTH = 60
"""Passages that are searched for, so that ten different abstracts are among them: an abstract has three to five."""

Scope = Sequence[str] | None
"""Ids of the abstracts in scope; None for all."""


@dataclass(frozen=True, slots=True)
class System:
    """Something that can do one or more of the tasks."""

    name: str
    """As the rows name it."""
    rank: Callable[[str], list[str]] | None = None
    """Question -> ids of abstracts, best first; None when it can't."""
    point: Callable[[str, str], list[Span]] | None = None
    """Question, id of an abstract -> its sentences, best first; None when it can't."""
    judge: Callable[[str, Scope], float] | None = None
    """Question, scope -> how sure it is that the scope answers; None when it can't."""


def ours(assistant: Assistant) -> System:
    """The assistant; an abstract ranks as its first passage does."""

    def rank(question: str) -> list[str]:
        return list(dict.fromkeys(passage.chunk.abstract_id for passage in assistant.search(question, DEPTH)))

    def point(question: str, abstract_id: str) -> list[Span]:
        ranked = assistant.ask(question, abstracts=[abstract_id]).trace.sentences
        return [(sentence.start, sentence.end) for sentence in ranked]

    def judge(question: str, scope: Scope) -> float:
        return assistant.ask(question, abstracts=scope).confidence

    return System("ours", rank, point, judge)


def baselines(abstracts: Sequence[Abstract]) -> list[System]:
    """BM25 over whole abstracts, and weighted word overlap with single sentences."""
    bm25, overlap = Bm25(abstracts), Overlap(abstracts)
    return [
        System("bm25", rank=bm25.rank, judge=bm25.top),
        System("overlap", point=overlap.rank, judge=overlap.top),
    ]
