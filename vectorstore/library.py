"""The abstracts a user has, and everything derived from them, kept in step."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from vectorstore.chunks import chunks_of
from vectorstore.conversations import Conversations
from vectorstore.database import Database
from vectorstore.embeddings import NamedEmbeddings
from vectorstore.errors import IndexUnusableError, InputError
from vectorstore.index import Near, VectorIndex
from vectorstore.lexical import Indexed, LexicalIndex, discard_lexical, load_lexical
from vectorstore.lock import writing
from vectorstore.plain_text import read_plain_text
from vectorstore.preferences import Preferences
from vectorstore.records import Abstract, Chunk
from vectorstore.selection import Selection
from vectorstore.store import Entry, Outcome, Store

_BATCH = 500  # changes that the vectors catch up with while the lock is held


@dataclass(frozen=True, slots=True)
class View:
    """The library at one change: what one question is answered from."""

    change: int
    """Number of the last change it holds."""
    entries: Mapping[str, Entry]
    """Hash and year of each abstract, by id."""
    lexical: LexicalIndex
    """BM25, and where each chunk stands."""
    fingerprint: str
    """SHA-256 over ids and texts: equal for equal content."""


class Library:
    """The abstracts under one folder. The SQLite file is the truth; the indexes follow it.

    Safe for threads. Other processes may use the same folder at the same time; what they add is seen by the next
    question.
    """

    def __init__(self, home: Path, embeddings: NamedEmbeddings) -> None:
        self.home = home
        self.database = Database(home / "library.sqlite3")
        self.store = Store(self.database)
        self.conversations = Conversations(self.database)
        self.preferences = Preferences(self.database)
        self.vectors = VectorIndex(home / "index", embeddings)
        self._lock = threading.RLock()
        self._view: View | None = None
        self._cut: dict[tuple[str, str], list[Chunk]] = {}  # by id and text, between the vectors and BM25
        self.store.create([bundled_abstract()])

    def add(self, abstract: Abstract) -> tuple[str, Outcome]:
        """Add a record, or update the one with the same id, DOI or PMID, which keeps its id.

        Durable when this returns; the indexes follow before the next question. The same content twice changes nothing.

        Returns:
            The id under which it is stored, and whether it was added, updated or unchanged.

        Raises:
            LibraryBusyError: Another process has been writing for ten seconds.
            LibraryError: The file can't be written.
        """
        return self.add_all([abstract])[0]

    def add_all(self, abstracts: Sequence[Abstract]) -> Sequence[tuple[str, Outcome]]:
        """As `add`, many at once: all of them are durable when this returns, or none.

        Raises:
            LibraryBusyError: Another process has been writing for ten seconds.
            LibraryError: The file can't be written.
        """
        with writing(self.home):
            return self.store.put(abstracts)

    def get(self, abstract_id: str) -> Abstract:
        """The record with this id.

        Raises:
            InputError: There is none; the message names ids that there are.
        """
        abstract = self.store.get(abstract_id)
        if abstract is None:
            raise unknown_abstract(abstract_id, self.ids())
        return abstract

    def list(self) -> list[Abstract]:
        """All records, ordered by id."""
        return [*self.store.all()]

    def ids(self) -> Sequence[str]:
        """The ids of all records, in order."""
        return [*self.store.entries()[1]]

    def find(self, text: str = "", start: int = 0, most: int = 20) -> tuple[int, Sequence[Abstract]]:
        """How many records hold a text (any, when it is empty), and some of them, the last added first.

        Args:
            text: Looked for in the stored text and the reference; case matters only beyond ASCII.
            start: How many to pass over.
            most: How many to read.
        """
        return self.store.find(text, start, most)

    def select(self, selection: Selection) -> Iterator[Abstract]:
        """The records that a selection takes, ordered by id, one at a time."""
        return (abstract for abstract in self.store.all() if selection.takes(abstract))

    def remove(self, abstract_id: str) -> None:
        """Remove a record; it is gone from the next answer. The bundled abstract, once removed, stays away.

        Raises:
            InputError: There is no such record.
            LibraryBusyError: Another process has been writing for ten seconds.
        """
        with writing(self.home):
            if not self.store.remove(abstract_id):
                raise unknown_abstract(abstract_id, self.ids())

    def rebuild(self) -> int:
        """Make the indexes again from the records; returns the number of abstracts indexed.

        Raises:
            LibraryBusyError: Another process has been writing for ten seconds.
        """
        with self._lock, writing(self.home):
            self._view = None
            self.vectors.delete()
            discard_lexical(self.vectors.folder)
            change, entries = self.store.entries()
            ids = [*entries]
            for start in range(0, len(ids), _BATCH):
                self._update_vectors(0, ids[start : start + _BATCH])
            self._update_vectors(change, [])
            self._write_lexical(change)
            return len(ids)

    def view(self) -> View:
        """The library as it is now, with indexes that have caught up.

        Raises:
            IndexUnusableError: The index is damaged, or was made by another embedding or chunking.
            LibraryBusyError: The index has to catch up, and another process has been writing for ten seconds.
        """
        with self._lock:
            state = self.vectors.check()
            change = self.store.last_change()
            if self._view and state and self._view.change == change == state.change:
                return self._view
            self._view = self._saved_view() or self._caught_up_view()
            return self._view

    def catch_up(self, watch: Callable[[int], None] | None = None) -> None:
        """Bring the indexes up to the last change; the lock is let go between batches, so that others can write.

        Args:
            watch: Told after each batch how many changes are still to come.
        """
        with self._lock:
            behind = True
            while behind:
                with writing(self.home):
                    behind = self._catch_up_once()
                state = self.vectors.check()
                if watch and state:
                    watch(self.store.last_change() - state.change)

    def near(self, query: str, k: int, abstracts: Sequence[str] | None, sample: tuple[str, ...] = ()) -> Near:
        """The k nearest chunks (see `VectorIndex.near`); of the named abstracts only, when they are named."""
        with self._lock:
            return self.vectors.near(query, k, abstracts, sample)

    def close(self) -> None:
        """Close the files; the library can't be used afterwards."""
        with self._lock:
            self.vectors.close()
            self.database.close()

    def _saved_view(self) -> View | None:
        """The view that the files hold, when they are all of the last change."""
        change, entries = self.store.entries()
        state = self.vectors.check()
        lexical = load_lexical(self.vectors.folder)
        if state is None or lexical is None or not state.change == lexical.change == change:
            return None
        digest = hashlib.sha256("".join(f"{i} {entry.sha256}\n" for i, entry in entries.items()).encode()).hexdigest()
        return View(change, entries, lexical, digest)

    def _caught_up_view(self) -> View:
        """The view after catching up; the last steps keep the lock, so that no writer comes between."""
        self.catch_up()
        with writing(self.home):
            while self._catch_up_once():
                pass
            view = self._saved_view()
        if view is None:
            raise IndexUnusableError(
                f"The index in {self.vectors.folder} can't be read back. Run 'abstract-assistant rebuild' to make it "
                "again from the library; no abstract is lost."
            )
        return view

    def _catch_up_once(self) -> bool:
        """One batch, under the lock; False when there is nothing left to do."""
        state = self.vectors.check()
        if state is None or self.vectors.is_torn():
            self.vectors.delete()
            state = None
        done = state.change if state else 0
        changes = self.store.changed_since(done, _BATCH)
        if changes or state is None:
            self._update_vectors(changes[-1][0] if changes else done, list(dict.fromkeys(i for _, i in changes)))
        if len(changes) == _BATCH:
            return True
        lexical = load_lexical(self.vectors.folder)
        if lexical is None or lexical.change != self.store.last_change():
            self._write_lexical(self.store.last_change())
        return False

    def _update_vectors(self, change: int, changed: Sequence[str]) -> None:
        found = [self.store.get(abstract_id) for abstract_id in changed]
        cut = {(abstract.id, abstract.text): chunks_of(abstract) for abstract in found if abstract}
        self.vectors.update(change, changed, [chunk for chunks in cut.values() for chunk in chunks])
        self._cut |= cut

    def _write_lexical(self, change: int) -> None:
        old = load_lexical(self.vectors.folder)
        changed = {abstract_id for _, abstract_id in self.store.changed_since(old.change, -1)} if old else set()
        known = _places_of(old.places, changed) if old else {}
        chunks: list[Chunk] = []
        for abstract in self.store.all():
            cut = self._cut.get((abstract.id, abstract.text))
            chunks += _chunks(abstract, known.get(abstract.id)) if cut is None else cut
        LexicalIndex.build(chunks, change).save(self.vectors.folder)
        self._cut.clear()


def _places_of(places: Sequence[Indexed], changed: set[str]) -> dict[str, list[Indexed]]:
    """Where the chunks stand, by abstract, of the abstracts that have not changed; cutting anew takes longest."""
    kept: dict[str, list[Indexed]] = {}
    for place in places:
        if place.abstract_id not in changed:
            kept.setdefault(place.abstract_id, []).append(place)
    return kept


def _chunks(abstract: Abstract, places: Sequence[Indexed] | None) -> list[Chunk]:
    return chunks_of(abstract) if places is None else [place.chunk(abstract.text) for place in places]


def unknown_abstract(abstract_id: str, known: Sequence[str]) -> InputError:
    """The error for an id that is not in the library, naming ids that are."""
    some = ", ".join(known[:5]) + (" ..." if len(known) > 5 else "") if known else "none: it is empty"
    return InputError(f"No abstract {abstract_id!r} in the library. It holds {some}. See 'abstract-assistant list'.")


def bundled_abstract() -> Abstract:
    """The abstract that comes with the product: a review of ketamine's fast antidepressant action."""
    data = files("vectorstore") / "data" / "ketamine-2014.txt"
    return read_plain_text(data.read_text(encoding="utf-8"))[0]
