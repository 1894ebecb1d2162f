"""The focus terms of a question: the words that an answer has to be about, with what else would say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.vocabulary import Concept, Phrase, vocabulary
from vectorstore.patterns import patterns
from vectorstore.terms import latin_words, stem
from vectorstore.text import HAN, folded

SOFT = 0.3
"""Weight of words of relation and degree, which authors paraphrase freely."""

NAME = 2.0
"""Weight of names: abbreviations, numbers, genes, drugs in capitals; a text without the name does not answer."""

FUNCTION_TAGS = frozenset("r p c u y x w m q f e o d uj ul uz ug ud uv t ad k".split())
"""jieba's part-of-speech tags of words without content of their own (pronouns, particles, numerals, time words ...)."""

_HAN_ONLY = re.compile(f"{HAN.pattern}+")
_HAN_RUN = re.compile(f"(?:(?<![a-z0-9])[a-z]{{1,4}})?({HAN.pattern}+)")  # with letters before it, as in "p值"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that the question is about."""

    surface: str
    """The user's own words."""
    weight: float
    """How much it counts: about 1 for a noun, `SOFT` for a relation, `NAME` for a name."""
    english: tuple[Phrase, ...] = ()
    """English expressions that satisfy it, as stems."""
    chinese: tuple[str, ...] = ()
    """Chinese expressions that satisfy it, folded."""
    concept: Concept | None = None
    """What it stands for, where that is known."""
    member: bool = False
    """Whether it is a known member of a category (a brain region, a drug): nothing else says the same."""

    @property
    def is_name(self) -> bool:
        """Whether it is a name that can't be paraphrased."""
        return self.weight >= NAME

    @property
    def decides(self) -> bool:
        """Whether a text without it can't answer: a name, or a thing known under all its names."""
        return self.is_name or self.member or (self.concept is not None and not self.is_soft)

    @property
    def is_soft(self) -> bool:
        """Whether it is a word of relation or degree."""
        return self.weight <= SOFT


def focus_terms(question: str) -> tuple[Term, ...]:
    """The focus terms of a question in order of appearance, each once.

    Generic words of questions ("please", "which", "文章", "哪些") are left out.
    """
    found: dict[str, Term] = {}
    for term in [*_english_terms(HAN.sub(" ", question)), *_chinese_terms(question)]:
        key = term.concept.name if term.concept else folded(term.surface)
        if term.surface.endswith("值"):
            found.pop(folded(term.surface).removesuffix("值"), None)  # HR of HR值
        if key not in found:
            found[key] = term
    return tuple(found.values())


def document_terms(question: str) -> tuple[Term, ...]:
    """The kinds of documents that a question names ("is this a review?"), which are generic in any other question."""
    named = [word for word in latin_words(question) if stem(word) in vocabulary().documents]
    chinese = [word for word in sorted(vocabulary().documents) if HAN.match(word) and word in question]
    english = [Term(word, 1.0, english=((stem(word),),)) for word in named]
    return (*english, *(Term(word, 1.0, chinese=(word,)) for word in chinese))


def _english_terms(question: str) -> Iterator[Term]:
    words = list(_split_compounds(latin_words(question)))
    stems = [stem(word) for word in words]
    at = 0
    while at < len(words):
        known = vocabulary().english_at(stems, at)
        length = known[0] if known else 1
        surface = " ".join(words[at : at + length])
        if known and (length > 1 or stems[at] not in vocabulary().generic):
            yield _concept_term(surface, known[1], soft=stems[at] in vocabulary().soft and length == 1)
        elif length == 1 and not _is_generic(words[at], stems[at]):
            weight, member = _english_weight(words[at], stems[at]), stems[at] in vocabulary().members
            yield Term(surface, weight, english=((stems[at],),), member=member)
        at += length


def _split_compounds(words: list[str]) -> Iterator[str]:
    """Hyphenated words that are neither known nor names, in their parts."""
    for word in words:
        parts = re.split(r"[-/]", word)
        known = (stem(word),) in {phrase for phrase, _ in vocabulary().by_stem.get(stem(word), ())}
        joined = "".join(parts)
        if len(parts) == 1 or known or any(char.isdigit() for char in word):
            yield word
        elif folded(joined) in vocabulary().known:
            yield joined
        else:
            yield from (part for part in parts if part)


def _is_generic(word: str, stemmed: str) -> bool:
    short = len(word) == 1 and not word.isdigit()
    return stemmed in vocabulary().generic or folded(word) in vocabulary().generic or short


def looks_like_name(word: str) -> bool:
    """Whether a word is written as a name: with a digit, or with two capitals.

    >>> [looks_like_name(word) for word in ("mTOR", "GSK3", "2014", "Ketamine")]
    [True, True, True, False]
    """
    return any(char.isdigit() for char in word) or sum(char.isupper() for char in word) > 1


def _english_weight(word: str, stemmed: str) -> float:
    if stemmed in vocabulary().soft:
        return SOFT
    if looks_like_name(word):
        return NAME
    return 0.5 if word.endswith("ly") else 1.0


def _concept_term(surface: str, concept: Concept, *, soft: bool) -> Term:
    weight = NAME if looks_like_name(surface) and len(surface.split()) == 1 else SOFT if soft else 1.0
    return Term(surface, weight, concept.english, concept.chinese, concept)


def _chinese_terms(question: str) -> Iterator[Term]:
    """Known expressions first, longest first; what lies between them is segmented and tagged by jieba."""
    filling = patterns("assistant", "questions", "apart")["filling"]
    for run in _HAN_RUN.finditer(filling.sub(" ", folded(question))):
        text, rest = run.group(), ""
        at = 0 if vocabulary().chinese_at(text, 0) else run.start(1) - run.start()
        while at < len(text):
            known = vocabulary().chinese_at(text, at)
            if known and known[0] > 1:  # a single character may be part of a word: jieba decides
                yield from _segmented(rest)
                yield _chinese_concept(text[at : at + known[0]], known[1])
                rest = ""
                at += known[0]
            else:
                rest += text[at]
                at += 1
        yield from _segmented(rest)


def _segmented(text: str) -> Iterator[Term]:
    if not text:
        return
    import rjieba

    for word, tag in rjieba.tag(text):
        known = vocabulary().chinese_at(word, 0)
        if known and known[0] == len(word):
            yield _chinese_concept(word, known[1])
        elif word not in vocabulary().generic and tag not in FUNCTION_TAGS and _HAN_ONLY.fullmatch(word):
            yield Term(word, _chinese_weight(word, tag), chinese=(word,), member=word in vocabulary().members)


def _chinese_concept(form: str, concept: Concept) -> Term:
    """A known expression; a single character counts little unless it has an opposite (快, 慢)."""
    soft = form in vocabulary().soft or (len(form) == 1 and not concept.opposite)
    return _concept_term(form, concept, soft=soft)


def _chinese_weight(word: str, tag: str) -> float:
    if word in vocabulary().soft or (len(word) == 1 and not tag.startswith("n")):
        return SOFT
    return 0.6 if len(word) == 1 or tag in ("v", "a", "z") else 1.0
