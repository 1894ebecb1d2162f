"""RIS, as reference managers export it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from vectorstore.articles import Article, parts_of
from vectorstore.errors import InputError
from vectorstore.markup import readable
from vectorstore.readers.source import Source
from vectorstore.records import Reference

_FIRST = re.compile(rb"^[\s\xef\xbb\xbf]*(?:\d+\.\s+)?TY {1,2}- ?\w")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_DOI = re.compile(r"\b10\.\d{4,9}/\S+")


def is_ris(head: bytes) -> bool:
    """Whether a file begins as RIS does."""
    return _FIRST.match(head[:500]) is not None


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
        lines.append(line.removeprefix("\ufeff"))
        size += len(line)
        source.bound(size)
        if re.match(r"ER {1,2}-", line):
            yield "\n".join(lines)
            lines, size = [], 0
    if any(line.strip() for line in lines):
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

    def every(*names: str) -> tuple[str, ...]:
        values = [value for name in names for value in (record.get(name) or ())]
        return tuple(dict.fromkeys(text for value in values if (text := readable(str(value)))))

    year = _YEAR.search(first("year", "publication_year", "date") or "")
    start, end = first("start_page"), first("end_page")
    doi = _DOI.search(first("doi") or "")
    number = first("accession_number") or ""
    reference = Reference(
        authors=tuple(
            _short(readable(str(name))) for name in record.get("authors") or record.get("first_authors") or ()
        ),
        affiliations=(first("author_address") or "",) if first("author_address") else (),
        title=first("title", "primary_title"),
        journal=first("journal_name", "secondary_title", "alternate_title3", "alternate_title2"),
        year=int(year[1]) if year else None,
        volume=first("volume"),
        issue=first("number", "issue"),
        pages=f"{start}-{end}" if start and end and start != end else start,
        doi=doi[0].rstrip(".,;") if doi else None,
        pmid=number if re.fullmatch(r"\d{4,9}", number) else None,
        published=None,
        original_title=first("translated_title", "original_publication"),
        journal_abbreviation=first("alternate_title1", "alternate_title2"),
        mesh=(),
        printed_languages=(first("language") or "",) if first("language") else (),
    )
    abstract = first("abstract", "notes_abstract") or ""
    return Article(reference, tuple(parts_of(abstract)))


def _short(name: str) -> str:
    """A name as MEDLINE prints it.

    >>> _short("Doe, Jane Q., Jr"), _short("WHO Group")
    ('Doe JQ Jr', 'WHO Group')
    """
    family, comma, rest = name.partition(",")
    given, _, suffix = rest.partition(",")
    parts = re.findall(r"[^\W\d_]+", given)
    initials = "".join(part if part.isupper() and len(part) < 4 else part[0] for part in parts)
    return " ".join(part for part in (family.strip(), initials, suffix.strip()) if part) if comma else name
