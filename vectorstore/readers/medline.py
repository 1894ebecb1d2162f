"""MEDLINE and nbib text, as PubMed exports it: `PMID- 123`, fields that repeat, lines that go on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from vectorstore.articles import Article, Part, parts_of, year_in
from vectorstore.markup import readable
from vectorstore.readers.source import Source
from vectorstore.records import Link, LinkKind, Reference

Fields = dict[str, list[str]]
"""The values of each tag, in order."""

_FIELD = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}- ?(.*)")
_FIRST = re.compile(rb"^\s*(?:PMID|NBK|OWN|STAT|BTI)(?: {0,2})- ", re.MULTILINE)
_LINKS: dict[str, LinkKind] = {
    "RIN": "retracted_by",
    "ROF": "retraction_of",
    "EIN": "corrected_by",
    "EFR": "correction_of",
    "ECI": "concern_by",
    "ECF": "concern_of",
}
_PMID = re.compile(r"PMID:? ?(\d+)")


def is_medline(head: bytes) -> bool:
    """Whether a file begins as MEDLINE text does."""
    found = _FIRST.search(head[:2000])
    return found is not None and not head[: found.start()].strip(b"\xef\xbb\xbf \r\n\t")


def read_medline(source: Source) -> Iterator[Article]:
    """The records of MEDLINE text, one at a time.

    Raises:
        InputError: It is no text, or a record is too long.
    """
    for fields in _records(source):
        yield article_of(fields)


def _records(source: Source) -> Iterator[Fields]:
    read: list[tuple[str, list[str]]] = []  # tags, each with the lines of its value
    size = 0
    for line in source.lines():
        found = _FIELD.fullmatch(line.removeprefix("\ufeff"))
        if found and found[1] == "PMID" and read:
            yield _joined(read)
            read, size = [], 0
        if found:
            read.append((found[1], [found[2]]))
        elif line.startswith("    ") and read:
            read[-1][1].append(line)
        size += len(line)
        source.bound(size)
    if read:
        yield _joined(read)


def _joined(read: Sequence[tuple[str, Sequence[str]]]) -> Fields:
    fields: Fields = {}
    for tag, lines in read:
        fields.setdefault(tag, []).append(" ".join(line.strip() for line in lines))
    return fields


def article_of(fields: Fields) -> Article:
    """A record of its fields."""

    def first(*tags: str) -> str | None:
        return next((text for tag in tags for value in fields.get(tag, ()) if (text := readable(value))), None)

    def every(*tags: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for tag in tags for value in fields.get(tag, ()) if (text := readable(value))))

    published = first("DP", "CDAT")
    title = first("TI", "BTI")
    reference = Reference(
        authors=every("AU", "CN") or every("ED", "FED"),
        affiliations=every("AD"),
        title=title,
        journal=first("JT") or first("TA", "BTI") if title != first("BTI") else first("JT", "TA"),
        year=year_in(published or first("DEP", "EDAT")),
        volume=first("VI"),
        issue=first("IP"),
        pages=first("PG"),
        doi=_identifier(fields, "doi"),
        pmid=first("PMID"),
        published=published,
        epub=_day(first("DEP")),
        pmcid=first("PMC"),
        original_title=first("TT"),
        journal_abbreviation=first("TA"),
        publication_types=every("PT"),
        mesh=every("MH"),
        keywords=tuple(dict.fromkeys(word.lstrip("*") for word in every("OT"))),
        printed_languages=every("LA"),
        copyright=first("CI"),
        links=tuple(_link(kind, readable(value)) for tag, kind in _LINKS.items() for value in fields.get(tag, ())),
    )
    return Article(reference, tuple(_parts(fields)))


def _parts(fields: Fields) -> Iterator[Part]:
    """The abstract, and other ones, each in the language that is stated of it."""
    others = zip_longest(fields.get("OAB", ()), fields.get("OABL", ()))
    for value, language in (*((value, None) for value in fields.get("AB", ())), *others):
        for part in parts_of(_bare(readable(value or ""))):
            yield replace(part, stated=language)


def _identifier(fields: Fields, kind: str) -> str | None:
    marked = [value for tag in ("LID", "AID", "SO") for value in fields.get(tag, ()) if f"[{kind}]" in value]
    return marked[0].split(f"[{kind}]")[0].strip() or None if marked else None


def _link(kind: LinkKind, source: str) -> Link:
    found = _PMID.search(source)
    return Link(kind, source, found[1] if found else None)


def _day(digits: str | None) -> str | None:
    """`20140113` as PubMed prints it: `2014 Jan 13`."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", digits or "")
    return month_day(found[1], found[2], found[3]) if found else digits


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_day(year: str, month: str, day: str) -> str:
    """A date as PubMed prints it; a month may be a number or a name.

    >>> month_day("2014", "01", "13"), month_day("2001", "Jun", "")
    ('2014 Jan 13', '2001 Jun')
    """
    name = _MONTHS[int(month) - 1] if month.isdecimal() and 1 <= int(month) <= len(_MONTHS) else month
    return " ".join(part for part in (year, name, day.lstrip("0")) if part)


_OWNER = re.compile(r"^(?:Publisher|AAMC|AIDS|KIE|NASA|PIP)\s*:?\s+")


def _bare(text: str) -> str:
    """Another abstract without what says whose it is."""
    return _OWNER.sub("", text).strip()
