"""Short forms and what they stand for, found by the brackets in which one of them is put."""

from __future__ import annotations

import re

from assistant.finding import Finding
from assistant.focus import focus_terms, looks_like_name
from assistant.question import Question
from assistant.reading import Gap
from assistant.scope import Scope
from vectorstore.cues import without_cues
from vectorstore.patterns import patterns
from vectorstore.terms import latin_words
from vectorstore.text import HAN, folded

_SURE = 0.9
_LONG_FORM = 8  # words before a bracket that its long form may have
_BRACKETED = re.compile(r"[(（]\s*([A-Za-z][\w-]{1,9})\s*[)）]", re.ASCII)


def expansion(question: Question, scope: Scope) -> Finding | None:
    """The sentence that spells out an abbreviation; None when the question names none.

    Recognised as Schwartz and Hearst (2003) do: the letters of the short form in brackets occur in order in the words
    before it, the first at the beginning of one; before a bracket in Chinese text any words will do.
    """
    names = [word for word in latin_words(question.text) if looks_like_name(word)]
    if question.kind != "abbreviation":
        return None
    if not names:
        return _short_form(question, scope)
    name = _asked_name(question.text, names)
    found = [words.sentence for words in scope.prose if _spelt_out(name, words.sentence.text)]
    if not found:
        return Finding(gap=Gap("not_stated", (name,)), confidence=0.1)
    return Finding((found[0],), confidence=_SURE, scores={found[0]: 1.0})


def _short_form(question: Question, scope: Scope) -> Finding | None:
    """The sentence that puts a short form in brackets behind the long one that the question names."""
    asked = patterns("assistant", "questions", "kind")["abbreviation"].sub(" ", folded(question.text))
    long = [term for term in focus_terms(without_cues(asked)) if not term.is_soft]
    for words in scope.prose:
        for bracket in _BRACKETED.finditer(words.text):
            before = " ".join(re.split(r"\s+", words.text[: bracket.start()])[-_LONG_FORM:])
            if long and all(folded(term.surface) in before for term in long) and looks_like_name(bracket[1].upper()):
                return Finding((words.sentence,), confidence=_SURE, scores={words.sentence: 1.0})
    return None


def _asked_name(text: str, names: list[str]) -> str:
    """The name that stands nearest to the words that ask for its long form."""
    cue = patterns("assistant", "questions", "kind")["abbreviation"].search(folded(text))
    at = cue.start() if cue else 0
    return min(names, key=lambda name: abs(text.find(name) + len(name) - at))


def _spelt_out(name: str, text: str) -> bool:
    bracket = re.search(rf"([^()（）]*)[(（]\s*{re.escape(name)}s?\s*[)）]", text, re.IGNORECASE)
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
