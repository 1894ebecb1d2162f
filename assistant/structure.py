"""Answers that are found by rules: reference lines, sections, summaries, the kind of article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.finding import Finding
from assistant.focus import Term, focus_terms
from assistant.matching import Words, strength
from assistant.question import Question
from assistant.reading import Gap
from assistant.scope import CARRIED, Scope
from vectorstore.cues import named_fields
from vectorstore.design import DESIGNS, tells_design
from vectorstore.patterns import patterns
from vectorstore.records import PROSE_ROLES, Role, Sentence
from vectorstore.roles import cued_role
from vectorstore.text import folded

_SECTION_WHOLE = 2  # sentences; a longer section gives its two that say most
_PARTS = 3  # of an unlabelled paragraph, between its first sentence and its last
_SURE = 0.9
_ITSELF = re.compile(
    r"\b(?:paper|article|study|review|abstract|work|print\w*|online|epub)\b|文章|论文|研究|综述|摘要|本文|在线|上线"
)
_KINDS = re.compile(
    r"trial|review|report|series|stud(?:y|ies)|cohort|survey|meta-?analysis|综述|试验|研究|报告|荟萃|分析"
)
_NAMES = re.compile(
    r"\b(?:who|whose|list|names of|first|last|senior|corresponding|how many)\b|谁|哪些人|几位|第一|名单|通讯|哪位",
    re.ASCII,
)


def from_reference(question: Question, scope: Scope) -> Finding | None:
    """The reference lines that a question asks for; None when it is about something else.

    A line that lacks what is asked for (an e-mail address, a PMID) gives a gap, but a yes-or-no question is answered
    by the line that settles it ("Was it published in Nature?").
    """
    if not question.fields or question.roles:
        return None
    lines = [words for words in scope.reference if words.sentence.field in question.fields]
    rest = [term for term in question.rest if not term.is_soft and not scope.is_topic(term)]
    strange = [term for term in rest if not scope.named(term)]
    if strange and not _asks_for_names(question):
        return None
    if question.kind == "date" and _of_the_subject(question):
        return None
    apart = bool(patterns("assistant", "questions", "apart")["reference"].search(folded(question.text)))
    if not lines and not apart and any(not term.is_soft for term in question.rest):
        return None  # "From which countries were the nurses?" of an abstract without addresses
    if any(scope.held(term) >= CARRIED for term in rest):
        if not apart:
            return None
        strange = [term for term in strange if scope.held(term) < CARRIED]
    settled = question.kind == "yes_no" and not any(term.concept for term in strange)
    lacking = [term.surface for term in strange if not settled]
    lacking += [name for name in ("pmid", "doi") if name in folded(question.text) and not _mentions(name, lines)]
    if not lines or lacking:
        return Finding(gap=Gap("not_stated", tuple(lacking) or named_fields(question.text)), confidence=0.1)
    return Finding(tuple(words.sentence for words in lines), confidence=_SURE, scores={w.sentence: 1.0 for w in lines})


def from_design(question: Question, scope: Scope) -> Finding | None:
    """The sentence that tells what kind of article it is, the title first; None when that isn't asked or told."""
    known = patterns("assistant", "questions", "apart")["design"]
    if not known.search(folded(question.text)):
        return None
    beyond = [t for t in focus_terms(known.sub(" ", folded(question.text))) if not t.is_soft and not scope.is_topic(t)]
    beyond = [term for term in beyond if not (tells_design(term.surface) or _KINDS.search(term.surface))]
    if any(scope.held(term) < CARRIED for term in beyond):
        return None
    titles = [words for words in scope.reference if words.sentence.role == "title"]
    telling = (
        words.sentence for design in DESIGNS for words in (*titles, *scope.prose) if tells_design(words.text, design)
    )
    found = next(telling, None)
    return Finding((found,), confidence=_SURE, scores={found: 1.0}) if found else None


def _of_the_subject(question: Question) -> bool:
    """Whether a date is asked of what the article is about ("in which year was it discovered"), not of itself."""
    text = folded(question.text)
    itself = patterns("assistant", "questions", "apart")["reference"].search(text) or _ITSELF.search(text)
    return not itself and any(not term.is_soft for term in question.rest)


def _asks_for_names(question: Question) -> bool:
    """Whether the words leave no doubt that reference data is wanted, whatever else is mentioned."""
    return question.fields != ("authors",) or bool(_NAMES.search(folded(question.text)))


def _mentions(name: str, lines: list[Words]) -> bool:
    return any(name in words.text for words in lines)


def from_sections(question: Question, scope: Scope) -> Finding | None:
    """What a named section says, when nothing more is asked of it; None when something is, or none is marked."""
    rest = [term for term in question.rest if not term.is_soft and not scope.is_topic(term)]
    beyond = len(rest) > 1 or any(scope.held(term) < CARRIED for term in rest)
    if not question.roles or question.kind in ("number", "date") or (beyond and question.kind != "summary"):
        return None
    whole = question.roles == ("objective",) and len(rest) < sum(not term.is_soft for term in question.rest)
    about = [] if question.kind == "summary" or whole else rest  # an aim is that of the study that is named
    chosen = [sentence for role in question.roles for sentence in _section(role, about, scope)]
    if not chosen:
        if about or all(words.sentence.role == "other" for words in scope.prose):
            return None
        return Finding(gap=Gap("not_stated", (named_section(question),)), confidence=0.1)
    return Finding(tuple(dict.fromkeys(chosen)), confidence=_SURE, scores=dict.fromkeys(chosen, 1.0))


def _section(role: Role, about: list[Term], scope: Scope) -> list[Sentence]:
    """The sentences of a section that say most, in order; where none is marked so, those that sound like it."""
    held = [words for words in (*scope.prose, *scope.reference) if words.sentence.role == role]
    if not held:  # an aim told at the end of the background, or anything in an unlabelled paragraph
        held = [words for words in scope.prose if cued_role(words.sentence.text) == role]
    if about:
        held = [words for words in held if any(strength(term, words) >= CARRIED for term in about)]
    kept = sorted(held, key=_weight, reverse=True)[:_SECTION_WHOLE]
    return [words.sentence for words in held if words in kept]


def named_section(question: Question) -> str:
    """The words with which the question names the section."""
    beyond = {term.surface for term in question.rest}
    named = [term.surface for term in focus_terms(question.text) if term.surface not in beyond]
    return " ".join(named) or question.text.strip(" ?？")


def summary(scope: Scope) -> Finding:
    """The key sentence of each section, in order; of an unlabelled paragraph its ends, its aim, parts of a long one."""
    key: list[Sentence] = []
    for role in PROSE_ROLES[:-1]:
        held = [words for words in scope.prose if words.sentence.role == role]
        if held:
            key.append(max(held, key=_weight).sentence)
    if not key:
        cued = [words.sentence for words in scope.prose if cued_role(words.sentence.text)]
        ends = [words.sentence for words in (*scope.prose[:1], *scope.prose[-1:])]
        key = sorted({*ends, *cued[:3], *_spread(scope.prose[1:-1])}, key=lambda sentence: sentence.start)
    if not key:
        return Finding(gap=Gap("not_stated"), confidence=0.1)
    return Finding(tuple(key), confidence=_SURE, scores=dict.fromkeys(key, 1.0))


def _spread(prose: Sequence[Words]) -> list[Sentence]:
    """Of each part of a text that says a few things in a row, the sentence that says most."""
    parts = [prose[len(prose) * at // _PARTS : len(prose) * (at + 1) // _PARTS] for at in range(_PARTS)]
    return [max(part, key=_weight).sentence for part in parts if len(part) > 1]


def _weight(words: Words) -> int:
    """How much a sentence says: the names and examples it gives, and whether it has the cue of its section."""
    cued = cued_role(words.sentence.text) == words.sentence.role
    return len(words.names) + 2 * words.gives_examples + 2 * cued
