"""RIS, as reference managers export it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vectorstore.articles import Article, parts_of, short_name, year_in
from vectorstore.errors import InputError
from vectorstore.markup import readable
from vectorstore.readers.source import Source
from vectorstore.records import RETRACTED, Reference

_FIRST = re.compile(rb"^(?:\xef\xbb\xbf)?TY {1,2}- ?\w", re.MULTILINE)
_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)")
_PMID = re.compile(r"\d{1,8}")
_DOI = re.compile(r"\b10\.\d{4,9}/\S+")


def is_ris(head: bytes) -> bool:
    """Whether a file begins as RIS does; some databases print a few lines before it."""
    return _FIRST.search(head[:2000]) is not None


def read_ris(source: Source) -> Iterator[Article]:
    """The records of a RIS file, one at a time.

    Raises:
        InputError: It is no text, or a record is too long or can't be read.
    """
    import rispy

    for text in _records(source):
        try:
            found = rispy.loads(text)
        except Exception as e:  # it raises plain OSErrors, IndexErrors and others for what it can't read
            raise InputError(f"{source.name}: a record can't be read as RIS ({e}).") from e
        for record in found:
            yield article_of(record)


def _records(source: Source) -> Iterator[str]:
    lines: list[str] = []
    size = 0
    for line in source.lines():
        found = _TAG.fullmatch(line.removeprefix("\ufeff").rstrip())
        if not lines and not (found and found[1] == "TY"):
            continue  # before a record
        lines.append(f"{found[1]}  - {found[2]}" if found else line)
        size += len(line)
        source.bound(size)
        if found and found[1] == "ER":
            yield "\n".join(lines)
            lines, size = [], 0
    if lines:
        yield "\n".join([*lines, "ER  - "])


def article_of(record: Mapping[str, Any]) -> Article:
    """A record of what rispy makes of it."""

    def first(*names: str) -> str | None:
        for name in names:
            value = record.get(name)
            text = readable(str((value[0] if value else "") if isinstance(value, list) else value or ""))
            if text:
                return text
        return None

    start, end = first("start_page"), first("end_page")
    doi = _DOI.search(first("doi") or "")
    number, database = first("accession_number") or "", first("name_of_database", "database_provider") or ""
    notes = [str(note) for note in record.get("notes") or ()]
    reference = Reference(
        authors=tuple(
            short_name(readable(str(name))) for name in record.get("authors") or record.get("first_authors") or ()
        ),
        affiliations=(first("author_address") or "",) if first("author_address") else (),
        title=first("title", "primary_title"),
        journal=first("secondary_title", "journal_name", "alternate_title3", "alternate_title2"),
        year=year_in(first("year", "publication_year", "date")),
        volume=first("volume"),
        issue=first("number", "issue"),
        pages=f"{start}-{end}" if start and end and start != end else start,
        doi=doi[0].rstrip(".,;") if doi else None,
        pmid=number if _PMID.fullmatch(number) and _is_pubmed(database) else None,
        original_title=first("translated_title", "original_publication"),
        journal_abbreviation=first("alternate_title1", "alternate_title2"),
        publication_types=(RETRACTED,) if any(RETRACTED.casefold() in note.casefold() for note in notes) else (),
        keywords=_keywords(record.get("keywords") or ()),
        printed_languages=(first("language") or "",) if first("language") else (),
    )
    abstract = first("abstract", "notes_abstract") or ""
    return Article(reference, tuple(parts_of(abstract)))


def _keywords(lines: Sequence[object]) -> tuple[str, ...]:
    """Keywords, one a line or several; the mark of a main point, as PubMed puts it, goes.

    >>> _keywords(["*Tea", "cats; sleep", "Tea"])
    ('Tea', 'cats', 'sleep')
    """
    words = (readable(word).lstrip("*") for line in lines for word in re.split(r"[;；\n]", str(line)))
    return tuple(dict.fromkeys(word for word in words if word))


def _is_pubmed(database: str) -> bool:
    """Whether an accession number is PubMed's: of a named database only where it is that one."""
    return not database or re.search("pubmed|medline|nlm", database, re.IGNORECASE) is not None
