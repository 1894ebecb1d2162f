"""Whether a question set is sound: ids, evidence, facts, languages, balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from eval.samples import Sample, abstracts_for, load_samples
from vectorstore.records import PROSE_ROLES, Abstract, Role
from vectorstore.sentences import sentence_spans
from vectorstore.text import HAN, folded

LEAST_UNANSWERABLE = 0.25
"""Share of questions that must be refused; a set without them can't tell a careful assistant from a reckless one."""

Complaints = Iterator[str]


def lint(path: Path) -> list[str]:
    """What is wrong with a set, a line each; nothing when it is sound.

    Raises:
        InputError: The set or its abstracts can't be read, or an id stands twice.
    """
    samples = load_samples(path)
    texts = [_read(abstract) for abstract in abstracts_for(path)]
    lines = [f"{sample.id}: {line}" for sample in samples for check in _CHECKS for line in check(sample, texts)]
    return [*lines, *_twice(samples), *_balance(samples)]


class _Read(NamedTuple):
    """An abstract, folded."""

    text: str
    sentences: list[str]  # and titles and reference lines, each whole


def _read(abstract: Abstract) -> _Read:
    cut = [
        abstract.text[section.start + start : section.start + end]
        for section in abstract.sections
        for start, end in _spans(abstract.text[section.start : section.end], section.role)
    ]
    return _Read(folded(abstract.text), [folded(sentence) for sentence in cut])


def _spans(text: str, role: Role) -> Sequence[tuple[int, int]]:
    return sentence_spans(text) if role in PROSE_ROLES else [(0, len(text))]


def counts(samples: Sequence[Sample]) -> str:
    """One line that says what a set holds.

    >>> counts([])
    '0 questions'
    """
    languages = Counter(sample.lang for sample in samples)
    kinds = [f"{count} {name}" for name, count in sorted(languages.items())]
    unanswerable = sum(not sample.answerable for sample in samples)
    parts = [f"{len(samples)} questions", *kinds, *([f"{unanswerable} unanswerable"] if samples else [])]
    return ", ".join(parts)


def _evidence(sample: Sample, texts: Sequence[_Read]) -> Complaints:
    for start in sample.evidence:
        found = sum(read.text.count(folded(start)) for read in texts)
        if found != 1:
            yield f"the evidence {start!r} occurs {found} times in the abstracts; it must occur once"


def _facts(sample: Sample, texts: Sequence[_Read]) -> Complaints:
    """A fact has to stand in a sentence of the evidence, or no answer could be right but by luck."""
    starts = [folded(start) for start in sample.evidence]
    holding = [sentence for read in texts for sentence in read.sentences if any(start in sentence for start in starts)]
    for fact in sample.facts:
        if not any(folded(form) in sentence for form in fact.split("|") for sentence in holding):
            yield f"the fact {fact!r} does not occur in a sentence of the evidence"


def _agreement(sample: Sample, texts: Sequence[_Read]) -> Complaints:
    if sample.answerable and not sample.evidence:
        yield "it is answerable, but names no evidence"
    if not sample.answerable and (sample.evidence or sample.facts):
        yield "it is unanswerable, but names evidence or facts"
    if sample.answerable and sample.reason:
        yield "it is answerable, but has a reason to refuse"


def _language(sample: Sample, texts: Sequence[_Read]) -> Complaints:
    if not sample.question.strip():
        yield "there is no question"
    elif sample.lang == "en" and HAN.search(sample.question):
        yield "its lang is 'en', but there is Chinese in it; 'mixed' is for both"
    elif sample.lang == "zh" and not HAN.search(sample.question):
        yield "its lang is 'zh', but there is no Chinese in it"


_CHECKS: tuple[Callable[[Sample, Sequence[_Read]], Complaints], ...] = (_evidence, _facts, _agreement, _language)


def _twice(samples: Sequence[Sample]) -> Complaints:
    """Questions that stand twice; with another history the same words are another question."""
    seen: dict[tuple[str, object], str] = {}
    for sample in samples:
        key = (" ".join(folded(sample.question).split()), sample.history)
        if key in seen:
            yield f"{sample.id}: the same question as {seen[key]}"
        seen.setdefault(key, sample.id)


def _balance(samples: Sequence[Sample]) -> Complaints:
    share = sum(not sample.answerable for sample in samples) / len(samples)
    if not LEAST_UNANSWERABLE <= share <= 1 - LEAST_UNANSWERABLE:
        yield f"{share:.0%} of the questions are unanswerable; between 25 % and 75 % tell answering from refusing"
