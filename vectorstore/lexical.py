"""BM25 over the chunks (bm25s, Lucene's variant: Lù 2024, arXiv:2407.03618)."""

from __future__ import annotations

import bm25s
import numpy as np
from numpy.typing import NDArray

from vectorstore.records import Chunk
from vectorstore.terms import terms


class LexicalIndex:
    """BM25 scores of a fixed list of chunks; made whole, never changed."""

    def __init__(self, chunks: list[Chunk]) -> None:
        self._size = len(chunks)
        self._bm25 = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        if chunks:
            self._bm25.index([terms(chunk.text) for chunk in chunks], show_progress=False)

    def scores(self, query: str) -> NDArray[np.float64]:
        """BM25 score of every chunk for a query, in the chunks' order; zeros where no term is shared."""
        known = [term for term in terms(query) if self._size and term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float64)
