"""Tables with named columns: CSV and JSON Lines; also the library as this program exports it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

from pydantic import TypeAdapter, ValidationError

from vectorstore.articles import Article, parts_of, short_name, year_in
from vectorstore.errors import InputError
from vectorstore.markup import readable
from vectorstore.readers.source import Source
from vectorstore.records import Abstract, Reference
from vectorstore.text import folded

_COLUMNS = {
    "title": "title|article title|标题|题名",
    "abstract": "abstract|abstract note|summary|摘要|text",
    "authors": "authors|author|作者",
    "journal": "journal|source title|publication title|journal/book|期刊|刊名",
    "year": "year|publication year|pub year|date|年份|年",
    "volume": "volume|卷",
    "issue": "issue|number|期",
    "pages": "pages|页码",
    "first_page": "page start|start page",
    "last_page": "page end|end page",
    "doi": "doi",
    "pmid": "pmid|pubmed id|pubmedid",
    "pmcid": "pmcid",
    "types": "publication types|publication type|document type",
    "keywords": "keywords|keyword|author keywords|关键词",
    "language": "language|language of original document|语言",
    "affiliations": "affiliations|affiliation|单位",
}
_NAMES = {alias: name for name, aliases in _COLUMNS.items() for alias in aliases.split("|")}


_SEPARATOR = re.compile(r"\Asep=.\r?\n")  # what spreadsheets write before a table
_GIVEN = re.compile(
    r"(?![^,]* [A-Z]{1,4},)[^,;]+, [^,;]*[a-z][^,;]*"
)  # one name, family first, without initials behind it


def _named(column: object) -> str:
    plain = re.sub(r"[\s_]+", " ", folded(str(column).strip().strip('"').removeprefix("\ufeff")))
    return _NAMES.get(plain, plain)


def columns_of(head: bytes) -> set[str]:
    """The columns that a table's first line names, as far as they are known here."""
    line = _SEPARATOR.sub("", head.decode("utf-8", "replace").lstrip("\ufeff")).split("\n", 1)[0]
    named = [{_named(part) for part in line.split(sign)} & _COLUMNS.keys() for sign in ",;\t"]
    return max(named, key=len)


def is_csv(head: bytes) -> bool:
    """Whether the first line names an abstract's column."""
    return "abstract" in columns_of(head) and not head.lstrip().startswith(b"{")


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
    first = next(lines, "") if first.startswith("sep=") else first
    sign = max(",;\t", key=first.count)
    try:
        for row in csv.DictReader((f"{line}\n" for line in chain([first], lines)), delimiter=sign):
            yield _article((key, value) for key, value in row.items() if key and isinstance(value, str))
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
            else _article((key, _joined(value)) for key, value in row.items())
        )


def _joined(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_joined, value))
    return _joined(value.get("name")) if isinstance(value, dict) else "" if value is None else str(value)


def _authors(text: str) -> tuple[str, ...]:
    """Names, apart at semicolons, else at commas; with the family first only where it is a single one.

    >>> _authors("Doe J, Roe R"), _authors("Doe, Jane; Roe, Richard"), _authors("Doe, Jane")
    (('Doe J', 'Roe R'), ('Doe J', 'Roe R'), ('Doe J',))
    """
    several = (
        re.split("[;；|]", text) if re.search("[;；|]", text) else [text] if _GIVEN.fullmatch(text) else text.split(",")
    )
    return tuple(short_name(name.strip(" .")) for name in several if name.strip(" ."))


def _keywords(text: str) -> tuple[str, ...]:
    """Keywords, apart at semicolons, else at commas."""
    words = re.split("[;；|]" if re.search("[;；|]", text) else "[,，、]", text)
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _article(cells: Iterable[tuple[str, str]]) -> Article:
    row: dict[str, str] = {}
    for column, value in cells:  # of two columns of one meaning the first that says something counts
        row[_named(column)] = row.get(_named(column)) or readable(value)

    def field(name: str) -> str | None:
        return row.get(name) or None

    doi = re.search(r"\b10\.\d{4,9}/\S+", field("doi") or "")
    pmid = re.search(r"\d{1,8}", field("pmid") or "")
    pages = "-".join(filter(None, (field("first_page"), field("last_page"))))
    reference = Reference(
        authors=_authors(field("authors") or ""),
        affiliations=tuple(part.strip() for part in (field("affiliations") or "").split(";") if part.strip()),
        title=field("title"),
        journal=field("journal"),
        year=year_in(field("year")),
        volume=field("volume"),
        issue=field("issue"),
        pages=field("pages") or pages or None,
        doi=doi[0] if doi else None,
        pmid=pmid[0] if pmid else None,
        pmcid=field("pmcid"),
        publication_types=tuple(part.strip() for part in re.split("[;|]", field("types") or "") if part.strip()),
        keywords=_keywords(field("keywords") or ""),
        printed_languages=(field("language") or "",) if field("language") else (),
    )
    return Article(reference, tuple(parts_of(field("abstract") or "")))


def _exported(row: Mapping[str, Any], where: str) -> Abstract:
    try:
        record = {name: row.get(name) for name in ("id", "text", "sections", "reference")}
        made = _records().validate_python(record, strict=False)
    except ValidationError as e:
        first = e.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(f"{where}: this is not a record as this program exports it ({place}: {first['msg']}).") from e
    if not made.sections or not all(0 <= s.start <= s.end <= len(made.text) for s in made.sections):
        raise InputError(f"{where}: its sections don't fit its text. Export the library again.")
    return made


@lru_cache(maxsize=1)
def _records() -> TypeAdapter[Abstract]:
    """Checks the types of a record, made when the first one is read."""
    return TypeAdapter(Abstract)
