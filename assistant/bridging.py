"""A question's terms as a text in the other language would put them, by the dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.focus import Term
from assistant.vocabulary import Phrase
from vectorstore.glosses import LONGEST, chinese_words, content_stems, glosses, renderings
from vectorstore.records import Language
from vectorstore.text import HAN

_USUAL = 0.1
"""Meanings rarer than this are left out: with them nearly everything would mean nearly anything."""


def bridged(terms: Sequence[Term], language: Language) -> tuple[Term, ...]:
    """The terms with what they are called in a language; one that the dictionary has only in parts, as those parts.

    Args:
        terms: Focus terms of a question.
        language: The language of the text that they are looked for in.
    """
    return tuple(part for term in terms for part in (_english(term) if language == "en" else _chinese(term)))


def _english(term: Term) -> Iterator[Term]:
    if not HAN.search(term.surface):
        yield term
        return
    words = [term.surface] if glosses(term.surface) else chinese_words(term.surface)
    meant = {word: _phrases(word) for word in words if len(word) > 1 or len(words) == 1}
    if not any(meant.values()):
        yield term
    for word, phrases in meant.items():
        yield replace(term, surface=word, weight=term.weight / len(meant), english=(*term.english, *phrases))


def _phrases(word: str) -> tuple[Phrase, ...]:
    return tuple(stems for stems, weight in glosses(word) if weight >= _USUAL)


def _chinese(term: Term) -> Iterator[Term]:
    if HAN.search(term.surface):
        yield term
        return
    stems = content_stems(term.surface)
    spans = [stems] if len(stems) <= LONGEST and renderings(stems) else [(stem,) for stem in stems]
    words = tuple(word for span in spans for word, weight in renderings(span) if weight >= _USUAL and len(word) > 1)
    yield replace(term, chinese=(*term.chinese, *words))
