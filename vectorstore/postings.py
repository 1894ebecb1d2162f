"""BM25 over a fixed list of documents, as columns of term weights.

By bm25s, in Lucene's variant (Lù 2024, arXiv:2407.03618).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75
"""How soon a repeated term stops counting, and how much a long document is discounted (Lucene's defaults)."""

Column = tuple[NDArray[np.int32], NDArray[np.float32]]
"""The documents that hold a term, in order, and the weight that it has in each."""

_NOTHING: Column = (np.empty(0, np.int32), np.empty(0, np.float32))


class Postings:
    """The weight of every term in every document."""

    def __init__(self, count: int, bm25: Any | None) -> None:  # noqa: ANN401  # bm25s has no types
        self.count = count
        self._bm25 = bm25

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Postings:
        """Index documents, given their terms; their order is the order of the scores."""
        if not any(documents):
            return cls(len(documents), None)
        import bm25s

        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        bm25.index([list(terms) for terms in documents], show_progress=False)
        return cls(len(documents), bm25)

    @classmethod
    def load(cls, folder: Path, count: int) -> Postings:
        """Open what `save` wrote, memory-mapped.

        Raises:
            OSError: A file is missing.
            ValueError: A file is damaged, or holds another number of documents.
        """
        if not (folder / "vocab.index.json").exists():
            return cls(count, None)
        import bm25s

        bm25 = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
        if bm25.scores["num_docs"] != count:
            raise ValueError(f"{folder} holds {bm25.scores['num_docs']} documents, not {count}")
        return cls(count, bm25)

    def save(self, folder: Path) -> None:
        """Write it into a folder, which is made."""
        folder.mkdir(parents=True)
        if self._bm25 is not None:
            self._bm25.save(str(folder), show_progress=False)

    def column(self, term: str) -> Column:
        """Where a term occurs, and its weight there; empty for a term that occurs nowhere."""
        at = None if self._bm25 is None else self._bm25.vocab_dict.get(term)
        if self._bm25 is None or at is None:
            return _NOTHING
        scores = self._bm25.scores
        start, end = scores["indptr"][at], scores["indptr"][at + 1]
        return scores["indices"][start:end], scores["data"][start:end]

    def scores(self, terms: Iterable[str]) -> NDArray[np.float64]:
        """The summed weight of some terms in every document."""
        total = np.zeros(self.count)
        for term in terms:
            places, weights = self.column(term)
            total[places] += weights
        return total
