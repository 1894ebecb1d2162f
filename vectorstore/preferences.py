"""What a person chose in the page and expects to find again: names and short texts, in the library's file."""

from __future__ import annotations

from vectorstore.database import Database


class Preferences:
    """Choices by name. Nothing secret belongs here."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, name: str) -> str | None:
        """What was chosen, or None."""
        rows = self._db.read("SELECT value FROM preferences WHERE name = ?", name)
        return str(rows[0][0]) if rows else None

    def set(self, name: str, value: str) -> None:
        """Keep a choice.

        Raises:
            LibraryError: The file can't be written.
        """
        with self._db.transaction() as db:
            db.execute("INSERT OR REPLACE INTO preferences VALUES (?, ?)", [name, value])
