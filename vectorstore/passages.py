"""Passages to LangChain documents and back, so that any retriever can feed the chain."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from langchain_core.documents import Document

from vectorstore.records import Abstract, Chunk, Field, Language, Passage, Role, Sentence
from vectorstore.selection import study_design
from vectorstore.sentences import sentence_spans
from vectorstore.text import language_of
from vectorstore.tongues import foreign_in


def passage_of(abstract: Abstract, chunk: Chunk, score: float, standing: float | None = None) -> Passage:
    """A chunk of an abstract, with its score, how that stands out, and what a citation needs."""
    known = abstract.reference
    return Passage(
        chunk,
        score,
        abstract.text_sha256,
        abstract.name,
        known.year,
        known.doi,
        known.pmid,
        study_design(abstract),
        known.retracted,
        known.concern,
        known.corrected,
        next((s.foreign for s in abstract.sections if s.start <= chunk.start < s.end), None),
        standing,
    )


def to_document(passage: Passage) -> Document:
    """The passage as a LangChain document; its metadata holds only strings, numbers and None."""
    chunk = passage.chunk
    metadata = {
        "abstract_id": chunk.abstract_id,
        "role": chunk.role,
        "field": chunk.field,
        "language": chunk.language,
        "start": chunk.start,
        "end": chunk.end,
        "tokens": chunk.tokens,
        "score": passage.score,
        "text_sha256": passage.text_sha256,
        "reference": passage.reference,
        "year": passage.year,
        "doi": passage.doi,
        "pmid": passage.pmid,
        "design": passage.design,
        "retracted": passage.retracted,
        "concern": passage.concern,
        "corrected": passage.corrected,
        "foreign": passage.foreign,
        "standing": passage.standing,
    }
    return Document(id=chunk.id, page_content=chunk.text, metadata=metadata)


def from_document(document: Document) -> Passage:
    """The passage that a document stands for.

    A document of `HybridRetriever` gives the passage it was made from. Of any other retriever's, the page content is
    taken as the whole record, cited by `metadata["reference"]`, `["source"]` or `["title"]`; its id is the document's
    own, or a hash of the content.
    """
    text, known = document.page_content, cast(dict[str, Any], document.metadata)
    digest = hashlib.sha256(text.encode()).hexdigest()
    chunk = Chunk(
        abstract_id=str(known.get("abstract_id") or document.id or digest[:12]),
        role=cast(Role, known.get("role", "other")),
        language=cast(Language, known.get("language") or language_of(text)),
        start=int(known.get("start", 0)),
        end=int(known.get("start", 0)) + len(text),
        text=text,
        tokens=int(known.get("tokens", 0)),
        field=cast("Field | None", known.get("field")),
    )
    source = known.get("reference") or known.get("source") or known.get("title") or ""
    return Passage(
        chunk,
        float(known.get("score", 0.0)),
        str(known.get("text_sha256", digest)),
        str(source),
        cast("int | None", known.get("year")),
        cast("str | None", known.get("doi")),
        cast("str | None", known.get("pmid")),
        cast("str | None", known.get("design")),
        bool(known.get("retracted", False)),
        cast("str | None", known.get("concern")),
        cast("str | None", known.get("corrected")),
        cast("str | None", known.get("foreign")) if "abstract_id" in known else foreign_in(text),
        cast("float | None", known.get("standing")),
    )


def sentences_in(passage: Passage) -> list[Sentence]:
    """The sentences of a passage, in order; reference data and titles are one sentence each."""
    chunk = passage.chunk
    whole = chunk.role in ("reference", "title")
    spans = [(0, len(chunk.text))] if whole else sentence_spans(chunk.text)
    return [
        Sentence(
            chunk.abstract_id,
            chunk.role,
            chunk.language,
            chunk.field,
            chunk.start + start,
            chunk.start + end,
            chunk.text[start:end],
        )
        for start, end in spans
    ]
