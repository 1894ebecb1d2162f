"""The plain-text reader: lines as databases print them in, an `Abstract` out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from vectorstore.errors import InputError
from vectorstore.records import Abstract, Field, Reference, Role, Section
from vectorstore.reference_lines import authors_of, citation_fields, is_affiliation, is_authors, is_citation
from vectorstore.roles import labels, prose_roles, role_of_label
from vectorstore.text import language_of, stored

_PROSE_LENGTH = {
    "en": 120,
    "zh": 40,
}  # characters; a shorter line without a final stop above the prose is a title


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    """A printed label at the beginning of a line: "METHODS:", "**Methods.**", "【方法】", or alone on its line."""
    known = "|".join(sorted(map(re.escape, labels()), key=len, reverse=True))
    opening, closing = r"\s*(?:[#*_【\[]{0,3}\s*)", r"\s*[*_】\]]{0,3}\s*(?:[:：.][*_]{0,2}|(?<=[】\]])|(?=\n|$))\s*"
    return re.compile(f"{opening}(?P<label>{known}){closing}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """One non-empty line of the file, and what it turned out to be."""

    start: int
    end: int
    text: str
    kind: str = "prose"  # authors, affiliation, citation, title or prose


def read_plain_text(text: str) -> Abstract:
    """Read one abstract from plain text.

    Lines above the prose are recognised as title, authors, affiliations and citation line; each further line is a
    paragraph, whose role comes from its label, its words or its position.

    Args:
        text: The file's text, decoded.

    Returns:
        The record, with an id made from DOI, PMID or text, in that order of preference.

    Raises:
        InputError: There is no prose in it.
    """
    text = stored(text)
    lines = _classified(text)
    prose = [line for line in lines if line.kind == "prose"]
    if not prose:
        raise InputError("No abstract found: there is no sentence in this text. Give the abstract's own text.")
    reference = _reference(lines)
    sections = sorted([*_reference_sections(lines), *_prose_sections(prose)], key=lambda section: section.start)
    return Abstract(id=_identifier(text, reference), text=text, sections=tuple(sections), reference=reference)


def _classified(text: str) -> list[_Line]:
    """The non-empty lines, each with its kind; reference lines are looked for above the first paragraph only."""
    found: list[_Line] = []
    in_prose = False
    for match in re.finditer(r"[^\n]+", text):
        raw = match.group()
        if not raw.strip():
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        line = _Line(start, start + len(raw.strip()), raw.strip())
        kind = "prose" if in_prose else _kind(line.text)
        in_prose = kind == "prose"
        found.append(replace(line, kind=kind))
    return found


def _kind(line: str) -> str:
    """What a line above the prose is."""
    for kind, test in (("citation", is_citation), ("authors", is_authors), ("affiliation", is_affiliation)):
        if test(line):
            return kind
    short = len(line) <= _PROSE_LENGTH[language_of(line)] * 2 and line[-1] not in ".。!！"
    return "title" if short and not _label().match(line) else "prose"


def _reference(lines: list[_Line]) -> Reference:
    """What the lines above the prose say."""
    texts = {kind: [line.text for line in lines if line.kind == kind] for kind in ("authors", "affiliation", "title")}
    fields = citation_fields(" ".join(line.text for line in lines if line.kind == "citation"))
    authors = tuple(name for line in texts["authors"] for name in authors_of(line))
    return replace(
        fields,
        authors=authors,
        affiliations=tuple(texts["affiliation"]),
        title=" ".join(texts["title"]) or None,
    )


def _reference_sections(lines: list[_Line]) -> list[Section]:
    """One section for each line above the prose, so that each can be found and cited."""
    fields: dict[str, Field] = {"authors": "authors", "affiliation": "affiliation", "citation": "citation"}
    return [
        Section(
            role="reference" if line.kind in fields else "title",
            language=language_of(line.text),
            start=line.start,
            end=line.end,
            field=fields.get(line.kind),
        )
        for line in lines
        if line.kind != "prose"
    ]


def _prose_sections(lines: list[_Line]) -> list[Section]:
    """Labelled paragraphs by their labels; runs of unlabelled paragraphs of one language by cues and position."""
    sections: list[Section] = []
    for language, run in groupby(lines, key=lambda line: language_of(line.text)):
        unlabelled: list[_Line] = []
        label: str | None = None
        for line in run:
            match = _label().match(line.text)
            if match:
                label = match.group("label")
            start = line.start + (match.end() if match else 0)
            role: Role | None = role_of_label(label) if label else None
            if role and start < line.end:
                sections.append(Section(role, language, start, line.end, label))
            elif not role:
                unlabelled.append(line)
        roles = prose_roles([line.text for line in unlabelled])
        sections += [Section(role, language, u.start, u.end) for role, u in zip(roles, unlabelled, strict=True)]
    return sections


def _identifier(text: str, reference: Reference) -> str:
    """First author and year for people, a hash of what is permanent for uniqueness: `demaricourt-2014-1f0c2a`."""
    permanent = reference.doi or reference.pmid or text
    digest = hashlib.sha256(permanent.casefold().encode()).hexdigest()[:8]
    surname = re.sub(r"\s+\S+$", "", reference.authors[0]) if reference.authors else ""
    plain = unicodedata.normalize("NFKD", surname).encode("ascii", "ignore").decode()
    words = [re.sub(r"[^a-z]+", "", plain.casefold()), str(reference.year or ""), digest]
    return "-".join(word for word in words if word)
