"""What a record is called, and when two are the same article."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace

from vectorstore.records import PROSE_ROLES, Abstract, Reference
from vectorstore.text import folded

_TELLING = 16  # characters of a title


def identifier(text: str, reference: Reference) -> str:
    """First author and year for people, a hash of what is permanent for uniqueness: `demaricourt-2014-1f0c2a34`."""
    permanent = reference.doi or reference.pmid or text
    digest = hashlib.sha256(permanent.casefold().encode()).hexdigest()[:8]
    surname = re.sub(r"\s+\S+$", "", reference.authors[0]) if reference.authors else ""
    plain = unicodedata.normalize("NFKD", surname).encode("ascii", "ignore").decode()
    words = [re.sub(r"[^a-z]+", "", plain.casefold()), str(reference.year or ""), digest]
    return "-".join(word for word in words if word)


def title_key(reference: Reference) -> str | None:
    """What two records of one article have in common where neither a DOI nor a PMID tells: title and year.

    None where either is missing, or the title is too short to tell ("Reply").

    >>> title_key(Reference(title="Tea, and the cats of Rome.", year=2020))
    'tea and the cats of rome 2020'
    """
    words = re.sub(r"[\W_]+", " ", folded(reference.title or "")).strip()
    return f"{words} {reference.year}" if len(words) >= _TELLING and reference.year else None


def merged(known: Abstract, new: Abstract) -> Abstract:
    """What two records of one article say together, under the id of the first.

    The text is that of the one that says more, the new one's where neither does. Its reference is completed by what
    only the other knows; publication types, keywords and notices (a retraction, above all) are those of both.
    """
    base, other = (known, new) if _says_more(known, new) else (new, known)
    fields = {name: getattr(base.reference, name) or getattr(other.reference, name) for name in Reference.__slots__}
    for name in ("publication_types", "keywords", "links"):
        own = getattr(base.reference, name)  # as it is, so that the same again changes nothing
        fields[name] = (*own, *(value for value in getattr(other.reference, name) if value not in own))
    return replace(base, id=known.id, reference=Reference(**fields))


def _says_more(one: Abstract, other: Abstract) -> bool:
    """Whether a record has more of its reference and no shorter an abstract, or the other's abstract is cut off."""
    mine, theirs = prose_of(one), prose_of(other)
    if len(mine) > len(theirs) and mine.startswith(theirs.rstrip(" .…。")):
        return True
    return _filled(one.reference) > _filled(other.reference) and len(mine) >= len(theirs)


def _filled(reference: Reference) -> int:
    return sum(bool(getattr(reference, name)) for name in Reference.__slots__)


def prose_of(abstract: Abstract) -> str:
    """The abstract's own words on one line, with their labels."""
    sections = [s for s in abstract.sections if s.role in PROSE_ROLES]
    parts = [(f"{s.label}: " if s.label else "") + abstract.text[s.start : s.end] for s in sections]
    return " ".join(" ".join(parts).split())
