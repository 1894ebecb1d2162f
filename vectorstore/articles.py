"""Structured records (XML, nbib, RIS, tables) into abstracts: their text is made here, once, in one way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from vectorstore.errors import InputError
from vectorstore.identity import identifier
from vectorstore.labels import labelled
from vectorstore.records import Abstract, Field, Reference, Role, Section
from vectorstore.roles import prose_roles, role_of_label
from vectorstore.text import language_of
from vectorstore.tongues import foreign_code, foreign_in

_CATEGORIES: dict[str, Role] = {
    "BACKGROUND": "background",
    "OBJECTIVE": "objective",
    "METHODS": "methods",
    "RESULTS": "results",
    "CONCLUSIONS": "conclusions",
}  # NLM's, which it gives to any label
_NOTHING = re.compile(r"\[?(?:no abstract available|abstract available from the publisher)\.?\]?", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_INITIALS = 4  # letters; what is longer and in capitals is a name
_AFFILIATIONS = 8  # that stand in the text, so that they can be asked for; the reference keeps all


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of an abstract."""

    text: str
    """Readable, on one line."""
    label: str | None = None
    """Its heading as printed."""
    category: str | None = None
    """NLM's category of the label, such as `METHODS`."""
    stated: str | None = None
    """Its language, where the record states it of this paragraph."""


@dataclass(frozen=True, slots=True)
class Article:
    """One record as a file has it."""

    reference: Reference
    """Everything but the abstract."""
    parts: tuple[Part, ...]
    """The abstract, paragraph by paragraph; in further languages behind the first."""


def to_abstract(article: Article) -> Abstract:
    """The stored record: title, authors, affiliations, citation line, then the abstract, one paragraph each.

    Raises:
        InputError: There is no abstract in it.
    """
    parts = [part for part in article.parts if part.text and not _NOTHING.fullmatch(part.text)]
    if not parts:
        raise InputError("it has no abstract.")
    writer = _Writer(article.reference.printed_languages)
    for text, role, field in _head(article.reference):
        writer.add(text, role, field=field)
    for part, role in _with_roles(parts):
        writer.add(part.text, role, label=part.label, stated=part.stated)
    text = "\n".join(writer.lines)
    known = article.reference
    return Abstract(identifier(text, known), text, tuple(writer.sections), known)


class _Writer:
    """Lines of a text, and the sections that they are."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = languages
        self.lines: list[str] = []
        self.sections: list[Section] = []
        self._end = 0

    def add(
        self, text: str, role: Role, *, label: str | None = None, field: Field | None = None, stated: str | None = None
    ) -> None:
        """A paragraph; its section begins behind its label."""
        told = foreign_code(stated) if stated else foreign_in(text, self._languages)
        foreign = None if role == "reference" else told
        before = f"{label}: " if label else ""
        start = self._end + len(before)
        self.sections.append(Section(role, language_of(text), start, start + len(text), label, field, foreign))
        self.lines.append(before + text)
        self._end = start + len(text) + 1


def year_in(text: str | None) -> int | None:
    """The first year that a text names.

    >>> year_in("2019 Spring"), year_in("in press")
    (2019, None)
    """
    found = _YEAR.search(text or "")
    return int(found[1]) if found else None


def short_name(name: str) -> str:
    """A name with its family first, as MEDLINE prints it; of a group, or printed so already, as it is.

    >>> short_name("Doe, Jane Q., Jr"), short_name("WHO Group")
    ('Doe JQ Jr', 'WHO Group')
    """
    family, comma, rest = name.partition(",")
    given, _, suffix = rest.partition(",")
    parts = re.findall(r"[^\W\d_]+", given)
    initials = "".join(part if part.isupper() and len(part) < _INITIALS else part[0] for part in parts)
    return " ".join(part for part in (family.strip(), initials, suffix.strip()) if part) if comma else name


def _head(known: Reference) -> Iterator[tuple[str, Role, Field | None]]:
    for title in dict.fromkeys(filter(None, (known.title, known.original_title))):
        yield title, "title", None
    if known.authors:
        yield ", ".join(known.authors), "reference", "authors"
    for line in known.affiliations[:_AFFILIATIONS]:
        yield line, "reference", "affiliation"
    if line := citation_line(known):
        yield line, "reference", "citation"


def citation_line(known: Reference) -> str:
    """Journal, date, place, DOI and PMID as PubMed prints them; empty when none is known.

    >>> citation_line(Reference(journal="Brain", published="2020 May", volume="3", pages="1-9", pmid="12"))
    'Brain. 2020 May;3:1-9. PMID: 12'
    """
    when = ";".join(part for part in (known.published or str(known.year or ""), known.place) if part)
    journal = known.journal or known.journal_abbreviation or ""
    parts = [f"{part.rstrip('.')}." for part in (journal, when) if part]
    parts += [f"Epub {known.epub}."] if known.epub else []
    parts += [f"doi: {known.doi}"] if known.doi else []
    parts += [f"PMID: {known.pmid}"] if known.pmid else []
    return " ".join(parts)


def _with_roles(parts: Sequence[Part]) -> Iterator[tuple[Part, Role]]:
    """Each paragraph with its role: its label's, NLM's, or the one that its words and its place give it."""
    for _, run in groupby(parts, key=lambda part: (language_of(part.text), part.label is None)):
        group = list(run)
        if group[0].label is None:
            yield from zip(group, prose_roles([part.text for part in group]), strict=True)
        else:
            yield from ((part, _role(part)) for part in group)


def _role(part: Part) -> Role:
    return role_of_label(part.label or "") or _CATEGORIES.get(part.category or "", "other")


def parts_of(text: str) -> Iterator[Part]:
    """The parts of an abstract on one line, cut at the labels that stand in it ("AIM: ... METHODS: ...")."""
    for stretch in labelled(text):
        if stretch.start < stretch.end:
            yield Part(text[stretch.start : stretch.end], stretch.label)
