"""Bibliographic data out of the lines that databases print above an abstract."""

from __future__ import annotations

import re

from vectorstore.records import Reference

_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s;,\"<>]+[^\s;,\"<>.)\]])")
_PMID = re.compile(r"\bPMID:?\s*(\d{4,9})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:1[89]\d\d|20\d\d)(?:[ /-]{_MONTH}(?:-{_MONTH})?)?(?:[ ]\d{{1,2}}\b)?"
_EPUB = re.compile(rf"\b[Ee]pub(?: ahead of print)?:? ({_DATE})")
_ISSUE = re.compile(
    r"[;,]\s*(?P<volume>\d+[A-Za-z]?)\s*(?:\((?P<issue>[^)]+)\))?\s*[:：,]\s*(?P<pages>[A-Za-z]?\d[\w\s–-]*)"
)
_JOURNAL = re.compile(rf"^(?:\d+\. )?(?P<journal>[^.;:\d][^.;:]*(?:\. ?[A-Z][^.;:\d]*)*?)[.,，。]\s*(?P<date>{_DATE})")
_ZH_ISSUE = re.compile(r"(?P<journal>[\u4e00-\u9fff《》]{2,})[,，.。]\s*(?P<year>(?:19|20)\d\d)[年,，;；\s]*")

_INITIALS = r"(?:[A-Z]\.?[ -]?){1,4}(?:Jr|Sr|II|III)?"
_PARTICLE = r"(?:de|van|von|der|den|del|della|di|da|dos|du|la|le|el|al|bin|ten|ter)"
_NAME = rf"(?:{_PARTICLE}\s+)*[^\W\d_][\w'’-]*(?:[ -][^\W\d_][\w'’-]*){{0,3}} {_INITIALS}"
_AUTHORS = re.compile(rf"^{_NAME}(?:\s*\(?\d*\)?\s*[,;]\s*{_NAME}(?:\s*\(?\d*\)?)?)*(?:,? et al)?\.?$")
_FRONT = re.compile(
    rf"^(?:\d+\. )?(?P<authors>{_NAME}(?:, {_NAME})*(?:,? et al)?)\. "
    r"(?:(?P<title>[^.?!]+[.?!](?!\d)) (?=[^.]+\. ?(?:19|20)\d\d))?"
)
_ZH_FRONT = re.compile(
    r"^(?P<authors>[\u4e00-\u9fff]{2,4}(?:\s*[,，、]\s*[\u4e00-\u9fff]{2,4})*(?:[,，]\s*等)?)[.。]\s*"
    r"(?:(?P<title>[^.。]+?)(?:\[J\])?[.。]\s*(?=[^.。]+[.。,，]\s*(?:19|20)\d\d))?"
)
_ZH_AUTHORS = re.compile(r"^(?:作者[:：])?[\u4e00-\u9fff]{2,4}(?:[,，、;；\s]+[\u4e00-\u9fff]{2,4})+。?$")
_PLACE = re.compile(
    r"universi|université|hospital|hôpital|hospitalier|institut|department|division|faculty|school of|college|clinic\b"
    r"|\bcent(?:re|er)\b|laborator|inserm|cnrs|academy|大学|大學|医院|醫院|研究所|研究院|学院|學院|科室|实验室|中心",
    re.IGNORECASE,
)
_SENTENCE_LIKE = re.compile(r"\b(?:is|are|was|were|has|have|had|we|this|these|which|to)\b|[。的了]", re.IGNORECASE)


def is_authors(line: str) -> bool:
    """Whether a line lists authors as databases print them.

    >>> is_authors("De Maricourt P, Jay T"), is_authors("Ketamine acts fast, mice slept.")
    (True, False)
    """
    return bool(_AUTHORS.match(line.strip()) or _ZH_AUTHORS.match(line.strip()))


def is_citation(line: str) -> bool:
    """Whether a line is a citation line: a year together with a volume, a DOI, a PMID or a journal before it.

    >>> is_citation("Encephale. 2014 Feb;40(1):48-55. doi: 10.1016/j.encep.2013.09.002.")
    True
    """
    if _SENTENCE_LIKE.search(_DOI.sub("", line)) and not _DOI.search(line):
        return False
    has_place = _DOI.search(line) or _PMID.search(line) or _ISSUE.search(line) or _JOURNAL.match(line.strip())
    return bool(
        has_place and (_YEAR.search(line) or line.strip().lower().startswith(("doi", "pmid"))) and len(line) < 400
    )


def is_identifier(line: str) -> bool:
    """Whether a line holds nothing but identifiers or a copyright, as databases print them below an abstract.

    >>> is_identifier("PMID: 24359871 [Indexed for MEDLINE]"), is_identifier("It fell.")
    (True, False)
    """
    rest = _PMID.sub("", _DOI.sub("", line))
    rest = re.sub(
        r"\b(?:doi|pmcid|pmid|indexed for medline|pmc\d+|https?://\S*)\b|[\W_]", "", rest, flags=re.IGNORECASE
    )
    return not rest or bool(re.match(r"\s*(?:©|copyright\b|\(c\) ?\d{4})", line, re.IGNORECASE))


def is_affiliation(line: str) -> bool:
    """Whether a line names institutions rather than saying something."""
    if re.match(r"\s*author information:|\s*作者单位[:：]", line, re.IGNORECASE):
        return True
    return bool(_PLACE.search(line)) and not _SENTENCE_LIKE.search(line) and "," in line.replace("，", ",")


_HAN_NAMES = re.compile(r"[\u4e00-\u9fff·]{2,6}(?:\s+[\u4e00-\u9fff·]{2,6})+")  # parted by spaces alone


def authors_of(line: str) -> tuple[str, ...]:
    """The names of an authors line, in order, without footnote marks."""
    bare = re.sub(r"\(\d+\)|^作者[:：]", "", line.strip()).rstrip(".。").strip()
    names = bare.split() if _HAN_NAMES.fullmatch(bare) else re.split(r"\s*[,，;；、]\s*", bare)
    return tuple(name.strip() for name in names if name.strip() and not re.fullmatch(r"et al|等", name.strip()))


def citation_fields(line: str) -> Reference:
    """What a citation line says: journal, dates, volume, issue, pages, DOI, PMID, and authors and title in front.

    What it lacks stays None.

    >>> citation_fields("Encephale. 2014 Feb;40(1):48-55. doi: 10.1016/j.x.2. Epub 2014 Jan 13.").pages
    '48-55'
    """
    place = _ISSUE.search(line)
    front = _FRONT.match(line) or _ZH_FRONT.match(line)
    journal = _JOURNAL.match(line[front.end() :].strip() if front else line.strip()) or _ZH_ISSUE.search(line)
    doi, pmid, epub = (pattern.search(line) for pattern in (_DOI, _PMID, _EPUB))
    published = journal.groupdict().get("date") if journal else None
    year = _YEAR.search(published or line)
    return Reference(
        authors=authors_of(front.group("authors")) if front else (),
        title=(front.group("title") or "").strip() or None if front else None,
        journal=journal.group("journal").strip("《》 ") if journal else None,
        year=int(year.group()) if year else None,
        volume=place.group("volume") if place else None,
        issue=place.group("issue") if place else None,
        pages=place.group("pages").strip() if place else None,
        doi=doi.group(1) if doi else None,
        pmid=pmid.group(1) if pmid else None,
        published=published,
        epub=epub.group(1) if epub else None,
    )
