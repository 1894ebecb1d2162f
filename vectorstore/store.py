"""The source of truth: one SQLite file with the abstracts and a number for every change."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from vectorstore.errors import LibraryError
from vectorstore.records import Abstract, Reference, Section

SCHEMA = 1
"""Version of the tables, kept in SQLite's `user_version`."""

_TABLES = """
CREATE TABLE abstracts (id TEXT PRIMARY KEY, text TEXT NOT NULL, record TEXT NOT NULL) STRICT;
CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, abstract_id TEXT NOT NULL) STRICT;
"""

Outcome = Literal["added", "updated", "unchanged"]
"""What putting a record did."""


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
            raise LibraryError(f"The library {path} can't be opened: {e}. Choose another folder with --home.") from e

    def create(self, first: list[Abstract]) -> bool:
        """Make the tables and put the first records, all or nothing; True when this call did it.

        Raises:
            LibraryError: The file was written by a newer version, or is not a library.
        """
        with self._transaction() as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version == SCHEMA:
                return False
            if version > SCHEMA:
                raise LibraryError(
                    f"The library {self.path} was made by a newer version (format {version}, this one knows {SCHEMA}). "
                    "Update abstract-assistant, or choose another folder with --home."
                )
            for statement in _TABLES.split(";"):
                db.execute(statement)
            for abstract in first:
                self._write(db, abstract)
            db.execute(f"PRAGMA user_version = {SCHEMA}")
            return True

    def put(self, abstract: Abstract) -> Outcome:
        """Add a record, or replace the one with the same id; durable when this returns."""
        with self._transaction() as db:
            old = db.execute("SELECT text, record FROM abstracts WHERE id = ?", [abstract.id]).fetchone()
            if old and old == (abstract.text, _to_json(abstract)):
                return "unchanged"
            self._write(db, abstract)
            return "updated" if old else "added"

    def remove(self, abstract_id: str) -> bool:
        """Remove a record; False when there is none with this id."""
        with self._transaction() as db:
            if not db.execute("DELETE FROM abstracts WHERE id = ?", [abstract_id]).rowcount:
                return False
            db.execute("INSERT INTO changes (abstract_id) VALUES (?)", [abstract_id])
            return True

    def get(self, abstract_id: str) -> Abstract | None:
        """The record with this id, or None."""
        with self._lock:
            row = self._db.execute("SELECT id, text, record FROM abstracts WHERE id = ?", [abstract_id]).fetchone()
        return _from_row(*row) if row else None

    def snapshot(self) -> tuple[int, list[Abstract]]:
        """The number of the last change and all records as of then, ordered by id."""
        with self._transaction("DEFERRED") as db:
            rows = db.execute("SELECT id, text, record FROM abstracts ORDER BY id").fetchall()
            return self._last_change(db), [_from_row(*row) for row in rows]

    def last_change(self) -> int:
        """Number of the last change; 0 for a library that never held anything."""
        with self._lock:
            return self._last_change(self._db)

    def changed_since(self, number: int) -> list[str]:
        """Ids of the abstracts that were put or removed after the change of that number, ordered."""
        with self._lock:
            rows = self._db.execute(
                "SELECT DISTINCT abstract_id FROM changes WHERE number > ? ORDER BY abstract_id", [number]
            ).fetchall()
        return [row[0] for row in rows]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _transaction(self, kind: Literal["IMMEDIATE", "DEFERRED"] = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._db.execute(f"BEGIN {kind}")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.Error as e:
                raise LibraryError(f"The library {self.path} can't be used: {e}.") from e
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    @staticmethod
    def _write(db: sqlite3.Connection, abstract: Abstract) -> None:
        row = [abstract.id, abstract.text, _to_json(abstract)]
        db.execute("INSERT OR REPLACE INTO abstracts (id, text, record) VALUES (?, ?, ?)", row)
        db.execute("INSERT INTO changes (abstract_id) VALUES (?)", [abstract.id])

    @staticmethod
    def _last_change(db: sqlite3.Connection) -> int:
        return int(db.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0])


def _to_json(abstract: Abstract) -> str:
    record = {
        "reference": asdict(abstract.reference),
        "sections": [asdict(section) for section in abstract.sections],
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def _from_row(abstract_id: str, text: str, record: str) -> Abstract:
    fields = json.loads(record)
    reference = fields["reference"]
    lists = {key: tuple(reference[key]) for key in ("authors", "affiliations")}
    sections = tuple(Section(**section) for section in fields["sections"])
    return Abstract(abstract_id, text, sections, Reference(**{**reference, **lists}))
