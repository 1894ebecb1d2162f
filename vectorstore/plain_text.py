"""The plain-text reader: what databases print and people paste in, `Abstract`s out."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from vectorstore.errors import InputError
from vectorstore.identity import identifier
from vectorstore.labels import labelled
from vectorstore.paragraphs import Paragraph, paragraphs_of
from vectorstore.records import Abstract, Field, Reference, Section
from vectorstore.reference_lines import authors_of, citation_fields
from vectorstore.roles import prose_roles
from vectorstore.text import language_of, stored
from vectorstore.tongues import foreign_in

_FIELDS: dict[str, Field] = {
    "authors": "authors",
    "affiliation": "affiliation",
    "citation": "citation",
    "identifier": "citation",
}


def read_plain_text(text: str) -> list[Abstract]:
    """Read the abstracts of a plain text.

    Title, authors, affiliations and citation lines are recognised in any usual order; each further paragraph is a
    section, or several, whose role comes from its label, its words or its position. A new abstract begins at a blank
    line with new reference data behind it.

    Args:
        text: The file's text, decoded.

    Returns:
        At least one record, in order, each with an id made from DOI, PMID or text, in that order of preference.

    Raises:
        InputError: There is no prose in it.
    """
    text = stored(text)
    groups = [group for group in _records(paragraphs_of(text)) if any(p.kind == "prose" for p in group)]
    if not groups:
        raise InputError("No abstract found: there is no sentence in this text. Give the abstract's own text.")
    if len(groups) == 1:
        return [_record(text, groups[0])]
    return [_record(text[group[0].start : group[-1].end], _moved(group)) for group in groups]


def _records(paragraphs: list[Paragraph]) -> list[list[Paragraph]]:
    """Paragraphs by abstract."""
    groups: list[list[Paragraph]] = [[]]
    for at, paragraph in enumerate(paragraphs):
        if paragraph.kind != "break":
            groups[-1].append(paragraph)
        elif any(p.kind == "prose" for p in groups[-1]) and _opens_record(paragraphs[at + 1 :]):
            groups.append([])
    return groups


def _opens_record(paragraphs: list[Paragraph]) -> bool:
    """Whether what follows a blank line is the head of another abstract: new reference data, and prose below."""
    if not paragraphs or paragraphs[0].kind == "identifier":  # the closing lines of the abstract above
        return False
    head: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.kind == "prose":
            break
        head.append(paragraph)
    else:
        return False
    kinds = {paragraph.kind for paragraph in head}
    named = any(citation_fields(p.text).journal for p in head if p.kind == "citation")
    return "authors" in kinds or named or ("title" in kinds and bool(kinds & {"citation", "affiliation"}))


def _moved(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs of one of several abstracts, with offsets in its own text."""
    first = paragraphs[0].start
    return [replace(p, start=p.start - first, end=p.end - first) for p in paragraphs]


def _record(text: str, paragraphs: list[Paragraph]) -> Abstract:
    reference = _reference(paragraphs)
    sections = sorted([*_reference_sections(paragraphs), *_prose_sections(paragraphs)], key=lambda s: s.start)
    return Abstract(id=identifier(text, reference), text=text, sections=tuple(sections), reference=reference)


def _reference(paragraphs: list[Paragraph]) -> Reference:
    """What the reference lines and the title say."""
    texts = {kind: [p.text for p in paragraphs if p.kind == kind] for kind in ("authors", "affiliation", "title")}
    fields = citation_fields(" ".join(" ".join(p.text for p in paragraphs if p.kind == "citation").split()))
    below = citation_fields(" ".join(p.text for p in paragraphs if p.kind == "identifier"))
    return replace(
        fields,
        authors=tuple(name for line in texts["authors"] for name in authors_of(line)) or fields.authors,
        affiliations=tuple(texts["affiliation"]),
        title=" ".join(" ".join(texts["title"][:1]).split()) or fields.title,
        doi=fields.doi or below.doi,
        pmid=fields.pmid or below.pmid,
    )


def _reference_sections(paragraphs: list[Paragraph]) -> list[Section]:
    """One section for each reference line and title, so that each can be found and cited."""
    return [
        Section(
            role="reference" if paragraph.kind in _FIELDS else "title",
            language=language_of(paragraph.text),
            start=paragraph.start,
            end=paragraph.end,
            field=_FIELDS.get(paragraph.kind),
            foreign=None if paragraph.kind in _FIELDS else foreign_in(paragraph.text),
        )
        for paragraph in paragraphs
        if paragraph.kind != "prose"
    ]


def _prose_sections(paragraphs: list[Paragraph]) -> list[Section]:
    """Labelled stretches by their labels; runs of unlabelled paragraphs of one language by cues and position."""
    prose = [paragraph for paragraph in paragraphs if paragraph.kind == "prose"]
    sections: list[Section] = []
    for _, run in groupby(prose, key=lambda paragraph: language_of(paragraph.text)):
        sections += _of_one_language(list(run))
    return sections


def _of_one_language(paragraphs: list[Paragraph]) -> list[Section]:
    """Sections of neighbouring paragraphs; a label alone on its line holds for what follows it."""
    sections: list[Section] = []
    unlabelled: list[Section] = []
    texts: list[str] = []
    label, role = None, None
    for paragraph in paragraphs:
        for stretch in labelled(paragraph.text):
            label, role = (stretch.label, stretch.role) if stretch.label else (label, role)
            start, end = paragraph.start + stretch.start, paragraph.start + stretch.end
            foreign = foreign_in(paragraph.text)
            section = Section(role or "other", language_of(paragraph.text), start, end, label, foreign=foreign)
            if start < end and role:
                sections.append(section)
            elif start < end:
                unlabelled.append(section)
                texts.append(paragraph.text[stretch.start : stretch.end])
    roles = prose_roles(texts)
    return sections + [replace(section, role=role) for section, role in zip(unlabelled, roles, strict=True)]
