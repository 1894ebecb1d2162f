"""The table of file formats, and records of any of them: the one door through which abstracts come in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vectorstore.articles import Article, to_abstract
from vectorstore.errors import InputError
from vectorstore.files import LARGEST, decode
from vectorstore.plain_text import read_plain_text
from vectorstore.readers.medline import is_medline, read_medline
from vectorstore.readers.pubmed_text import is_pubmed_text, read_pubmed_text
from vectorstore.readers.pubmed_xml import is_pubmed_xml, read_pubmed_xml
from vectorstore.readers.ris import is_ris, read_ris
from vectorstore.readers.source import Given, Source, Watch
from vectorstore.readers.tables import columns_of, is_csv, is_json_lines, read_csv, read_json_lines
from vectorstore.records import Abstract


@dataclass(frozen=True, slots=True)
class Format:
    """A file format."""

    name: str
    """What people call it."""
    begins: Callable[[bytes], bool]
    """Whether the first bytes of a file are of this format."""
    read: Callable[[Source], Iterator[Article | Abstract]]
    """Its records, one at a time."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is passed over."""

    where: str
    """File and number of the record, with its PMID or title where it has one."""
    reason: str
    """Why, in plain words."""


_TABLE = 3  # known columns that make a first line a table's
_FOREIGN = {
    "XML or HTML of another kind": re.compile(r"\s*<(?:\?xml|!DOCTYPE|[A-Za-z][\w:-]*[\s>])", re.IGNORECASE),
    "JSON that is not one object a line": re.compile(r"\s*(?:\{\s*\"|\[\s*\{)"),
    "BibTeX": re.compile(r"\s*@\w+\s*\{"),
    "EndNote's own format": re.compile(r"\s*%[0A] \S"),
    "Web of Science's own format": re.compile(r"\s*(?:FN [A-Z]|PT [JBSP]\s*\n)"),
}


def _read_plain(source: Source) -> Iterator[Abstract]:
    text = decode(source.text(LARGEST), source.name)
    if len(columns_of(source.beginning)) >= _TABLE:
        raise InputError(f"{source.name}: a table without a column called 'abstract'. Export it with the abstracts.")
    foreign = next((what for what, sign in _FOREIGN.items() if sign.match(text)), None)
    if foreign:
        raise InputError(f"{source.name}: {foreign}, which is not read here. Export PubMed XML, nbib or RIS.")
    try:
        yield from read_plain_text(text)
    except InputError as e:
        raise e if source.name in str(e) else InputError(f"{source.name}: {e}") from e


FORMATS = (
    Format("PubMed XML", is_pubmed_xml, read_pubmed_xml),
    Format("MEDLINE (nbib)", is_medline, read_medline),
    Format("RIS", is_ris, read_ris),
    Format("JSON Lines", is_json_lines, read_json_lines),
    Format("PubMed text", is_pubmed_text, read_pubmed_text),
    Format("CSV", is_csv, read_csv),
    Format("plain text", lambda head: True, _read_plain),
)
"""Every format, told by a file's first bytes; the first that fits is taken, and plain text fits everything.

To add one: a module with `is_...` and `read_...` beside the others, and its line here.
"""


def format_of(source: Source) -> Format:
    """The format of a file."""
    return next(known for known in FORMATS if known.begins(source.beginning))


def read_records(given: Given, name: str | None = None, watch: Watch | None = None) -> Iterator[Abstract | Skipped]:
    """The abstracts of a file in any format, one at a time.

    Args:
        given: A file, bytes, or a stream, which stays open.
        name: What to call it in errors; by default its path.
        watch: Told how many bytes have been read so far.

    Returns:
        Abstracts, and what was passed over: records without an abstract, or with bytes that are no text.

    Raises:
        InputError: The file can't be read, or not to its end; the records before have been given.
    """
    with Source(given, name or str(given), watch) as source:
        known, number = format_of(source), 0
        for number, record in enumerate(known.read(source), start=1):
            yield _stored(record, source.name, number)
        if not number:
            raise InputError(f"{source.name}: there is no record in it, though it begins as {known.name}.")


def _stored(record: Article | Abstract, name: str, number: int) -> Abstract | Skipped:
    try:
        made = to_abstract(record) if isinstance(record, Article) else record
    except InputError as e:
        return Skipped(_place(record, name, number), str(e))
    if "\ufffd" in made.text:
        return Skipped(_place(record, name, number), "it has characters that can't be decoded.")
    return made


def _place(record: Article | Abstract, name: str, number: int) -> str:
    known = record.reference
    called = f"PMID {known.pmid}" if known.pmid else (known.title or "")[:60]
    return f"{name}, record {number}" + (f" ({called})" if called else "")
