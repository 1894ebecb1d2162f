"""PubMed's XML: what it exports (`PubmedArticleSet`), its yearly files (`MedlineCitationSet`), and books."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from vectorstore.articles import Article, Part, year_in
from vectorstore.errors import InputError
from vectorstore.markup import readable, text_of
from vectorstore.readers.medline import month_day
from vectorstore.readers.source import Source
from vectorstore.records import Link, LinkKind, Reference

_RECORDS = {"PubmedArticle", "PubmedBookArticle"}
_ROOTS = re.compile(rb"<(?:\w+:)?(?:Pubmed(?:Article|BookArticle)(?:Set)?|MedlineCitation(?:Set)?)[\s>]")
_LINKS: dict[str, LinkKind] = {
    "RetractionIn": "retracted_by",
    "RetractionOf": "retraction_of",
    "ErratumIn": "corrected_by",
    "ErratumFor": "correction_of",
    "ExpressionOfConcernIn": "concern_by",
    "ExpressionOfConcernFor": "concern_of",
}


def is_pubmed_xml(head: bytes) -> bool:
    """Whether a file is XML of PubMed's."""
    return _ROOTS.search(head.replace(b"\x00", b"")[:20_000]) is not None


def read_pubmed_xml(source: Source) -> Iterator[Article]:
    """The records of PubMed's XML, one at a time; what has been read is let go.

    Raises:
        InputError: It is cut off or broken, a record is too long, or it declares entities of its own.
    """
    bounded = _Bounded(source)
    root: Element | None = None
    try:
        for event, element in iterparse(bounded, events=("start", "end"), forbid_dtd=False):
            if event == "start":
                root = element if root is None else root
                continue
            if element.tag in _RECORDS or (element.tag == "MedlineCitation" and _is_alone(root)):
                yield article_of(element)
                bounded.begin()
                if root is not None:
                    root.clear()
    except ParseError as e:
        raise InputError(f"{source.name}: the XML is broken or cut off ({e}); what stood before was read.") from e
    except DefusedXmlException as e:
        raise InputError(f"{source.name}: the XML declares entities of its own, which no file of PubMed's does.") from e
    except (LookupError, ValueError) as e:  # an encoding that nobody knows
        raise InputError(f"{source.name}: the XML can't be decoded ({e}).") from e


def _is_alone(root: Element | None) -> bool:
    """Whether citations stand in no article: in the yearly files."""
    return root is not None and root.tag in ("MedlineCitationSet", "MedlineCitation")


class _Bounded:
    """The bytes of a file, as long as records end in them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._count = 0

    def begin(self) -> None:
        """Another record begins."""
        self._count = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._source.read(size)
        self._count += len(data)
        self._source.bound(self._count)
        return data


def article_of(record: Element) -> Article:
    """A record of its element."""
    if record.tag == "PubmedBookArticle":
        return _book(record)
    citation = record if record.tag == "MedlineCitation" else record.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else None
    if citation is None or article is None:
        return Article(Reference(), ())
    published, year = _date(article.find("Journal/JournalIssue/PubDate"))
    ids = {node.get("IdType", ""): text_of(node) for node in record.findall("PubmedData/ArticleIdList/ArticleId")}
    reference = Reference(
        authors=_authors(article),
        affiliations=_affiliations(article),
        title=_titled(article.find("ArticleTitle")),
        journal=_text(article, "Journal/Title") or _text(citation, "MedlineJournalInfo/MedlineTA"),
        year=year,
        volume=_text(article, "Journal/JournalIssue/Volume"),
        issue=_text(article, "Journal/JournalIssue/Issue"),
        pages=_text(article, "Pagination/MedlinePgn"),
        doi=_doi(article) or ids.get("doi") or None,
        pmid=_text(citation, "PMID"),
        published=published,
        epub=_date(article.find("ArticleDate[@DateType='Electronic']"))[0],
        pmcid=ids.get("pmc") or _other_id(citation, "PMC"),
        original_title=_text(article, "VernacularTitle"),
        journal_abbreviation=_text(citation, "MedlineJournalInfo/MedlineTA"),
        publication_types=_texts(article, "PublicationTypeList/PublicationType"),
        mesh=tuple(_heading(heading) for heading in citation.findall("MeshHeadingList/MeshHeading")),
        keywords=_texts(citation, "KeywordList/Keyword"),
        printed_languages=_texts(article, "Language"),
        copyright=_text(article, "Abstract/CopyrightInformation"),
        links=tuple(_links(citation)),
    )
    abstracts = [*article.findall("Abstract"), *citation.findall("OtherAbstract")]
    return Article(reference, tuple(part for abstract in abstracts for part in _parts(abstract)))


def _book(record: Element) -> Article:
    document = record.find("BookDocument")
    if document is None:
        return Article(Reference(), ())
    published, year = _date(document.find("Book/PubDate"))
    ids = {node.get("IdType", ""): text_of(node) for node in document.findall("ArticleIdList/ArticleId")}
    reference = Reference(
        authors=_authors(document) or _authors(document.find("Book")),
        title=_titled(document.find("ArticleTitle")) or _titled(document.find("Book/BookTitle")),
        journal=_titled(document.find("Book/BookTitle")) if document.find("ArticleTitle") is not None else None,
        year=year,
        pages=_text(document, "Pagination/MedlinePgn"),
        doi=ids.get("doi") or None,
        pmid=_text(document, "PMID"),
        published=published,
        publication_types=_texts(document, "PublicationType"),
        keywords=_texts(document, "KeywordList/Keyword"),
        printed_languages=_texts(document, "Language"),
        copyright=_text(document, "Abstract/CopyrightInformation"),
    )
    return Article(reference, tuple(part for node in document.findall("Abstract") for part in _parts(node)))


def _parts(abstract: Element) -> Iterator[Part]:
    for node in abstract.findall("AbstractText"):
        label = readable(node.get("Label", "")) or None
        printed = None if label == "UNLABELLED" else label
        yield Part(text_of(node), printed, node.get("NlmCategory"), abstract.get("Language"))


def _text(element: Element, path: str) -> str | None:
    return text_of(element.find(path)) or None


def _texts(element: Element, path: str) -> tuple[str, ...]:
    """What the elements hold, each text once."""
    return tuple(dict.fromkeys(text for node in element.findall(path) if (text := text_of(node))))


def _titled(element: Element | None) -> str | None:
    """A title without the brackets of a translated one."""
    text = text_of(element)
    return re.sub(r"^\[(.*)\]\.?$", r"\1", text) or None


def _authors(element: Element | None) -> tuple[str, ...]:
    """Names as MEDLINE prints them, `Doe J`, and of groups."""
    if element is None:
        return ()
    listed = [node for group in element.findall("AuthorList") for node in group.findall("Author")]
    return tuple(name for author in listed if _is_valid(author) and (name := _name(author)))


def _is_valid(element: Element) -> bool:
    """Whether it stands: what was corrected stays in the record and is marked."""
    return element.get("ValidYN", "Y") != "N"


def _name(author: Element) -> str:
    if collective := text_of(author.find("CollectiveName")):
        return collective
    parts = (text_of(author.find(tag)) for tag in ("LastName", "Initials", "Suffix"))
    return " ".join(part for part in parts if part)


def _affiliations(article: Element) -> tuple[str, ...]:
    nodes = [*article.iterfind("AuthorList/Author/AffiliationInfo/Affiliation"), *article.iterfind("Affiliation")]
    return tuple(dict.fromkeys(text for node in nodes if (text := text_of(node))))


def _date(element: Element | None) -> tuple[str | None, int | None]:
    """A date as printed, and its year."""
    if element is None:
        return None, None
    parts = [text_of(element.find(tag)) for tag in ("Year", "Month", "Day")]
    printed = text_of(element.find("MedlineDate")) or month_day(*parts) or None
    if season := text_of(element.find("Season")):
        printed = f"{printed} {season}"
    return printed, year_in(printed)


def _doi(article: Element) -> str | None:
    return next(
        (text_of(node) for node in article.findall("ELocationID") if node.get("EIdType") == "doi" and _is_valid(node)),
        None,
    )


def _other_id(citation: Element, prefix: str) -> str | None:
    found = (text_of(node).split(" ")[0] for node in citation.findall("OtherID"))
    return next((text for text in found if text.startswith(prefix)), None)


def _heading(heading: Element) -> str:
    """A MeSH heading as MEDLINE text writes it: `*Heart/drug effects`."""
    names = [heading.find("DescriptorName"), *heading.findall("QualifierName")]
    marked = [("*" if node.get("MajorTopicYN") == "Y" else "") + text_of(node) for node in names if node is not None]
    return "/".join(marked)


def _links(citation: Element) -> Iterator[Link]:
    for node in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        if kind := _LINKS.get(node.get("RefType", "")):
            yield Link(kind, text_of(node.find("RefSource")), text_of(node.find("PMID")) or None)
