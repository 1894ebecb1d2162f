"""What a record is called, and when two are the same article."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from vectorstore.records import PROSE_ROLES, Abstract, Reference
from vectorstore.text import folded


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


_TELLING = 16  # characters of a title


def is_fuller(one: Abstract, other: Abstract) -> bool:
    """Whether a record says more than another about the same article: more of its reference, or a longer abstract."""
    return _filled(one.reference) > _filled(other.reference) and _prose(one) >= _prose(other)


def _filled(reference: Reference) -> int:
    return sum(bool(getattr(reference, name)) for name in reference.__slots__)


def _prose(abstract: Abstract) -> int:
    return sum(section.end - section.start for section in abstract.sections if section.role in PROSE_ROLES)
