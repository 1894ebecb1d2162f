"""Question in, passages out: BM25 and vectors fused, as a LangChain retriever that keeps its scores."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, TypedDict, cast

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from vectorstore.cues import asked_roles
from vectorstore.errors import LibraryBusyError
from vectorstore.library import Library, View, unknown_abstract
from vectorstore.passages import passage_of, to_document
from vectorstore.records import Passage
from vectorstore.text import language_of

DENSE_WEIGHT = 0.5
"""Weight of the standardised similarity beside the standardised BM25 score (DESIGN.md, section 5)."""

ROLE_BONUS = 1.0
"""Standard deviations added to a passage of a section that the question asks for."""

LANGUAGE_BONUS = 0.5
"""Standard deviations added to a passage in the question's language."""


_FEWEST = 20
"""Abstracts in scope from which on it can be said how far one stands out."""

_BY_CHANCE, _BY_SIZE = 5.0, 1.5
"""The score that the best of so few gets for a question that is about something else, and what it gains with every
e-fold of the library. On PubMedQA (20 to 500 abstracts) and XQuAD (30 and 120, within a language), part fit, of those
whose right abstract was taken away about a quarter at most reach it, and of the others 95 in 100 lie above."""

_ACROSS = 2  # best abstracts only in the other language that are made whole too: words of two languages don't compare
_NEAR = 200  # nearest chunks that get their own similarity; the others count as the last of these
_TRIES = 5  # views, when writers change the library under a question


class _Wanted(NamedTuple):
    """What is looked for."""

    query: str
    k: int
    whole: int
    abstracts: Sequence[str] | None


class _Limits(TypedDict, total=False):
    """What may be given to `invoke` by name."""

    k: int | None
    abstracts: Sequence[str] | None


class HybridRetriever(BaseRetriever):
    """Passages of a library for a question, best first; `score` is kept in each document's metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    """Where the passages come from."""
    k: int = 12
    """Most passages that come back, but for those that make an abstract whole."""
    whole: int = 0
    """How many of the best abstracts come back from `invoke` with every passage that they have; the two best of those
    that are only in the other language come too."""

    def passages(
        self, query: str, k: int | None = None, abstracts: Sequence[str] | None = None, whole: int = 0
    ) -> list[Passage]:
        """The k best passages and the rest of the best abstracts, best first; ties go by abstract and place.

        Args:
            query: A question or keywords, English or Chinese.
            k: Most passages, but for those that make an abstract whole; the retriever's own `k` by default.
            abstracts: Ids to stay within; None for the whole library.
            whole: How many of the best abstracts come back with every passage that they have, beside the two best of
                those that are only in the other language.

        Raises:
            InputError: An id is not in the library.
        """
        wanted = _Wanted(query, self.k if k is None else k, whole, abstracts)
        for _ in range(_TRIES):
            found = self._found(self.library.view(), wanted)
            if found is not None:
                return found
        raise LibraryBusyError(f"The library {self.library.home} keeps changing while it is asked. Ask again.")

    def _found(self, view: View, wanted: _Wanted) -> list[Passage] | None:
        """The passages; None when an abstract changed in the meantime, so that the view no longer holds."""
        for abstract_id in wanted.abstracts or ():
            if abstract_id not in view.entries:
                raise unknown_abstract(abstract_id, list(view.entries))
        places = view.lexical.places
        allowed = _in_scope(view, wanted.abstracts)
        if not len(allowed):
            return []
        scores = np.round(self._scores(view, wanted.query, wanted.abstracts), 9)
        ranked = allowed[np.argsort(-scores[allowed], kind="stable")]
        numbers = view.lexical.numbers[ranked]
        whole = list(dict.fromkeys(numbers[: wanted.k].tolist()))[: wanted.whole]
        if wanted.whole:
            foreign = numbers[~view.lexical.tells_in(language_of(wanted.query))[ranked]]
            whole += list(dict.fromkeys(foreign.tolist()))[:_ACROSS]
        chance = _by_chance(view, wanted.abstracts)
        best = ranked[(np.arange(len(ranked)) < wanted.k) | np.isin(numbers, whole)]
        texts = {name: self.library.store.get(name) for name in dict.fromkeys(places[at].abstract_id for at in best)}
        passages = []
        for at in best:
            abstract = texts[places[at].abstract_id]
            if abstract is None or abstract.text_sha256 != view.entries[abstract.id].sha256:
                return None
            score = float(scores[at])
            standing = None if chance is None else score - chance
            passages.append(passage_of(abstract, places[at].chunk(abstract.text), score, standing))
        return passages

    def _scores(self, view: View, query: str, abstracts: Sequence[str] | None) -> NDArray[np.float64]:
        """One score a chunk.

        A section that the question asks for counts as much as the best of its abstract: the conclusion of a trial need
        not name its drug, and its authors never do.
        """
        lexical = view.lexical
        own = _standardised(lexical.scores(query)) + DENSE_WEIGHT * self._closeness(view, query, abstracts)
        best = np.full(len(lexical.abstracts), -np.inf)
        np.maximum.at(best, lexical.numbers, own)
        asked = lexical.has_role(asked_roles(query))
        lifted = np.where(asked, best[lexical.numbers], own)
        same = lexical.is_in(language_of(query))
        return np.asarray(lifted + ROLE_BONUS * asked + LANGUAGE_BONUS * same, dtype=np.float64)

    def _closeness(self, view: View, query: str, abstracts: Sequence[str] | None) -> NDArray[np.float64]:
        """How far the similarity of each chunk stands out, in standard deviations; 0 for all but the nearest.

        Only the nearest are known. Standardising over these alone, or over all with one value for the others, would
        make much of little; so the spread is that of a sample of the library.
        """
        found = np.zeros(len(view.lexical.places))
        near = self.library.near(query, min(len(found), _NEAR), abstracts, view.lexical.sample)
        if not near.scores:
            return found
        floor = min(near.scores.values())
        for chunk_id, similarity in near.scores.items():
            at = view.lexical.position(chunk_id)
            if at is not None and near.spread > 0:
                found[at] = (similarity - floor) / near.spread
        return found

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: object
    ) -> list[Document]:
        """LangChain's way in; `abstracts` and `k` may be given to `invoke` by name."""
        limits = cast("_Limits", kwargs)
        found = self.passages(query, limits.get("k"), limits.get("abstracts"), self.whole)
        return [to_document(passage) for passage in found]


def _in_scope(view: View, abstracts: Sequence[str] | None) -> NDArray[np.intp]:
    """Positions of the chunks that are in scope."""
    if abstracts is None:
        return np.arange(len(view.lexical.places))
    scope = frozenset(abstracts)
    wanted = np.array([name in scope for name in view.lexical.abstracts], dtype=np.bool_)
    return np.flatnonzero(wanted[view.lexical.numbers])


def _by_chance(view: View, abstracts: Sequence[str] | None) -> float | None:
    """The score of the best abstract for a question about something else; None where too few are in scope."""
    every = view.lexical.abstracts
    if len(every if abstracts is None else abstracts) < _FEWEST:
        return None
    return _BY_CHANCE + _BY_SIZE * math.log(len(every) / _FEWEST)


def _standardised(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Zero mean and unit variance over one query; zeros when all are equal."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-12 else np.zeros_like(scores)
