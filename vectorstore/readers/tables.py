"""Tables with named columns: CSV and JSON Lines; also the library as this program exports it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from vectorstore.articles import Article, parts_of
from vectorstore.errors import InputError
from vectorstore.markup import readable
from vectorstore.readers.source import Source
from vectorstore.records import Abstract, Reference
from vectorstore.store import abstract_from
from vectorstore.text import folded

_COLUMNS = {
    "title": "title|article title|标题|题名",
    "abstract": "abstract|abstract note|summary|摘要|text",
    "authors": "authors|author|author full names|作者",
    "journal": "journal|source title|publication title|journal/book|source|期刊|刊名",
    "year": "year|publication year|pub year|date|年份|年",
    "volume": "volume|卷",
    "issue": "issue|number|期",
    "pages": "pages|页码",
    "doi": "doi",
    "pmid": "pmid|pubmed id|pubmedid",
    "pmcid": "pmcid",
    "types": "publication types|publication type|document type",
    "language": "language|language of original document|语言",
    "affiliations": "affiliations|affiliation|单位",
}
_NAMES = {alias: name for name, aliases in _COLUMNS.items() for alias in aliases.split("|")}
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")


def _named(column: object) -> str:
    plain = re.sub(r"[\s_]+", " ", folded(str(column).strip().strip('"').removeprefix("\ufeff")))
    return _NAMES.get(plain, plain)


def is_csv(head: bytes) -> bool:
    """Whether the first line names an abstract's column among others."""
    line = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    return any("abstract" in map(_named, line.split(sign)) for sign in ",;\t") and not line.lstrip().startswith("{")


def is_json_lines(head: bytes) -> bool:
    """Whether the file begins with a JSON object."""
    return re.match(rb'[\s\xef\xbb\xbf]*\{\s*"', head) is not None


def read_csv(source: Source) -> Iterator[Article]:
    """The rows of a table, one at a time.

    Raises:
        InputError: It is no table, or no column is called `abstract`.
    """
    lines = source.lines()
    first = next(lines, "").removeprefix("\ufeff")
    sign = max(",;\t", key=first.count)
    try:
        for row in csv.DictReader((f"{line}\n" for line in chain([first], lines)), delimiter=sign):
            yield _article({_named(key): value for key, value in row.items() if key and isinstance(value, str)})
    except csv.Error as e:
        raise InputError(f"{source.name}: the table can't be read ({e}).") from e


def read_json_lines(source: Source) -> Iterator[Article | Abstract]:
    """The rows of a file of JSON objects; one that this program exported comes back as it was.

    Raises:
        InputError: A line is no JSON object, or has neither an abstract nor a text.
    """
    for number, line in enumerate(source.lines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as e:
            raise InputError(f"{source.name}, line {number}: this is not JSON. Write one object a line.") from e
        if not isinstance(row, dict):
            raise InputError(f"{source.name}, line {number}: this is no object. Write one object a line.")
        yield (
            _exported(row, f"{source.name}, line {number}")
            if "sections" in row
            else _article({_named(key): _joined(value) for key, value in row.items()})
        )


def _joined(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _article(row: Mapping[str, str]) -> Article:
    def field(name: str) -> str | None:
        return readable(row.get(name) or "") or None

    year = _YEAR.search(field("year") or "")
    doi = re.search(r"\b10\.\d{4,9}/\S+", field("doi") or "")
    pmid = re.search(r"\d{4,9}", field("pmid") or "")
    authors = field("authors") or ""
    reference = Reference(
        authors=tuple(
            name.strip(" .")
            for name in re.split(r"[;；|]" if ";" in authors or "；" in authors else ",", authors)
            if name.strip(" .")
        ),
        affiliations=tuple(part.strip() for part in (field("affiliations") or "").split(";") if part.strip()),
        title=field("title"),
        journal=field("journal"),
        year=int(year[1]) if year else None,
        volume=field("volume"),
        issue=field("issue"),
        pages=field("pages"),
        doi=doi[0] if doi else None,
        pmid=pmid[0] if pmid else None,
        pmcid=field("pmcid"),
        publication_types=tuple(part.strip() for part in re.split("[;|]", field("types") or "") if part.strip()),
        printed_languages=(field("language") or "",) if field("language") else (),
    )
    return Article(reference, tuple(parts_of(field("abstract") or "")))


def _exported(row: Mapping[str, object], where: str) -> Abstract:
    try:
        text = str(row["text"])
        made = abstract_from(str(row["id"]), text, row)
        sound = all(0 <= s.start <= s.end <= len(text) for s in made.sections)
    except (KeyError, TypeError, AttributeError) as e:
        raise InputError(f"{where}: this is not a record as this program exports it ({e}).") from e
    if not sound or not made.sections:
        raise InputError(f"{where}: its sections don't fit its text. Export the library again.")
    return made
