"""Conversations kept in the library's file: questions, their answers as JSON, and what people thought of them."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast

from vectorstore.database import Database, Row

Verdict = Literal["up", "down"]
"""Thumb up or down."""

_TITLE = 80  # characters of the first question that name a conversation


@dataclass(frozen=True, slots=True)
class Conversation:
    """A row of turns under one name."""

    id: str
    """Stable and unguessable."""
    title: str
    """How the first question begins, or what it was renamed to."""
    used: str
    """When the last question was asked: UTC, ISO 8601."""
    abstracts: tuple[str, ...] | None
    """Ids of the abstracts that it is about; None for all."""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One question with what came of it."""

    id: int
    """Rises with every question."""
    question: str
    """As it was asked."""
    answer: str | None
    """The answer as JSON; None when there is none (yet)."""
    verdict: Verdict | None
    """What the person thought of it."""
    reason: str | None
    """Why, in one of the interface's words; None when not said."""


class Conversations:
    """What was asked in one library. Safe for threads and for other processes."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def list(self) -> list[Conversation]:
        """All conversations, the last used first."""
        rows = self._db.read("SELECT id, title, used, abstracts FROM conversations ORDER BY used DESC, rowid DESC")
        return [_conversation(row) for row in rows]

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id, or None."""
        query = "SELECT id, title, used, abstracts FROM conversations WHERE id = ?"
        return next((_conversation(row) for row in self._db.read(query, conversation_id)), None)

    def turns(self, conversation_id: str) -> tuple[StoredTurn, ...]:
        """The turns of a conversation, oldest first; none when it does not exist."""
        query = "SELECT id, question, answer, verdict, reason FROM turns WHERE conversation_id = ? ORDER BY id"
        return tuple(_turn(row) for row in self._db.read(query, conversation_id))

    def ask(
        self, question: str, conversation_id: str | None = None, abstracts: Sequence[str] | None = None
    ) -> tuple[str, int]:
        """Keep a question before it is answered; durable when this returns.

        Args:
            question: As it was asked.
            conversation_id: Where it belongs; None, or one that is gone, begins a conversation.
            abstracts: Ids of the abstracts that the conversation is about from now on; None for all.

        Returns:
            The ids of the conversation and of the turn.

        Raises:
            LibraryError: The file can't be written.
        """
        with self._db.transaction() as db:
            name = conversation_id or secrets.token_hex(8)
            _touch(db, name, question, abstracts)
            turn = db.execute("INSERT INTO turns (conversation_id, question) VALUES (?, ?)", [name, question]).lastrowid
        return name, cast("int", turn)

    def answer(self, turn_id: int, answer: str) -> None:
        """Keep the answer (JSON) of a turn; nothing happens when the turn was removed meanwhile.

        Raises:
            LibraryError: The file can't be written.
        """
        self._change("UPDATE turns SET answer = ? WHERE id = ?", answer, turn_id)

    def judge(self, turn_id: int, verdict: Verdict | None, reason: str | None = None) -> None:
        """Keep what the person thought of an answer; None takes it back.

        Raises:
            LibraryError: The file can't be written.
        """
        self._change("UPDATE turns SET verdict = ?, reason = ? WHERE id = ?", verdict, reason, turn_id)

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another name; an empty one changes nothing.

        Raises:
            LibraryError: The file can't be written.
        """
        if title.strip():
            self._change("UPDATE conversations SET title = ? WHERE id = ?", _title(title), conversation_id)

    def remove(self, conversation_id: str) -> None:
        """Remove a conversation with its turns and what was thought of them.

        Raises:
            LibraryError: The file can't be written.
        """
        self._change("DELETE FROM conversations WHERE id = ?", conversation_id)

    def _change(self, query: str, *values: object) -> None:
        with self._db.transaction() as db:
            db.execute(query, values)


def _touch(db: sqlite3.Connection, name: str, question: str, abstracts: Sequence[str] | None) -> None:
    """Make the conversation, or note that it was used."""
    scope = None if abstracts is None else json.dumps(list(abstracts))
    used = datetime.now(UTC).isoformat()
    db.execute(
        "INSERT INTO conversations VALUES (?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET used = excluded.used, abstracts = excluded.abstracts",
        [name, _title(question), used, scope],
    )


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else f"{line[:_TITLE]}…"


def _conversation(row: Row) -> Conversation:
    name, title, used, abstracts = row
    return Conversation(str(name), str(title), str(used), tuple(json.loads(str(abstracts))) if abstracts else None)


def _turn(row: Row) -> StoredTurn:
    turn, question, answer, verdict, reason = row
    return StoredTurn(
        id=cast("int", turn),
        question=str(question),
        answer=cast("str | None", answer),
        verdict=cast("Verdict | None", verdict),
        reason=cast("str | None", reason),
    )
