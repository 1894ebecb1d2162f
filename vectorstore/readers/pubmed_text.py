"""PubMed's "Abstract" text export: numbered records of paragraphs, as people print and mail them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from vectorstore.articles import Article, parts_of
from vectorstore.markup import readable
from vectorstore.readers.source import Source
from vectorstore.records import Link, LinkKind
from vectorstore.reference_lines import citation_fields

_START = re.compile(r"(\d+)\. (\S.*)")
_ONE = r"[^\W\d_][\w'’. -]* [^\W\d_a-z]{1,4}(?: (?:Jr|Sr|I{2,3}|2nd|3rd))?(?:\(\d+\))*(?:\(#\))?"
_NAMES = re.compile(rf"{_ONE}(?:[,;] (?:{_ONE}|[^\W\d_][\w'’ -]+))*\.")
_MARK = re.compile(r"\(\d+\)|\(#\)")
_IDS = re.compile(r"^(DOI|PMID|PMCID): ?(\S+)", re.MULTILINE)
_ASIDE = re.compile(
    r"(?:Author information:|Conflict of interest statement:|Comment (?:in|on)\b.*\d{4}|Update (?:in|of)\b.*\d{4}"
    r"|Collaborators:|\[(?:Article|Indexed)|Free PMC article|Electronic supplementary material|Publication of:"
    r"|Summary for patients in)"
)
_WORD = r"(?:[A-Z0-9(&]\S*|on|behalf|of|and|the|for|by|in)"  # of a publisher's name
_COPYRIGHT = re.compile(
    rf"(?i:copyright\b|©|\(c\) (?:19|20)\d\d|this article is protected by copyright).*"
    rf"|Published by {_WORD}(?: {_WORD})*\.?"
)
_CITED = re.compile(r"\. (?:19|20)\d\d\b|PMID")  # what follows "Retraction in", unless it begins a sentence
_LINKS: dict[str, LinkKind] = {
    "Retraction in": "retracted_by",
    "Retraction of": "retraction_of",
    "Erratum in": "corrected_by",
    "Erratum for": "correction_of",
    "Expression of concern in": "concern_by",
    "Expression of concern for": "concern_of",
}


def is_pubmed_text(head: bytes) -> bool:
    """Whether a file begins as PubMed's text export does, and has its closing lines."""
    text = head.decode("utf-8", "replace").lstrip("\ufeff\r\n ")
    first = text.split("\n", 1)[0].rstrip("\r")
    begins = re.fullmatch(r"\d+\. \S.*?\. (?:19|20)\d\d\b.*", first) is not None
    return begins and re.search(r"^PMID: ?\d+", text, re.MULTILINE) is not None


def read_pubmed_text(source: Source) -> Iterator[Article]:
    """The records of a text export, one at a time.

    Raises:
        InputError: It is no text, or a record is too long.
    """
    for paragraphs in _records(source):
        yield article_of(paragraphs)


def _records(source: Source) -> Iterator[list[str]]:
    """Paragraphs of each record: it begins at the next number, behind empty lines."""
    paragraphs: list[str] = []
    lines: list[str] = []
    number, size = 0, 0
    for line in source.lines():
        line = line.removeprefix("\ufeff")
        found = _START.fullmatch(line)
        if found and not lines and (not paragraphs or int(found[1]) == number + 1):
            if paragraphs:
                yield paragraphs
            paragraphs, number, size = [], int(found[1]), 0
        if line.strip():
            lines.append(line.strip())
        elif lines:
            paragraphs.append("\n".join(lines))
            lines = []
        size += len(line)
        source.bound(size)
    paragraphs += ["\n".join(lines)] if lines else []
    if paragraphs:
        yield paragraphs


def article_of(paragraphs: list[str]) -> Article:
    """A record of its paragraphs: citation line, title, authors, then the abstract among asides, identifiers last."""
    citation = readable(re.sub(r"^\d+\. ", "", paragraphs[0].replace("\n", " ")))
    known = citation_fields(citation)
    ids = {name: value.rstrip(".;") for part in paragraphs for name, value in _IDS.findall(part)}
    rest = [part for part in paragraphs[1:] if not _IDS.match(part) and not part.startswith("[Article in")]
    title = readable(rest.pop(0).replace("\n", " ")) if rest else None
    authors: tuple[str, ...] = ()
    informed = len(rest) > 1 and rest[1].startswith("Author information:")
    if rest and (informed or _NAMES.fullmatch(rest[0].replace("\n", " "))):
        authors = _authors(rest.pop(0))
    links, affiliations, copyright_line, texts = [], [], None, []
    for part in rest:
        flat = readable(part.replace("\n", " "))
        kind = next((kind for start, kind in _LINKS.items() if flat.startswith(start) and _CITED.search(flat)), None)
        if kind:
            links.append(Link(kind, re.sub(r"^[A-Z][a-z ]+ (?:in|of|for):?\s*", "", flat)))
        elif flat.startswith("Author information:"):
            affiliations = [piece.strip() for piece in re.split(r"\(\d+\)", flat.partition(":")[2]) if piece.strip()]
        elif _COPYRIGHT.fullmatch(flat):
            copyright_line = flat
        elif not _ASIDE.match(flat):
            texts.append(flat)
    reference = replace(
        known,
        authors=authors,
        affiliations=tuple(dict.fromkeys(affiliations)),
        title=re.sub(r"^\[(.*)\]\.?$", r"\1", title) if title else None,
        doi=ids.get("DOI") or known.doi,
        pmid=ids.get("PMID") or known.pmid,
        pmcid=ids.get("PMCID"),
        copyright=copyright_line,
        links=tuple(links),
    )
    return Article(reference, tuple(piece for text in texts for piece in parts_of(text)))


def _authors(line: str) -> tuple[str, ...]:
    names = _MARK.sub("", readable(line.replace("\n", " "))).rstrip(".")
    return tuple(name.strip() for name in re.split("[,;]", names) if name.strip())
