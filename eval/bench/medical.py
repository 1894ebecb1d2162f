"""The medical sets: SciFact, PubMedQA, TICO-19 and HealthVer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from eval.bench.building import Paragraph, joined, one_line, record, role_of, single
from eval.bench.items import Item, Pool, Span, Table
from eval.bench.layouts import (
    HealthverRow,
    PubmedqaRecord,
    ScifactClaim,
    ScifactDocument,
    Tico19Row,
    read_json,
    read_json_lines,
    read_rows,
)
from vectorstore.errors import InputError
from vectorstore.records import Abstract

_PUBMEDQA: TypeAdapter[dict[str, PubmedqaRecord]] = TypeAdapter(dict[str, PubmedqaRecord])
_MARK = 12  # characters of a hash that name a passage, as for the product's own records


def scifact(folder: Path) -> list[Pool]:
    """SciFact: cited abstracts, evidence sentences, and claims that the first abstract cited says nothing about.

    A claim with evidence in several abstracts is asked of each of them.

    Raises:
        InputError: A file has another layout, or a claim's abstract or sentence is not in the corpus.
    """
    documents = read_json_lines(folder / "corpus.jsonl", ScifactDocument)
    made = {document.doc_id: _titled(document) for document in documents}
    claims = read_json_lines(folder / "claims.jsonl", ScifactClaim)
    for claim in claims:
        _check(claim, made, folder)
    found = tuple(Item(c.id, c.claim, c.cited_doc_ids[0], gold=c.cited_doc_ids) for c in claims)
    sentence = tuple(
        Item(c.id, c.claim, name, spans=_evidence(c, name, made[name][1])) for c in claims for name in c.evidence
    )
    told = tuple(
        Item(c.id, c.claim, name, scope=(name,), answered=bool(c.evidence.get(name)))
        for c in claims
        for name in c.cited_doc_ids[:1]
    )
    tables = (Table("retrieval", "en-en", found), Table("sentence", "en", sentence), Table("answerable", "en", told))
    return [Pool(tuple(abstract for abstract, _ in made.values()), tables)]


def pubmedqa(folder: Path) -> list[Pool]:
    """PubMedQA: the abstract that a title belongs to, here and gone; and, once it is restored, its conclusion.

    Raises:
        InputError: The file has another layout.
    """
    path = folder / "questions.json"
    records = read_json(path, _PUBMEDQA)
    uneven = next((name for name, entry in records.items() if len(entry.labels) != len(entry.contexts)), None)
    if uneven:
        raise InputError(f"{path}: {uneven}: LABELS and CONTEXTS differ in number. Fetch the set again.")
    bare = tuple(_labelled(name, entry, restored=False) for name, entry in records.items())
    whole = {name: _labelled(name, entry, restored=True) for name, entry in records.items()}
    found = tuple(Item(name, entry.question, name, gold=(name,)) for name, entry in records.items())
    concluded = tuple(
        Item(name, entry.question, name, spans=((whole[name].sections[-1].start, whole[name].sections[-1].end),))
        for name, entry in records.items()
    )
    tables = (Table("retrieval", "en-en", found), Table("answerable", "en", _here_and_gone(records)))
    return [Pool(bare, tables), Pool(tuple(whole.values()), (Table("sentence", "en", concluded),))]


def tico19(folder: Path) -> list[Pool]:
    """TICO-19: the parallel segment in the other language, both ways.

    Raises:
        InputError: The file has another layout.
    """
    rows = read_rows(folder / "segments.tsv", Tico19Row)
    named = [(row.source.split()[0], row) for row in rows]  # the name is unique, what follows is an address
    english = tuple(single(name, row.en, "en") for name, row in named)
    chinese = tuple(single(name, row.zh, "zh") for name, row in named)
    into_english = tuple(Item(name, row.zh, name, gold=(name,)) for name, row in named)
    into_chinese = tuple(Item(name, row.en, name, gold=(name,)) for name, row in named)
    return [
        Pool(english, (Table("retrieval", "zh-en", into_english),)),
        Pool(chinese, (Table("retrieval", "en-zh", into_chinese),)),
    ]


def healthver(folder: Path) -> list[Pool]:
    """HealthVer: evidence that supports or refutes a claim, against evidence that is on topic and does neither.

    Raises:
        InputError: The file has another layout.
    """
    rows = read_rows(folder / "claims.csv", HealthverRow)
    abstracts = {_mark(row.evidence): single(_mark(row.evidence), row.evidence, "en") for row in rows}
    items = (
        Item(row.id, row.claim, name, scope=(name,), answered=row.label != "Neutral")
        for row in rows
        for name in [_mark(row.evidence)]
    )
    return [Pool(tuple(abstracts.values()), (Table("answerable", "en", tuple(items)),))]


def _titled(document: ScifactDocument) -> tuple[Abstract, list[Span]]:
    """The record of a document, and where each of its sentences stands."""
    text, spans = joined([one_line(sentence) for sentence in document.sentences])
    made = record(document.doc_id, [Paragraph("title", one_line(document.title)), Paragraph("other", text)], "en")
    at = made.sections[-1].start
    return made, [(at + start, at + end) for start, end in spans]


def _check(claim: ScifactClaim, made: dict[str, tuple[Abstract, list[Span]]], folder: Path) -> None:
    where = f"{folder / 'claims.jsonl'}, claim {claim.id}"
    if not claim.cited_doc_ids:
        raise InputError(f"{where}: it cites no abstract. Fetch the set again.")
    for name in (*claim.cited_doc_ids, *claim.evidence):
        if name not in made:
            raise InputError(f"{where}: the abstract {name} is not in corpus.jsonl. Fetch both files again.")
        cited = [at for evidence in claim.evidence.get(name, ()) for at in evidence.sentences]
        if not all(0 <= at < len(made[name][1]) for at in cited):
            raise InputError(f"{where}: the abstract {name} has no such sentence. Fetch both files again.")


def _evidence(claim: ScifactClaim, name: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(spans[at] for evidence in claim.evidence[name] for at in evidence.sentences)


def _labelled(name: str, entry: PubmedqaRecord, *, restored: bool) -> Abstract:
    """The record of an entry, with or without its conclusion as the last section."""
    sections = [
        Paragraph(role_of(label), one_line(text), label or None)
        for label, text in zip(entry.labels, entry.contexts, strict=True)
    ]
    ends = [Paragraph("conclusions", one_line(entry.conclusion), "CONCLUSIONS")] if restored else []
    return record(name, [*sections, *ends], "en")


def _here_and_gone(records: dict[str, PubmedqaRecord]) -> tuple[Item, ...]:
    """Each question twice: with all abstracts in scope, and with all but its own."""
    items = []
    for name, entry in records.items():
        others = tuple(other for other in records if other != name)
        items += [Item(name, entry.question, name), Item(name, entry.question, name, scope=others, answered=False)]
    return tuple(items)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK]
