"""BM25 over the chunks (bm25s, Lucene's variant: Lù 2024, arXiv:2407.03618), kept in files beside the vectors.

bm25s can't be changed in place, so an index is made whole, written into a folder of its own, and swapped in by
replacing one small file that names it. A reader that has the old one open keeps it: the files are memory-mapped.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from vectorstore.chunks import CHUNKING
from vectorstore.records import Chunk, Place
from vectorstore.terms import terms

_POINTER = "lexical.json"


@dataclass(frozen=True, slots=True)
class Indexed(Place):
    """A chunk without its text."""

    tokens: int
    """Number of cl100k_base tokens."""

    def chunk(self, text: str) -> Chunk:
        """The chunk, given the text of its abstract."""
        place = (self.abstract_id, self.role, self.language, self.field, self.start, self.end)
        return Chunk(*place, tokens=self.tokens, text=text[self.start : self.end])


_FIELDS = [field.name for field in fields(Indexed)]


class LexicalIndex:
    """BM25 scores of a fixed list of chunks."""

    def __init__(self, places: Sequence[Indexed], bm25: Any | None, change: int = 0) -> None:  # noqa: ANN401  # bm25s has no types
        self.places = tuple(places)
        self.change = change
        self._bm25 = bm25
        self._positions = {place.id: position for position, place in enumerate(self.places)}

    @classmethod
    def build(cls, chunks: Sequence[Chunk], change: int = 0) -> LexicalIndex:
        """Index chunks in memory; their order is the order of the scores."""
        places = [Indexed(c.abstract_id, c.role, c.language, c.field, c.start, c.end, c.tokens) for c in chunks]
        if not chunks:
            return cls(places, None, change)
        import bm25s

        bm25 = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        bm25.index([terms(chunk.text) for chunk in chunks], show_progress=False)
        return cls(places, bm25, change)

    def position(self, chunk_id: str) -> int | None:
        """Place of a chunk in `places`; None when it is not in this index."""
        return self._positions.get(chunk_id)

    def scores(self, query: str) -> NDArray[np.float64]:
        """BM25 score of every chunk for a query, in the chunks' order; zeros where no term is shared."""
        known = [term for term in terms(query) if self._bm25 is not None and term in self._bm25.vocab_dict]
        if not known or self._bm25 is None:
            return np.zeros(len(self.places))
        return np.asarray(self._bm25.get_scores(known), dtype=np.float64)

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own under `folder`, swap it in, and clear older ones away."""
        name = f"lexical-{self.change}-{os.getpid()}"
        target = folder / name
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        rows = {"fields": _FIELDS, "rows": [list(asdict(place).values()) for place in self.places]}
        (target / "places.json").write_text(json.dumps(rows), encoding="utf-8")
        if self._bm25 is not None:
            self._bm25.save(str(target), show_progress=False)
        temporary = folder / f"{_POINTER}.{os.getpid()}"
        pointer = {"change": self.change, "folder": name, "chunking": CHUNKING}
        temporary.write_text(json.dumps(pointer), encoding="utf-8")
        os.replace(temporary, folder / _POINTER)
        for old in folder.glob("lexical-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)


def discard_lexical(folder: Path) -> None:
    """Forget the saved index, so that the next one is cut anew."""
    (folder / _POINTER).unlink(missing_ok=True)


def load_lexical(folder: Path) -> LexicalIndex | None:
    """The saved index, memory-mapped; None when there is none, or it is damaged or of another chunking."""
    pointer = _pointer(folder)
    if pointer is None:
        return None
    source = folder / str(pointer["folder"])
    try:
        saved = json.loads((source / "places.json").read_text(encoding="utf-8"))
        if saved["fields"] != _FIELDS:
            return None  # of an older version
        places = [Indexed(*row) for row in saved["rows"]]
        bm25 = _mapped(source) if places else None
    except (OSError, ValueError, TypeError, KeyError, EOFError):
        return None  # made again by the caller
    if bm25 is not None and bm25.scores["num_docs"] != len(places):
        return None
    return LexicalIndex(places, bm25, int(pointer["change"]))


def _mapped(source: Path) -> Any:  # noqa: ANN401  # bm25s has no types
    import bm25s

    return bm25s.BM25.load(str(source), mmap=True, show_progress=False)


def _pointer(folder: Path) -> dict[str, int | str] | None:
    try:
        pointer = json.loads((folder / _POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    fits = isinstance(pointer, dict) and pointer.get("chunking") == CHUNKING and isinstance(pointer.get("change"), int)
    return cast("dict[str, int | str]", pointer) if fits else None
