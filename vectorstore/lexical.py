"""BM25 over the chunks and over whole abstracts, kept in files beside the vectors.

An index can't be changed in place, so it is made whole, written into a folder of its own, and swapped in by replacing
one small file that names it. A reader that has the old one open keeps it: the files are memory-mapped.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from vectorstore.bridging import chinese_scores, english_scores
from vectorstore.chunks import CHUNKING
from vectorstore.postings import Postings
from vectorstore.records import PROSE_ROLES, Chunk, Language, Place, Role
from vectorstore.terms import asked_terms, terms
from vectorstore.text import language_of

WHOLE = 2.0
"""Weight of the whole abstract beside the chunk: what a chunk is about often stands in its neighbours (measured on
PubMedQA and XQuAD, part fit: 1 to 3 differ by less than 0.005)."""

_SAMPLE = 256  # chunks that stand for all
_POINTER = "lexical.json"
_FORMAT = 2  # raised when files of an older version can't be read


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
    """BM25 scores of a fixed list of chunks, those of one abstract next to each other."""

    def __init__(self, places: Sequence[Indexed], chunks: Postings, wholes: Postings, change: int = 0) -> None:
        self.places = tuple(places)
        self.change = change
        self._chunks, self._wholes = chunks, wholes
        self._positions = {place.id: position for position, place in enumerate(self.places)}

    @classmethod
    def build(cls, chunks: Sequence[Chunk], change: int = 0) -> LexicalIndex:
        """Index chunks in memory; their order is the order of the scores."""
        places = [Indexed(c.abstract_id, c.role, c.language, c.field, c.start, c.end, c.tokens) for c in chunks]
        documents = [terms(chunk.text) for chunk in chunks]
        wholes: dict[str, list[list[str]]] = {}
        for chunk, words in zip(chunks, documents, strict=True):
            wholes.setdefault(chunk.abstract_id, []).append(words)
        joined = [list(chain.from_iterable(parts)) for parts in wholes.values()]
        return cls(places, Postings.build(documents), Postings.build(joined), change)

    @cached_property
    def abstracts(self) -> tuple[str, ...]:
        """Ids of the abstracts, in the order of their chunks."""
        return tuple(dict.fromkeys(place.abstract_id for place in self.places))

    @cached_property
    def numbers(self) -> NDArray[np.intp]:
        """The place of each chunk's abstract in `abstracts`."""
        at = {name: number for number, name in enumerate(self.abstracts)}
        return np.array([at[place.abstract_id] for place in self.places], dtype=np.intp)

    @cached_property
    def _roles(self) -> NDArray[np.str_]:
        return np.array([place.role for place in self.places], dtype=np.str_)

    @cached_property
    def _languages(self) -> NDArray[np.str_]:
        return np.array([place.language for place in self.places], dtype=np.str_)

    @cached_property
    def sample(self) -> tuple[str, ...]:
        """Ids of chunks evenly spread over the list: always the same for the same list."""
        return tuple(place.id for place in self.places[:: max(1, len(self.places) // _SAMPLE)])

    def has_role(self, roles: Sequence[Role]) -> NDArray[np.bool_]:
        """Which chunks are of sections with one of these roles."""
        return np.isin(self._roles, list(roles))

    def is_in(self, language: Language) -> NDArray[np.bool_]:
        """Which chunks are in a language."""
        return np.asarray(self._languages == language, dtype=np.bool_)

    def tells_in(self, language: Language) -> NDArray[np.bool_]:
        """Which chunks are of abstracts that have prose in a language."""
        told = np.zeros(len(self.abstracts), dtype=np.bool_)
        told[self.numbers[self.is_in(language) & self.has_role(PROSE_ROLES)]] = True
        return told[self.numbers]

    def position(self, chunk_id: str) -> int | None:
        """Place of a chunk in `places`; None when it is not in this index."""
        return self._positions.get(chunk_id)

    def scores(self, question: str) -> NDArray[np.float64]:
        """How well each chunk matches a question, in the chunks' order; zeros where nothing is shared.

        What the question's words mean in the other language counts for the chunks in that language.
        """
        own = asked_terms(question)
        found = self._chunks.scores(own)
        if len(self.places):
            found += WHOLE * self._wholes.scores(own)[self.numbers]
        other: Language = "en" if language_of(question) == "zh" else "zh"
        there = self.is_in(other)
        if there.any():
            bridge = english_scores if other == "en" else chinese_scores
            # as own words do, those of the other language count for chunk and abstract; where the abstract has the
            # same text in the question's language, that has spoken for it
            weights = 1 + WHOLE * ~self.tells_in(language_of(question))
            found += weights * bridge(question, self._chunks) * there
        return found

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own under `folder`, swap it in, and clear older ones away."""
        name = f"lexical-{self.change}-{os.getpid()}"
        target = folder / name
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        rows = {"fields": _FIELDS, "rows": [[getattr(place, name) for name in _FIELDS] for place in self.places]}
        (target / "places.json").write_text(json.dumps(rows), encoding="utf-8")
        self._chunks.save(target / "chunks")
        self._wholes.save(target / "wholes")
        temporary = folder / f"{_POINTER}.{os.getpid()}"
        pointer = {"change": self.change, "folder": name, "chunking": CHUNKING, "format": _FORMAT}
        temporary.write_text(json.dumps(pointer), encoding="utf-8")
        os.replace(temporary, folder / _POINTER)
        for old in folder.glob("lexical-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)


def discard_lexical(folder: Path) -> None:
    """Forget the saved index, so that the next one is cut anew."""
    (folder / _POINTER).unlink(missing_ok=True)


def load_lexical(folder: Path) -> LexicalIndex | None:
    """The saved index, memory-mapped; None when there is none, or it is damaged or of another chunking or version."""
    pointer = _pointer(folder)
    if pointer is None:
        return None
    source = folder / str(pointer["folder"])
    try:
        saved = json.loads((source / "places.json").read_text(encoding="utf-8"))
        if saved["fields"] != _FIELDS:
            return None  # of an older version
        places = [Indexed(*row) for row in saved["rows"]]
        wholes = len({place.abstract_id for place in places})
        parts = Postings.load(source / "chunks", len(places)), Postings.load(source / "wholes", wholes)
    except (OSError, ValueError, TypeError, KeyError, EOFError):
        return None  # made again by the caller
    return LexicalIndex(places, *parts, int(pointer["change"]))


def _pointer(folder: Path) -> dict[str, int | str] | None:
    try:
        pointer = json.loads((folder / _POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(pointer, dict) and (pointer.get("chunking"), pointer.get("format")) == (CHUNKING, _FORMAT)
    return cast("dict[str, int | str]", pointer) if known and isinstance(pointer.get("change"), int) else None
