"""A source to read: the whole abstract, its sections labelled, the cited words lit up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from ui.component import Data, element
from ui.evidence import Lit, Mark, citations, cut, doi_link, is_found
from ui.words import TAGS, say, section_name, tag
from vectorstore.errors import InputError
from vectorstore.records import Abstract, Language, Section

if TYPE_CHECKING:
    from vectorstore.library import Library


Opener = tuple[str, str, int]
"""What opened a source: key of an element, the citation or abstract in it, and a number that rises with every click."""


def show_source(source: Data, opener: Opener, language: Language, close: Callable[[], None]) -> None:
    """Show a source; a new opener scrolls to its lit words, and has the keyboard's focus back when it is closed."""
    element("source")(
        key="source-text",
        data={"lang": TAGS[language], "source": source, "opener": opener},
        on_close_change=close,
    )


def cited_source(answer: Answer, mark: Mark, library: Library, language: Language) -> Data:
    """The source of a citation, lit up at its quote, and fainter at the other quotes from the same abstract."""
    citation = mark.of(answer)
    try:
        abstract = library.get(citation.abstract_id)
    except InputError:
        return _source(citation.reference, citation.doi, language) | {"note": say(language, "gone"), "sections": []}
    note = "" if is_found(citation, library) else say(language, "moved")
    lit = [] if note else _lit(citation, [c for c in citations(answer, mark.kind) if is_found(c, library)])
    data = _source(citation.reference, citation.doi, language)
    return data | {"note": note, "sections": _sections(abstract, lit, language)}


def whole_source(abstract: Abstract, language: Language) -> Data:
    """An abstract to read, with nothing lit."""
    data = _source(abstract.name, abstract.reference.doi, language)
    return data | {"note": "", "sections": _sections(abstract, [], language)}


def _source(reference: str, doi: str | None, language: Language) -> Data:
    link = doi_link(doi)
    return {
        "title": say(language, "source"),
        "closeLabel": say(language, "close"),
        "reference": reference or say(language, "no_reference"),
        "link": {"href": link[1], "text": say(language, "full_text", doi=link[0])} if link else None,
    }


def _lit(citation: Citation, others: Sequence[Citation]) -> list[Lit]:
    lit: list[Lit] = [(c.start, c.end, "other") for c in others if c.abstract_id == citation.abstract_id]
    return [*lit, (citation.start, citation.end, "quote")]


def _sections(abstract: Abstract, lit: Sequence[Lit], language: Language) -> list[Data]:
    shown: list[Data] = []
    before: Section | None = None
    for section in abstract.sections:
        # paragraphs that go on in the same role stand under one label
        spoken = (section.role, section.language, section.foreign, None)
        goes_on = before and (before.role, before.language, before.foreign, section.label) == spoken
        name = section_name(section.role, language)
        own = section.label if _said(section.label) != _said(name) else None
        label = " · ".join(filter(None, (name, own)))
        shown.append(
            {
                "role": section.role,
                "label": "" if goes_on else label,
                "lang": tag(section.language, section.foreign),
                "pieces": cut(abstract, section, lit),
            }
        )
        before = section
    return shown


def _said(label: str | None) -> str:
    """A heading as it is compared: `RESULTS:` says the same as `Results`, and `Conclusion` as `Conclusions`."""
    return (label or "").strip(" :：").lower().removesuffix("s")
