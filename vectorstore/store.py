"""The abstracts in the library's file, with a number for every change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce
from typing import Any, Literal

from vectorstore.database import Database
from vectorstore.identity import merged, title_key
from vectorstore.records import Abstract, Link, Reference, Section
from vectorstore.tongues import OTHER, foreign_in

Outcome = Literal["added", "updated", "unchanged", "kept", "joined"]
"""What putting a record did; `kept`: the record that was there says all that the new one does, and stays; `joined`:
it showed several that were there to be one article, and they are one record now."""

_ALIKE = 3  # stored records that are looked at for each sign; a title such as "Letter to the editor" has hundreds
_TITLED = 3  # version of the tables from which on records are known by their title too


@dataclass(frozen=True, slots=True)
class Entry:
    """What a question has to know of a stored abstract before it is read."""

    sha256: str
    """Hash of its text."""
    year: int | None
    """Year of publication, where known."""
    retracted: bool
    """Whether the article was retracted."""


class Store:
    """The abstracts in one library file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def create(self, first: Sequence[Abstract]) -> None:
        """Bring the tables up to date; a new file gets the first records, all or nothing.

        Raises:
            LibraryError: The file was written by a newer version, or is not a library.
        """
        with self._db.upgrade() as (db, version):
            for abstract in first if version == 0 else ():
                self._write(db, abstract)
            if 0 < version < _TITLED:
                self._name_titles(db)

    @staticmethod
    def _name_titles(db: sqlite3.Connection) -> None:
        """What an older version did not keep: by which title a record is known again, and whether it was retracted."""
        for row in db.execute("SELECT id, text, record FROM abstracts").fetchall():
            known = _from_row(*row).reference
            values = [title_key(known), known.retracted, row[0]]
            db.execute("UPDATE abstracts SET title = ?, retracted = ? WHERE id = ?", values)

    def put(self, abstracts: Sequence[Abstract]) -> list[tuple[str, Outcome]]:
        """Add records, or update those with the same id, DOI or PMID, which keep their id; all or nothing.

        Where one shows several stored records to be the same article, they become one, under the id of the first.
        Durable when this returns.

        Returns:
            For each the id under which it is stored, and what was done.
        """
        with self._db.transaction() as db:
            return [self._put(db, abstract) for abstract in abstracts]

    def _put(self, db: sqlite3.Connection, abstract: Abstract) -> tuple[str, Outcome]:
        same = self._same(db, abstract)
        if not same:
            self._write(db, abstract)
            return abstract.id, "added"
        known, stored = same[0], merged(reduce(merged, same), abstract)
        for other in same[1:]:
            self._delete(db, other.id)
        if known == stored and len(same) == 1:
            return stored.id, "unchanged" if stored.text == abstract.text else "kept"
        self._write(db, stored)
        return stored.id, "updated" if len(same) == 1 else "joined"

    def remove(self, abstract_id: str) -> bool:
        """Remove a record; False when there is none with this id."""
        with self._db.transaction() as db:
            return self._delete(db, abstract_id)

    def get(self, abstract_id: str) -> Abstract | None:
        """The record with this id, or None."""
        rows = self._db.read("SELECT id, text, record FROM abstracts WHERE id = ?", abstract_id)
        return _from_row(*rows[0]) if rows else None

    def all(self) -> Iterator[Abstract]:
        """All records, ordered by id, read one at a time."""
        for (abstract_id,) in self._db.read("SELECT id FROM abstracts ORDER BY id"):
            abstract = self.get(str(abstract_id))
            if abstract:
                yield abstract

    def find(self, text: str, start: int, most: int) -> tuple[int, list[Abstract]]:
        """How many records hold a text, and those from a place on, the last written first."""
        pattern = "%" + "".join(f"\\{char}" if char in "%_\\" else char for char in text) + "%"
        where = "FROM abstracts WHERE text LIKE ?1 ESCAPE '\\' OR record LIKE ?1 ESCAPE '\\'"
        [(count,)] = self._db.read(f"SELECT count(*) {where}", pattern)
        rows = self._db.read(
            f"SELECT id, text, record {where} ORDER BY rowid DESC LIMIT ?2 OFFSET ?3", pattern, most, start
        )
        return int(str(count)), [_from_row(*row) for row in rows]

    def entries(self) -> tuple[int, dict[str, Entry]]:
        """The number of the last change, and hash and year of each record as of then, ordered by id."""
        with self._db.transaction("DEFERRED") as db:
            rows = db.execute("SELECT id, sha256, year, retracted FROM abstracts ORDER BY id").fetchall()
            change = int(db.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0])
        return change, {row[0]: Entry(row[1], row[2], bool(row[3])) for row in rows}

    def last_change(self) -> int:
        """Number of the last change; 0 for a library that never held anything."""
        return int(str(self._db.read("SELECT coalesce(max(number), 0) FROM changes")[0][0]))

    def changed_since(self, number: int, limit: int) -> list[tuple[int, str]]:
        """The first changes after the one of that number, oldest first: (number, abstract id); -1 for all."""
        rows = self._db.read(
            "SELECT number, abstract_id FROM changes WHERE number > ? ORDER BY number LIMIT ?", number, limit
        )
        return [(int(str(row[0])), str(row[1])) for row in rows]

    @staticmethod
    def _same(db: sqlite3.Connection, abstract: Abstract) -> Sequence[Abstract]:
        """The stored records that are the same article: by id, DOI, PMID, or title with year; the surest first.

        What a title alone, or a second sign, finds must not contradict the others by a DOI or a PMID.
        """
        known = abstract.reference
        columns = (
            ("id", abstract.id),
            ("doi", _folded(known.doi)),
            ("pmid", known.pmid),
            ("title", title_key(known)),
        )
        same: dict[str, Abstract] = {}
        for column, value in columns:
            query = f"SELECT id, text, record FROM abstracts WHERE {column} = ? ORDER BY id LIMIT {_ALIKE}"  # noqa: S608  # column is ours
            for found in [_from_row(*row) for row in db.execute(query, [value])] if value else ():
                others = [known, *(other.reference for other in same.values())] if same or column == "title" else []
                if not any(_differ(found.reference, other) for other in others):
                    same.setdefault(found.id, found)
        return [*same.values()]

    @staticmethod
    def _delete(db: sqlite3.Connection, abstract_id: str) -> bool:
        if not db.execute("DELETE FROM abstracts WHERE id = ?", [abstract_id]).rowcount:
            return False
        db.execute("INSERT INTO changes (abstract_id) VALUES (?)", [abstract_id])
        return True

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
            title_key(known),
            known.retracted,
        ]
        db.execute("INSERT OR REPLACE INTO abstracts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        db.execute("INSERT INTO changes (abstract_id) VALUES (?)", [abstract.id])


def _differ(one: Reference, other: Reference) -> bool:
    """Whether a DOI or a PMID tells two articles of one title apart."""
    pairs = ((_folded(one.doi), _folded(other.doi)), (one.pmid, other.pmid))
    return any(a and b and a != b for a, b in pairs)


def _folded(doi: str | None) -> str | None:
    """DOIs are the same whatever their case (DOI Handbook, 2.4)."""
    return doi.casefold() if doi else None


def _fields(of: Reference | Section | Link) -> dict[str, object]:
    """The fields of a record without the copies that `asdict` makes, and that take half of the time."""
    return {field.name: getattr(of, field.name) for field in fields(of)}


def as_record(abstract: Abstract) -> dict[str, Any]:
    """Reference and sections as plain data, for JSON."""
    reference = {**_fields(abstract.reference), "links": [_fields(link) for link in abstract.reference.links]}
    return {"reference": reference, "sections": [_fields(section) for section in abstract.sections]}


def _to_json(abstract: Abstract) -> str:
    return json.dumps(as_record(abstract), ensure_ascii=False, sort_keys=True)


def _from_row(abstract_id: object, text: object, record: object) -> Abstract:
    abstract = abstract_from(str(abstract_id), str(text), json.loads(str(record)))
    if any(section.foreign == OTHER for section in abstract.sections):
        return replace(abstract, sections=tuple(_told_again(section, abstract.text) for section in abstract.sections))
    return abstract


def _told_again(section: Section, text: str) -> Section:
    """A section whose language was only guessed is guessed again: earlier versions took "IL-6" for Italian."""
    guessed = section.foreign == OTHER
    return replace(section, foreign=foreign_in(text[section.start : section.end])) if guessed else section


def abstract_from(abstract_id: str, text: str, record: Mapping[str, Any]) -> Abstract:
    """A record from what `as_record` gives.

    Raises:
        TypeError: Something is unknown, or missing in a part.
    """
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in record.get("reference", {}).items()
    }
    links = tuple(Link(**link) for link in known.pop("links", ()))
    sections = tuple(Section(**section) for section in record.get("sections", ()))
    return Abstract(abstract_id, text, sections, Reference(**known, links=links))
