"""The source beside the chat: the whole abstract, its sections labelled, the cited words lit up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answer import Citation
from ui.component import element
from ui.evidence import cut, is_found
from ui.state import visit
from ui.words import TAGS, say
from vectorstore.errors import InputError
from vectorstore.records import Abstract, Language, Section

if TYPE_CHECKING:
    from vectorstore.library import Library

Data = dict[str, object]
"""What goes to the browser as JSON."""


def show_source(citation: Citation, library: Library, language: Language) -> None:
    """Show the abstract that a citation points into."""
    opened = visit().opened
    data: Data = {
        "lang": TAGS[language],
        "source": source_data(citation, library, language),
        "serial": opened.serial if opened else 0,
    }
    element("source")(key="source-text", data=data, on_close_change=visit().close)


def source_data(citation: Citation, library: Library, language: Language) -> Data:
    """All the words of one source, for the browser, cut at the quote."""
    data: Data = {
        "title": say(language, "source"),
        "closeLabel": say(language, "close"),
        "reference": citation.reference,
    }
    try:
        abstract = library.get(citation.abstract_id)
    except InputError:
        return data | {"note": say(language, "gone"), "sections": []}
    if not is_found(citation, library):
        return data | {"note": say(language, "moved"), "sections": _sections(abstract, (0, 0), language)}
    return data | {"note": "", "sections": _sections(abstract, (citation.start, citation.end), language)}


def _sections(abstract: Abstract, span: tuple[int, int], language: Language) -> list[Data]:
    shown: list[Data] = []
    before: Section | None = None
    for section in abstract.sections:
        # paragraphs that go on in the same role stand under one label
        goes_on = before and (before.role, before.language, section.label) == (section.role, section.language, None)
        label = " · ".join(filter(None, (say(language, f"role_{section.role}"), section.label)))
        shown.append(
            {
                "role": section.role,
                "label": "" if goes_on else label,
                "lang": TAGS[section.language],
                "pieces": cut(abstract, section, *span),
            }
        )
        before = section
    return shown
