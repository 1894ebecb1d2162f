"""Question in, passages out: BM25 and vectors fused, as a LangChain retriever that keeps its scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, cast

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from vectorstore.cues import asked_roles
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
    """Most passages that come back."""

    def passages(self, query: str, k: int | None = None, abstracts: Sequence[str] | None = None) -> list[Passage]:
        """The k best passages, best first; ties go by abstract and place.

        Args:
            query: A question or keywords, English or Chinese.
            k: Most passages; the retriever's own `k` by default.
            abstracts: Ids to stay within; None for the whole library.

        Raises:
            InputError: An id is not in the library.
        """
        view = self.library.view()
        for abstract_id in abstracts or ():
            if abstract_id not in view.abstracts:
                raise unknown_abstract(abstract_id, sorted(view.abstracts))
        allowed = np.array([abstracts is None or c.abstract_id in set(abstracts) for c in view.chunks], dtype=bool)
        if not allowed.any():
            return []
        scores = self._scores(view, query, abstracts)
        order = sorted(np.flatnonzero(allowed), key=lambda i: (-round(float(scores[i]), 9), i))
        chosen = order[: self.k if k is None else k]
        return [
            passage_of(view.abstracts[view.chunks[i].abstract_id], view.chunks[i], float(scores[i])) for i in chosen
        ]

    def _scores(self, view: View, query: str, abstracts: Sequence[str] | None) -> NDArray[np.float64]:
        """One score a chunk.

        A section that the question asks for counts as much as the best of its abstract: the conclusion of a trial need
        not name its drug, and its authors never do.
        """
        lexical = view.lexical.scores(query)
        near = self.library.similarities(query, min(len(view.chunks), 200), abstracts)
        floor = min(near.values(), default=0.0)
        dense = np.array([near.get(chunk.id, floor) for chunk in view.chunks])
        own = _standardised(lexical) + DENSE_WEIGHT * _standardised(dense)
        roles, language = asked_roles(query), language_of(query)
        best: dict[str, float] = {}
        for chunk, score in zip(view.chunks, own, strict=True):
            best[chunk.abstract_id] = max(best.get(chunk.abstract_id, -np.inf), float(score))
        asked = np.array([chunk.role in roles for chunk in view.chunks])
        lifted = np.where(asked, [best[chunk.abstract_id] for chunk in view.chunks], own)
        same = np.array([chunk.language == language for chunk in view.chunks])
        return np.asarray(lifted + ROLE_BONUS * asked + LANGUAGE_BONUS * same, dtype=np.float64)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: object
    ) -> list[Document]:
        """LangChain's way in; `abstracts` and `k` may be given to `invoke` by name."""
        limits = cast("_Limits", kwargs)
        return [to_document(passage) for passage in self.passages(query, limits.get("k"), limits.get("abstracts"))]


def _standardised(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Zero mean and unit variance over one query; zeros when all are equal."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-12 else np.zeros_like(scores)
