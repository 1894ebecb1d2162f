"""References for other programs and for people: RIS, BibTeX, and the Vancouver style; records as JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from vectorstore.records import Abstract, Reference
from vectorstore.store import as_record

Style = Literal["ris", "bibtex", "vancouver", "jsonl"]
"""A form in which records go out."""

_AUTHORS = 6  # that the Vancouver style names before "et al" (ICMJE, citing NLM's Citing Medicine, allows all)
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def as_references(abstracts: Iterable[Abstract], style: Style) -> Iterator[str]:
    """One piece of text for each abstract, with its line break; joined they are a file.

    Only `jsonl` holds everything: a library of it is read back as it was.
    """
    write = _STYLES[style]
    return (write(abstract) + "\n" for abstract in abstracts)


def _jsonl(abstract: Abstract) -> str:
    row = {"schema": 1, "id": abstract.id, "text": abstract.text, **as_record(abstract)}
    return json.dumps(row, ensure_ascii=False)


def _ris(abstract: Abstract) -> str:
    import rispy

    known = abstract.reference
    first, _, last = (known.pages or "").partition("-")
    fields = {
        "type_of_reference": "JOUR",
        "authors": [_inverted(name) for name in known.authors],
        "title": known.title,
        "abstract": prose_of(abstract),
        "journal_name": known.journal,
        "alternate_title1": known.journal_abbreviation,
        "year": str(known.year) if known.year else None,
        "volume": known.volume,
        "number": known.issue,
        "start_page": first,
        "end_page": last,
        "doi": known.doi,
        "accession_number": known.pmid,
        "keywords": [name.replace("*", "") for name in known.mesh],
        "language": ", ".join(known.printed_languages),
        "notes": [_RETRACTED] if known.retracted else [],
    }
    text: str = rispy.dumps([{name: value for name, value in fields.items() if value}])
    return re.sub(r"^\d+\.\n", "", text).strip() + "\n"


def prose_of(abstract: Abstract) -> str:
    """The abstract's own words on one line, with their labels."""
    sections = [s for s in abstract.sections if s.role not in ("title", "reference")]
    parts = [(f"{s.label}: " if s.label else "") + abstract.text[s.start : s.end] for s in sections]
    return " ".join(" ".join(parts).split())


_RETRACTED = "Retracted publication"


def _inverted(name: str) -> str:
    """`Doe JQ` as reference managers take it: `Doe, J. Q.`; what has no initials stays.

    >>> _inverted("De Maricourt P"), _inverted("WHO Ebola Team")
    ('De Maricourt, P.', 'WHO Ebola Team')
    """
    found = re.fullmatch(r"(.+) ([A-Z]{1,4})(?: (Jr|Sr|\d?I{1,3}|\dnd|\drd))?", name)
    if not found:
        return name
    suffix = f", {found[3]}" if found[3] else ""
    return f"{found[1]}, {' '.join(f'{letter}.' for letter in found[2])}{suffix}"


def _bibtex(abstract: Abstract) -> str:
    known = abstract.reference
    fields = {
        "author": " and ".join(_inverted(name) if _has_initials(name) else f"{{{name}}}" for name in known.authors),
        "title": known.title,
        "journal": known.journal or known.journal_abbreviation,
        "year": str(known.year) if known.year else None,
        "volume": known.volume,
        "number": known.issue,
        "pages": (known.pages or "").replace("-", "--"),
        "doi": known.doi,
        "pmid": known.pmid,
        "abstract": prose_of(abstract),
        "note": _RETRACTED if known.retracted else None,
    }
    lines = [f"  {name} = {{{_escaped(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{abstract.id},", *lines, "}"]) + "\n"


def _has_initials(name: str) -> bool:
    return _inverted(name) != name


def _escaped(name: str, value: str) -> str:
    """A value in braces; a DOI is taken literally, and of a name the braces are ours."""
    if name == "doi":
        return re.sub(r"[{}\\]", "", value)
    if name == "author":
        return re.sub(r"[^{}]+", lambda found: found[0].translate(_SPECIAL), value)
    return value.translate(_SPECIAL)


def _vancouver(abstract: Abstract) -> str:
    return vancouver(abstract.reference) or abstract.name


def vancouver(known: Reference) -> str:
    """A reference as medical journals print it; empty when nothing is known.

    >>> vancouver(Reference(authors=("Doe J", "Roe R"), title="Tea.", journal="Brain", year=2020, volume="3"))
    'Doe J, Roe R. Tea. Brain. 2020;3.'
    """
    named = ", ".join(known.authors[:_AUTHORS]) + (", et al" if len(known.authors) > _AUTHORS else "")
    place = f"{known.volume or ''}{f'({known.issue})' if known.issue else ''}"
    place += f":{known.pages}" if known.pages else ""
    when = ";".join(part for part in (known.published or str(known.year or ""), place) if part)
    journal = known.journal_abbreviation or known.journal or ""
    parts = [part.rstrip(".") for part in (named, known.title or "", journal, when) if part]
    line = ". ".join(parts) + ("." if parts else "")
    line += f" doi: {known.doi}." if known.doi else ""
    line += f" PMID: {known.pmid}." if known.pmid else ""
    return (line + (" [Retracted]" if known.retracted else "")).strip()


_STYLES: dict[Style, Callable[[Abstract], str]] = {
    "ris": _ris,
    "bibtex": _bibtex,
    "vancouver": _vancouver,
    "jsonl": _jsonl,
}
