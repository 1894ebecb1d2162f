"""The source of truth: one SQLite file with the abstracts and a number for every change."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from vectorstore.errors import LibraryError, unusable
from vectorstore.records import Abstract, Reference, Section

_MIGRATIONS = (
    """
    CREATE TABLE abstracts (
        id TEXT PRIMARY KEY, text TEXT NOT NULL, sha256 TEXT NOT NULL, record TEXT NOT NULL,
        doi TEXT, pmid TEXT, year INTEGER
    ) STRICT;
    CREATE INDEX abstracts_doi ON abstracts (doi);
    CREATE INDEX abstracts_pmid ON abstracts (pmid);
    CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, abstract_id TEXT NOT NULL) STRICT
    """,
)
"""What brings a file from each version to the next; never edit one that has been released."""

SCHEMA = len(_MIGRATIONS)
"""Version of the tables, kept in SQLite's `user_version`."""

Outcome = Literal["added", "updated", "unchanged"]
"""What putting a record did."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a question has to know of a stored abstract before it is read."""

    sha256: str
    """Hash of its text."""
    year: int | None
    """Year of publication, where known."""


class Store:
    """Abstracts in one SQLite file; safe for threads, one writer at a time, any number of readers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
        except (OSError, sqlite3.Error) as e:
            raise unusable(self.path, e) from e

    def create(self, first: Sequence[Abstract]) -> bool:
        """Bring the tables up to date; a new file gets the first records, all or nothing, and gives True.

        Raises:
            LibraryError: The file was written by a newer version, or is not a library.
        """
        if self._version() == SCHEMA:
            return False
        with self._transaction() as db:
            version = self._version()
            for migration in _MIGRATIONS[version:]:
                for statement in migration.split(";"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {SCHEMA}")
            for abstract in first if version == 0 else ():
                self._write(db, abstract)
            return version == 0

    def put(self, abstract: Abstract) -> tuple[str, Outcome]:
        """Add a record, or update the one with the same id, DOI or PMID, which keeps its id; durable when this returns.

        Returns:
            The id under which it is stored, and what was done.
        """
        with self._transaction() as db:
            known = self._same(db, abstract)
            stored = replace(abstract, id=known[0]) if known else abstract
            if known and known[1:] == (stored.text, _to_json(stored)):
                return stored.id, "unchanged"
            self._write(db, stored)
            return stored.id, "updated" if known else "added"

    def remove(self, abstract_id: str) -> bool:
        """Remove a record; False when there is none with this id."""
        with self._transaction() as db:
            if not db.execute("DELETE FROM abstracts WHERE id = ?", [abstract_id]).rowcount:
                return False
            db.execute("INSERT INTO changes (abstract_id) VALUES (?)", [abstract_id])
            return True

    def get(self, abstract_id: str) -> Abstract | None:
        """The record with this id, or None."""
        rows = self._read("SELECT id, text, record FROM abstracts WHERE id = ?", abstract_id)
        return _from_row(*rows[0]) if rows else None

    def all(self) -> Iterator[Abstract]:
        """All records, ordered by id, read one at a time."""
        for (abstract_id,) in self._read("SELECT id FROM abstracts ORDER BY id"):
            abstract = self.get(str(abstract_id))
            if abstract:
                yield abstract

    def entries(self) -> tuple[int, dict[str, Entry]]:
        """The number of the last change, and hash and year of each record as of then, ordered by id."""
        with self._transaction("DEFERRED") as db:
            rows = db.execute("SELECT id, sha256, year FROM abstracts ORDER BY id").fetchall()
            change = int(db.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0])
        return change, {row[0]: Entry(row[1], row[2]) for row in rows}

    def last_change(self) -> int:
        """Number of the last change; 0 for a library that never held anything."""
        return int(str(self._read("SELECT coalesce(max(number), 0) FROM changes")[0][0]))

    def changed_since(self, number: int, limit: int) -> list[tuple[int, str]]:
        """The first changes after the one of that number, oldest first: (number, abstract id); -1 for all."""
        rows = self._read(
            "SELECT number, abstract_id FROM changes WHERE number > ? ORDER BY number LIMIT ?", number, limit
        )
        return [(int(str(row[0])), str(row[1])) for row in rows]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _version(self) -> int:
        version = int(str(self._read("PRAGMA user_version")[0][0]))
        if version > SCHEMA:
            raise LibraryError(
                f"The library {self.path} was made by a newer version (format {version}, this one knows {SCHEMA}). "
                "Update abstract-assistant, or choose another folder with --home."
            )
        return version

    def _read(self, query: str, *values: object) -> list[tuple[object, ...]]:
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except sqlite3.Error as e:
            raise unusable(self.path, e) from e

    @contextmanager
    def _transaction(self, kind: Literal["IMMEDIATE", "DEFERRED"] = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._db.execute(f"BEGIN {kind}")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.Error as e:
                raise unusable(self.path, e) from e
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    @staticmethod
    def _same(db: sqlite3.Connection, abstract: Abstract) -> tuple[str, str, str] | None:
        """The stored record that is the same article: by id, then DOI, then PMID."""
        columns = (("id", abstract.id), ("doi", _folded(abstract.reference.doi)), ("pmid", abstract.reference.pmid))
        for column, value in columns:
            query = f"SELECT id, text, record FROM abstracts WHERE {column} = ? ORDER BY id LIMIT 1"  # noqa: S608  # column is ours
            row = db.execute(query, [value]).fetchone() if value else None
            if row:
                return str(row[0]), str(row[1]), str(row[2])
        return None

    @staticmethod
    def _write(db: sqlite3.Connection, abstract: Abstract) -> None:
        known = abstract.reference
        row = [
            abstract.id,
            abstract.text,
            abstract.text_sha256,
            _to_json(abstract),
            _folded(known.doi),
            known.pmid,
            known.year,
        ]
        db.execute("INSERT OR REPLACE INTO abstracts VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        db.execute("INSERT INTO changes (abstract_id) VALUES (?)", [abstract.id])


def _folded(doi: str | None) -> str | None:
    """DOIs are the same whatever their case (DOI Handbook, 2.4)."""
    return doi.casefold() if doi else None


def _to_json(abstract: Abstract) -> str:
    record = {"reference": asdict(abstract.reference), "sections": [asdict(section) for section in abstract.sections]}
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def _from_row(abstract_id: object, text: object, record: object) -> Abstract:
    fields = json.loads(str(record))
    reference = fields["reference"]
    lists = {key: tuple(reference[key]) for key in ("authors", "affiliations")}
    sections = tuple(Section(**section) for section in fields["sections"])
    return Abstract(str(abstract_id), str(text), sections, Reference(**{**reference, **lists}))
