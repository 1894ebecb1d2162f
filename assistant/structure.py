"""Answers that are found by where they stand: reference lines, sections, summaries, abbreviations."""

from __future__ import annotations

import re

from assistant.finding import Finding
from assistant.focus import Term, focus_terms, looks_like_name
from assistant.matching import Words, strength
from assistant.question import Question
from assistant.reading import Gap
from assistant.scope import CARRIED, Scope
from vectorstore.cues import named_fields
from vectorstore.patterns import patterns
from vectorstore.records import PROSE_ROLES, Role, Sentence
from vectorstore.roles import cued_role
from vectorstore.terms import latin_words
from vectorstore.text import HAN, folded

_SECTION_WHOLE = 2  # sentences; a longer section gives its two that say most
_SURE = 0.9
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


def _asks_for_names(question: Question) -> bool:
    """Whether the words leave no doubt that reference data is wanted, whatever else is mentioned."""
    return question.fields != ("authors",) or bool(_NAMES.search(folded(question.text)))


def _mentions(name: str, lines: list[Words]) -> bool:
    return any(name in words.text for words in lines)


def from_sections(question: Question, scope: Scope) -> Finding | None:
    """What a named section says, when nothing more is asked of it; None when something is, or none is marked."""
    rest = [term for term in question.rest if not term.is_soft and not scope.is_topic(term)]
    beyond = len(rest) > 1 or any(scope.held(term) < CARRIED for term in rest)
    if not question.roles or (beyond and question.kind != "summary"):
        return None
    about = [] if question.kind == "summary" else rest
    chosen = [sentence for role in question.roles for sentence in _section(role, about, scope)]
    if not chosen:
        if all(words.sentence.role == "other" for words in scope.prose):
            return None
        return Finding(gap=Gap("not_stated", (named_section(question),)), confidence=0.1)
    return Finding(tuple(dict.fromkeys(chosen)), confidence=_SURE, scores=dict.fromkeys(chosen, 1.0))


def _section(role: Role, about: list[Term], scope: Scope) -> list[Sentence]:
    """The sentences of a section that say most, in order; of an unlabelled paragraph, those that sound like it."""
    held = [words for words in (*scope.prose, *scope.reference) if words.sentence.role == role]
    if not held:
        held = [w for w in scope.prose if w.sentence.role == "other" and cued_role(w.sentence.text) == role]
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
    """The key sentence of each section, in order; of an unlabelled paragraph, its first, its aim and its last."""
    key: list[Sentence] = []
    for role in PROSE_ROLES[:-1]:
        held = [words for words in scope.prose if words.sentence.role == role]
        if held:
            key.append(max(held, key=_weight).sentence)
    if not key:
        cued = [words.sentence for words in scope.prose if cued_role(words.sentence.text)]
        ends = [scope.prose[0].sentence, scope.prose[-1].sentence] if scope.prose else []
        key = sorted({*ends, *cued[:3]}, key=lambda sentence: sentence.start)
    if not key:
        return Finding(gap=Gap("not_stated"), confidence=0.1)
    return Finding(tuple(key), confidence=_SURE, scores=dict.fromkeys(key, 1.0))


def _weight(words: Words) -> int:
    """How much a sentence says: the names and examples it gives, and whether it has the cue of its section."""
    cued = cued_role(words.sentence.text) == words.sentence.role
    return len(words.names) + 2 * words.gives_examples + 2 * cued


def expansion(question: Question, scope: Scope) -> Finding | None:
    """The sentence that spells out an abbreviation; None when the question names none.

    Recognised as Schwartz and Hearst (2003) do: the letters of the short form in brackets occur in order in the words
    before it, the first at the beginning of one; before a bracket in Chinese text any words will do.
    """
    names = [word for word in latin_words(question.text) if looks_like_name(word)]
    if question.kind != "abbreviation" or not names:
        return None
    name = _asked_name(question.text, names)
    found = [words.sentence for words in scope.prose if _spelt_out(name, words.sentence.text)]
    if not found:
        return Finding(gap=Gap("not_stated", (name,)), confidence=0.1)
    return Finding((found[0],), confidence=_SURE, scores={found[0]: 1.0})


def _asked_name(text: str, names: list[str]) -> str:
    """The name that stands nearest to the words that ask for its long form."""
    cue = patterns("assistant", "questions", "kind")["abbreviation"].search(folded(text))
    at = cue.start() if cue else 0
    return min(names, key=lambda name: abs(text.find(name) + len(name) - at))


def _spelt_out(name: str, text: str) -> bool:
    bracket = re.search(rf"([^()（）]*)[(（]\s*{re.escape(name)}\s*[)）]", text, re.IGNORECASE)
    if bracket is None:
        return re.search(rf"{re.escape(name)}\s*[(（][^()（）]{{4,}}[)）]", text, re.IGNORECASE) is not None
    before = bracket.group(1).strip()
    if HAN.search(before[-2:]):
        return True
    words = re.split(r"[\s-]+", before)[-(2 * len(name)) :]
    letters = iter("".join(words).casefold())
    return any(word[:1].casefold() == name[0].casefold() for word in words) and all(
        letter in letters for letter in name.casefold() if letter.isalnum()
    )
