"""The abstracts a user has, and everything derived from them, kept in step."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.chunks import chunks_of
from vectorstore.embeddings import NamedEmbeddings
from vectorstore.errors import InputError, LibraryBusyError
from vectorstore.index import VectorIndex
from vectorstore.lexical import LexicalIndex
from vectorstore.plain_text import read_plain_text
from vectorstore.records import Abstract, Chunk
from vectorstore.store import Outcome, Store

_WAIT = 10  # seconds for the writer's lock


@dataclass(frozen=True, slots=True)
class View:
    """The library at one change: what one question is answered from."""

    change: int
    """Number of the last change it holds."""
    abstracts: Mapping[str, Abstract]
    """All records by id."""
    chunks: tuple[Chunk, ...]
    """All chunks, by abstract and offset."""
    lexical: LexicalIndex
    """BM25 over `chunks`."""
    fingerprint: str
    """SHA-256 over ids and texts: equal for equal content."""


class Library:
    """The abstracts under one folder. The SQLite file is the truth; the indexes follow it.

    Safe for threads. Other processes may use the same folder at the same time; what they add is seen by the next
    question.
    """

    def __init__(self, home: Path, embeddings: NamedEmbeddings) -> None:
        self.home = home
        self.store = Store(home / "library.sqlite3")
        self.vectors = VectorIndex(home / "index", embeddings)
        self._lock = threading.RLock()
        self._view: View | None = None
        self.store.create([bundled_abstract()])

    def add(self, abstract: Abstract) -> Outcome:
        """Add or update a record; durable when this returns. The indexes follow before the next question."""
        with self._writer():
            return self.store.put(abstract)

    def get(self, abstract_id: str) -> Abstract:
        """The record with this id.

        Raises:
            InputError: There is none; the message names the ids that are like it.
        """
        abstract = self.store.get(abstract_id)
        if abstract is None:
            raise unknown_abstract(abstract_id, [known.id for known in self.list()])
        return abstract

    def list(self) -> list[Abstract]:
        """All records, ordered by id."""
        return self.store.snapshot()[1]

    def remove(self, abstract_id: str) -> None:
        """Remove a record; it is gone from the next answer.

        Raises:
            InputError: There is no such record.
        """
        with self._writer():
            if not self.store.remove(abstract_id):
                raise unknown_abstract(abstract_id, [known.id for known in self.list()])

    def rebuild(self) -> int:
        """Make the index again from the records; returns the number of abstracts indexed."""
        with self._lock, self._writer():
            self.vectors.delete()
            self._view = None
            view = self._load()
            self.vectors.update(view.change, [], view.chunks)
            return len(view.abstracts)

    def view(self) -> View:
        """The library as it is now, with indexes that have caught up.

        Raises:
            IndexMismatchError: The index was made by another embedding or chunking.
            LibraryBusyError: The index has to catch up, and another process holds the writer's lock.
        """
        with self._lock:
            change = self.store.last_change()
            if self._view is None or self._view.change != change:
                self._view = self._load()
            state = self.vectors.check()
            if state is None or state.change < self._view.change:
                self._catch_up(self._view)
            return self._view

    def similarities(self, query: str, k: int, abstracts: Sequence[str] | None) -> dict[str, float]:
        """Cosine similarity of the k nearest chunks by chunk id; of the named abstracts only, when they are named."""
        with self._lock:
            return self.vectors.scores(query, k, abstracts)

    def close(self) -> None:
        """Close the files; the library can't be used afterwards."""
        with self._lock:
            self.vectors.close()
            self.store.close()

    def _catch_up(self, view: View) -> None:
        with self._writer():
            state = self.vectors.check()
            if state is None:
                self.vectors.delete()
                self.vectors.update(view.change, [], view.chunks)
            elif state.change < view.change:
                changed = self.store.changed_since(state.change)
                self.vectors.update(view.change, changed, [c for c in view.chunks if c.abstract_id in set(changed)])

    def _load(self) -> View:
        change, abstracts = self.store.snapshot()
        chunks = tuple(chunk for abstract in abstracts for chunk in chunks_of(abstract))
        digest = hashlib.sha256("".join(f"{a.id} {a.text_sha256}\n" for a in abstracts).encode()).hexdigest()
        return View(change, {a.id: a for a in abstracts}, chunks, LexicalIndex(list(chunks)), digest)

    @contextmanager
    def _writer(self) -> Iterator[None]:
        """The one writer's lock, held for an operation, across threads and processes."""
        lock = FileLock(self.home / "library.lock", timeout=_WAIT)
        try:
            with lock:
                yield
        except Timeout as e:
            raise LibraryBusyError(
                f"The library {self.home} is busy: another process has been writing for {_WAIT} seconds."
            ) from e


def unknown_abstract(abstract_id: str, known: Sequence[str]) -> InputError:
    """The error for an id that is not in the library, naming ids that are."""
    some = ", ".join(known[:5]) + (" ..." if len(known) > 5 else "") if known else "none: it is empty"
    return InputError(f"No abstract {abstract_id!r} in the library. It holds {some}. See 'abstract-assistant list'.")


def bundled_abstract() -> Abstract:
    """The abstract that comes with the product: a review of ketamine's fast antidepressant action."""
    data = files("vectorstore") / "data" / "ketamine-2014.txt"
    return read_plain_text(data.read_text(encoding="utf-8"))[0]
