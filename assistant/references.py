"""References for other programs and for people: RIS, BibTeX, and the Vancouver style; records as JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from vectorstore.identity import prose_of
from vectorstore.records import RETRACTED, Abstract, Reference
from vectorstore.store import as_record

Style = Literal["ris", "bibtex", "vancouver", "jsonl"]
"""A form in which records go out."""

_AUTHORS = 6  # that the Vancouver style names before "et al" (ICMJE, citing NLM's Citing Medicine, allows all)
_SPECIAL = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",  # BibTeX counts braces, escaped or not
        "}": r"{\textbraceright}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
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
        "name_of_database": "PubMed" if known.pmid else None,
        "keywords": _keywords(known),
        "language": ", ".join(known.printed_languages),
        "notes": [RETRACTED] if known.retracted else [],
    }
    text: str = rispy.dumps([{name: value for name, value in fields.items() if value}])
    return re.sub(r"^\d+\.\n", "", text).strip() + "\n"


def _keywords(known: Reference) -> list[str]:
    """MeSH headings without the mark of a main point, then other keywords, each once."""
    return [*dict.fromkeys((*(name.replace("*", "") for name in known.mesh), *known.keywords))]


_NAME = re.compile(r"(.+) ([^\W\d_a-z]{1,4})(?: (Jr|Sr|\d?I{1,3}|\dnd|\drd))?")


def _inverted(name: str) -> str:
    """`Doe JQ` as reference managers take it: `Doe, J. Q.`; what has no initials stays.

    >>> _inverted("De Maricourt P"), _inverted("Doe JQ Jr"), _inverted("WHO Ebola Team")
    ('De Maricourt, P.', 'Doe, J. Q., Jr', 'WHO Ebola Team')
    """
    found = _NAME.fullmatch(name)
    if not found:
        return name
    return f"{found[1]}, {_spelt(found[2])}" + (f", {found[3]}" if found[3] else "")


def _spelt(initials: str) -> str:
    return " ".join(f"{letter}." for letter in initials)


def _bibtex_name(name: str) -> str:
    """A name as BibTeX takes it, with what comes after the family between; of a group in braces, as one word.

    >>> _bibtex_name("Doe JQ Jr"), _bibtex_name("WHO Ebola Team")
    ('Doe, Jr, J. Q.', '{WHO Ebola Team}')
    """
    found = _NAME.fullmatch(name)
    if not found:
        return f"{{{name.translate(_SPECIAL)}}}"
    family = found[1].translate(_SPECIAL) + (f", {found[3]}" if found[3] else "")
    return f"{family}, {_spelt(found[2])}"


def _bibtex(abstract: Abstract) -> str:
    known = abstract.reference
    fields = {
        "author": " and ".join(map(_bibtex_name, known.authors)),
        "title": known.title,
        "journal": known.journal or known.journal_abbreviation,
        "year": str(known.year) if known.year else None,
        "volume": known.volume,
        "number": known.issue,
        "pages": (known.pages or "").replace("-", "--"),
        "doi": known.doi,
        "pmid": known.pmid,
        "keywords": ", ".join(_keywords(known)),
        "abstract": prose_of(abstract),
        "note": RETRACTED if known.retracted else None,
    }
    lines = [f"  {name} = {{{_escaped(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{abstract.id},", *lines, "}"]) + "\n"


def _escaped(name: str, value: str) -> str:
    """A value that goes between braces; a DOI is taken literally, and names are escaped already."""
    if name == "doi":
        return re.sub(r"[{}\\]", "", value)
    if name == "author":
        return value
    return value.translate(_SPECIAL)


def _vancouver(abstract: Abstract) -> str:
    return vancouver(abstract.reference) or abstract.name


def vancouver(known: Reference) -> str:
    """A reference as medical journals print it; empty when nothing is known.

    >>> vancouver(Reference(authors=("Doe J", "Roe R"), title="Tea.", journal="Brain", year=2020, volume="3"))
    'Doe J, Roe R. Tea. Brain. 2020;3.'
    """
    named = ", ".join(known.authors[:_AUTHORS]) + (", et al" if len(known.authors) > _AUTHORS else "")
    when = ";".join(part for part in (known.published or str(known.year or ""), known.place) if part)
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
