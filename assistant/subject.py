"""What a question is about: the things it names, apart from what can be asked about anything (a dose, the patients)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.focus import Term, focus_terms
from assistant.vocabulary import vocabulary
from vectorstore.patterns import patterns
from vectorstore.static import StaticEmbeddings
from vectorstore.terms import stem
from vectorstore.text import HAN, folded

_MOST = 3  # subjects that a follow-up keeps
_LETTER = re.compile(r" [B-HJ-Z]\b", re.ASCII)  # vitamin D, hepatitis C
_TRAILING = re.compile(
    r"(?<=[一-鿿]{2})(?<![功性机智可职热电动势产技])能$"
)  # a verb that jieba leaves with the name before
_PLAIN_CHINESE_NOUN = 1.0  # weight of a Chinese noun; verbs and adjectives weigh less


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a question names, with neighbouring words that name it together."""

    text: str
    """The question's own words."""
    start: int
    """Where they start in the question."""
    is_aspect: bool
    """Whether it can be asked about any subject: a dose, a group, a category."""
    is_kind: bool
    """Whether it is a category whose members are known: pathways, drugs."""
    is_name: bool
    """Whether it is written as a name: mTOR, GSK3."""
    is_known: bool = False
    """Whether it is a thing known by itself: a member of a category, an expression of several words."""

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.text)

    @property
    def is_plural(self) -> bool:
        """Whether it looks like more than one."""
        return self.text.endswith("s") and not self.text.endswith(("ss", "is", "us"))


def things(question: str) -> list[Thing]:
    """The things that a question names, in order; verbs and words of degree are left out."""
    joined: list[Thing] = []
    for thing in _single(question):
        before = joined[-1] if joined else None
        if before and _is_one_phrase(before, thing, question):
            text = question[before.start : thing.end]
            joined[-1] = Thing(text, before.start, False, False, before.is_name and thing.is_name)
        else:
            joined.append(thing)
    return joined


def subjects(question: str) -> list[str]:
    """What a question is about, so that another one can be asked about the same; the first three.

    >>> subjects("Does cefalexin for five days cure cellulitis?"), subjects("How many patients were included?")
    (['cefalexin', 'cellulitis'], [])
    """
    return [thing.text for thing in things(question) if not thing.is_aspect][:_MOST]


def likest(new: str, among: Sequence[Thing]) -> tuple[Thing | None, float]:
    """The thing that means most nearly the same sort as some new words, with their cosine; None among none."""
    scored = [(_likeness(new, thing.text), -at, thing) for at, thing in enumerate(among)]
    return max(((thing, score) for score, _, thing in scored), key=lambda pair: pair[1], default=(None, 0.0))


def _single(question: str) -> list[Thing]:
    found: list[Thing] = []
    for term in focus_terms(question):
        at = _place(term.surface, question)
        if at < 0 or term.is_soft or _is_deed(term):
            continue
        text = _TRAILING.sub("", question[at : at + len(term.surface)])
        letter = _LETTER.match(question, at + len(text))
        text += letter.group() if letter else ""
        kind = bool(term.concept and term.concept.kinds_english) and not _is_member(term)
        known = _is_member(term) or " " in text
        found.append(Thing(text, at, kind or _is_aspect(term), kind, term.is_name, known))
    return sorted(found, key=lambda thing: thing.start)


def _place(surface: str, question: str) -> int:
    """Where a term stands: as a word of its own, where it is written in Latin letters; -1 where it can't be found."""
    edge = "" if HAN.search(surface) else r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])"
    match = re.search((edge or "{}").replace("{}", re.escape(surface)), question, re.IGNORECASE)
    return match.start() if match else -1


def _is_one_phrase(before: Thing, thing: Thing, question: str) -> bool:
    between = question[before.end : thing.start] if before.end <= thing.start else "?"
    both_chinese = bool(HAN.search(before.text) and HAN.search(thing.text))
    apart = before.is_aspect or before.is_known or thing.is_aspect or " " in thing.text
    return not apart and between in (("",) if both_chinese else (" ", "-"))


def _is_member(term: Term) -> bool:
    return term.member or stem(term.surface) in vocabulary().members or folded(term.surface) in vocabulary().members


def _is_aspect(term: Term) -> bool:
    """Whether a term says nothing of which subject is meant."""
    known, plain = patterns("assistant", "questions", "follow"), folded(term.surface)
    if known["aspect"].fullmatch(plain) or known["number"].fullmatch(plain):
        return True
    concept = term.concept
    return bool(concept and (concept.asks or concept.opposite)) and not _is_member(term)


def _is_deed(term: Term) -> bool:
    """Whether a term is a verb: by a list in English, by its weight in Chinese."""
    if HAN.search(term.surface):
        return term.concept is None and term.weight < _PLAIN_CHINESE_NOUN
    return bool(patterns("assistant", "questions", "follow")["deed"].fullmatch(folded(term.surface)))


@lru_cache(maxsize=1)
def _embedding() -> StaticEmbeddings:
    return StaticEmbeddings()


def _likeness(one: str, other: str) -> float:
    vectors = np.asarray([_embedding().embed_query(text) for text in (one, other)])
    return float(vectors[0] @ vectors[1])
