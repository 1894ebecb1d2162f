"""The library's one SQLite file: its tables, its versions, and safe access from threads and other processes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from vectorstore.errors import LibraryError, unusable

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
    """
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, used TEXT NOT NULL, abstracts TEXT
    ) STRICT;
    CREATE TABLE turns (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        question TEXT NOT NULL, answer TEXT, verdict TEXT, reason TEXT
    ) STRICT;
    CREATE INDEX turns_conversation ON turns (conversation_id);
    CREATE TABLE preferences (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT
    """,
    """
    ALTER TABLE abstracts ADD COLUMN title TEXT;
    ALTER TABLE abstracts ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX abstracts_title ON abstracts (title)
    """,
)
"""What brings a file from each version to the next; never edit one that has been released."""

SCHEMA = len(_MIGRATIONS)
"""Version of the tables, kept in SQLite's `user_version`."""

Row = tuple[object, ...]
"""One row as SQLite gives it."""


class Database:
    """One SQLite file; safe for threads, one writer at a time, any number of readers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
        except (OSError, sqlite3.Error) as e:
            raise unusable(self.path, e) from e

    @contextmanager
    def upgrade(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        """Bring the tables up to date and give the version that they had; all or nothing, with what is done inside.

        Raises:
            LibraryError: The file was written by a newer version, or is not a library.
        """
        if self._version() == SCHEMA:
            yield self._db, SCHEMA
            return
        with self.transaction() as db:
            version = self._version()
            for migration in _MIGRATIONS[version:]:
                for statement in migration.split(";"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {SCHEMA}")
            yield db, version

    def read(self, query: str, *values: object) -> list[Row]:
        """The rows of a query.

        Raises:
            LibraryError: The file can't be read.
        """
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except sqlite3.Error as e:
            raise unusable(self.path, e) from e

    @contextmanager
    def transaction(self, kind: Literal["IMMEDIATE", "DEFERRED"] = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        """All or nothing; durable when it ends.

        Raises:
            LibraryError: The file can't be read or written.
        """
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

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _version(self) -> int:
        version = int(str(self.read("PRAGMA user_version")[0][0]))
        if version > SCHEMA:
            raise LibraryError(
                f"The library {self.path} was made by a newer version (format {version}, this one knows {SCHEMA}). "
                "Update abstract-assistant, or choose another folder with --home."
            )
        return version
