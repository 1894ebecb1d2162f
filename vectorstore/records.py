"""The vocabulary of the store: what an abstract is, and what comes back for a question.

Everything here is frozen data. Offsets are 0-based, half-open, in characters of `Abstract.text`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["title", "reference", "background", "objective", "methods", "results", "conclusions", "other"]
"""What a section is for; `reference` is bibliographic data (authors, affiliations, citation line)."""

Language = Literal["en", "zh"]
"""`zh` where Han characters carry the text, `en` everywhere else (also for names and addresses)."""

Field = Literal["authors", "affiliation", "citation"]
"""Which reference line a section is; the citation line holds journal, dates, pages and DOI."""

PROSE_ROLES: tuple[Role, ...] = ("background", "objective", "methods", "results", "conclusions", "other")
"""The roles whose text says something about the subject, in the order a reader expects."""


RETRACTED = "Retracted Publication"
"""The publication type of an article that was retracted, as PubMed names it."""

LinkKind = Literal["retracted_by", "retraction_of", "corrected_by", "correction_of", "concern_by", "concern_of"]
"""How another notice and an article belong together."""


@dataclass(frozen=True, slots=True)
class Link:
    """A notice about an article, or the article that a notice is about."""

    kind: LinkKind
    """What the other one is."""
    source: str
    """Where it was published, as printed."""
    pmid: str | None = None
    """Its PubMed identifier, where known."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Bibliographic data of one abstract, as far as the record states it."""

    authors: tuple[str, ...] = ()
    """Names as printed, in order."""
    affiliations: tuple[str, ...] = ()
    """Affiliation lines as printed."""
    title: str | None = None
    """Title, where the record has one."""
    journal: str | None = None
    """Journal as printed, often abbreviated."""
    year: int | None = None
    """Year of publication."""
    volume: str | None = None
    """Volume as printed."""
    issue: str | None = None
    """Issue as printed."""
    pages: str | None = None
    """Page range or article number as printed."""
    doi: str | None = None
    """Digital Object Identifier, bare: `10.1016/...`."""
    pmid: str | None = None
    """PubMed identifier, digits only."""
    published: str | None = None
    """Date of the issue as printed, e.g. `2014 Feb`."""
    epub: str | None = None
    """Date of electronic publication as printed, e.g. `2014 Jan 13`."""
    pmcid: str | None = None
    """PubMed Central identifier, e.g. `PMC123456`."""
    original_title: str | None = None
    """Title in the article's own language, where that is another one."""
    journal_abbreviation: str | None = None
    """Journal as MEDLINE abbreviates it."""
    publication_types: tuple[str, ...] = ()
    """As PubMed names them, e.g. `Randomized Controlled Trial`."""
    mesh: tuple[str, ...] = ()
    """MeSH headings; those of the article's main points with a `*` before them, qualifiers behind a `/`."""
    keywords: tuple[str, ...] = ()
    """Keywords that are no MeSH headings, or not known to be: the authors' own, a reference manager's."""
    printed_languages: tuple[str, ...] = ()
    """Languages of the article, as codes of three letters, e.g. `fre`."""
    copyright: str | None = None
    """The abstract's copyright line."""
    links: tuple[Link, ...] = ()
    """Retractions, corrections and expressions of concern."""

    @property
    def retracted(self) -> bool:
        """Whether the article was retracted."""
        typed = RETRACTED in self.publication_types
        return typed or any(link.kind == "retracted_by" for link in self.links)

    @property
    def corrected(self) -> str | None:
        """Where corrections of the article were published; None where none is known."""
        return self._noticed("corrected_by")

    @property
    def concern(self) -> str | None:
        """Where expressions of concern about the article were published; None where none is known."""
        return self._noticed("concern_by")

    def _noticed(self, kind: LinkKind) -> str | None:
        where = (link.source or f"PMID {link.pmid}" for link in self.links if link.kind == kind)
        return "; ".join(dict.fromkeys(where)) or None

    @property
    def place(self) -> str:
        """Volume, issue and pages: `40(1):48-55`; empty when none is known."""
        issue = f"({self.issue})" if self.issue else ""
        return f"{self.volume or ''}{issue}" + (f":{self.pages}" if self.pages else "")

    def cite(self) -> str:
        """One line in the style of PubMed; empty when nothing is known.

        >>> Reference(authors=("Doe J", "Roe R"), journal="Brain", year=2020, volume="3").cite()
        'Doe J, et al. Brain. 2020;3.'
        """
        author = ", et al".join([self.authors[0], ""]) if len(self.authors) > 1 else "".join(self.authors)
        when = ";".join(part for part in (str(self.year or ""), self.place) if part)
        parts = [part.rstrip(".") for part in (author, self.title or "", self.journal or "", when) if part]
        line = ". ".join(parts) + ("." if parts else "")
        return f"{line} doi:{self.doi}".strip() if self.doi else line


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an abstract with one role and one language."""

    role: Role
    """What the section is for."""
    language: Language
    """The language it is written in."""
    start: int
    """Where its text starts (after the label, when there is one)."""
    end: int
    """Where its text ends."""
    label: str | None = None
    """The heading as printed, e.g. `METHODS`; None when the section has none."""
    field: Field | None = None
    """Which reference line it is; None for everything else."""
    foreign: str | None = None
    """Its language where that is neither English nor Chinese: the record's code, e.g. `fre`, or `other`."""


@dataclass(frozen=True, slots=True)
class Abstract:
    """One stored record: the whole text and what is known about it."""

    id: str
    """Stable identifier; survives updates of the record."""
    text: str
    """The whole stored record; every offset counts in it."""
    sections: tuple[Section, ...]
    """In order of their offsets; together they hold every non-space character but the labels."""
    reference: Reference = field(default_factory=Reference)
    """Bibliographic data."""

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the UTF-8 text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def name(self) -> str:
        """One line to know it by: its reference, or where it has none, how its text begins."""
        beginning = " ".join(self.text.split())
        return self.reference.cite() or (beginning if len(beginning) <= 60 else f"{beginning[:60]}…")

    @property
    def languages(self) -> tuple[Language, ...]:
        """Which of our languages the prose has, in order of first appearance; none where it is all in others."""
        return tuple(dict.fromkeys(s.language for s in self._telling if not s.foreign))

    @property
    def tongues(self) -> tuple[str, ...]:
        """All languages of the prose, in order of first appearance: `en`, `zh`, others as the record has them."""
        return tuple(dict.fromkeys(s.foreign or s.language for s in self._telling))

    @property
    def _telling(self) -> list[Section]:
        """The sections of prose; all when there is no prose."""
        return [s for s in self.sections if s.role in PROSE_ROLES] or [*self.sections]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one section of an abstract."""

    abstract_id: str
    """The abstract it is part of."""
    role: Role
    """Role of its section."""
    language: Language
    """Language of its section."""
    field: Field | None
    """Which reference line it is part of; None for everything else."""
    start: int
    """Where it starts in the abstract's text."""
    end: int
    """Where it ends."""

    @property
    def id(self) -> str:
        """Unique in a library for stretches of one kind, and a function of the place alone."""
        return f"{self.abstract_id}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Chunk(Place):
    """Whole sentences of one section, small enough to embed; or a piece of one very long sentence."""

    tokens: int
    """Number of cl100k_base tokens of `text`."""
    text: str
    """`Abstract.text[start:end]`."""


@dataclass(frozen=True, slots=True)
class Sentence(Place):
    """The unit that is cited; in reference data, the whole stored line."""

    text: str
    """`Abstract.text[start:end]`."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that came back for a question, with what a citation needs to name its source."""

    chunk: Chunk
    """The text and its place."""
    score: float
    """Higher is better; comparable within one question only."""
    text_sha256: str
    """Hash of the abstract's whole text, when it was read."""
    reference: str = ""
    """One line that names the source; empty when nothing is known."""
    year: int | None = None
    """Year of publication, where known."""
    doi: str | None = None
    """Digital Object Identifier, where known."""
    pmid: str | None = None
    """PubMed identifier, where known."""
    design: str | None = None
    """Study design, where known (`vectorstore.design.Design`)."""
    retracted: bool = False
    """Whether the article was retracted."""
    concern: str | None = None
    """Where an expression of concern about it was published, where there is one."""
    corrected: str | None = None
    """Where a correction of it was published, where there is one."""
    foreign: str | None = None
    """Its language, where that is neither English nor Chinese."""
    standing: float | None = None
    """How far its score stands above what comes back, from a library of that size, for a question that nothing in it is
    about, in standard deviations; None where too few abstracts are searched to say."""
