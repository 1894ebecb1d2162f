"""Misspelt words of a question, put right where only one known word can be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from assistant.focus import looks_like_name
from assistant.homophones import heard_alike
from assistant.vocabulary import vocabulary
from vectorstore.static import known_words
from vectorstore.terms import latin_words, stem
from vectorstore.text import HAN, folded, simplified

_SHORTEST = 4  # letters; shorter words have too many neighbours, so they may only mean a word like "what" or "the"

_QUESTION_WORDS = frozenset({"what", "which", "when", "where", "who", "why", "how", "the", "does", "and", "are", "was"})


def corrected(question: str, texts: Sequence[str]) -> str:
    """The question with misspelt words replaced by words of the texts, or by those that questions are made of.

    An English word is replaced when it is unknown (here and to the embedding), and such a word with the same first
    letter is one edit away (optimal string alignment: insert, drop, change or swap), or two edits in a word of nine
    letters or more. Names are left alone: GSK4 is no GSK3, and esketamine no ketamine. Chinese words are told
    by their sound, or by all characters but an inner one.

    Args:
        question: As it was asked.
        texts: The texts that it is asked of.

    Returns:
        The question, otherwise unchanged.
    """
    printed = {folded(word) for text in texts for word in latin_words(text)}
    held = printed | {word.replace("-", "") for word in printed}
    meant_by = {word for word in held | vocabulary().asking if word.isalpha()}
    known = held | vocabulary().known
    stems = {stem(word) for word in known}
    for word in filter(str.isalpha, latin_words(question)):
        plain = folded(word)
        if plain in known or plain in known_words() or stem(word) in stems or looks_like_name(word):
            continue
        meant = _nearest(plain, meant_by)
        if meant:
            question = re.sub(rf"\b{re.escape(word)}\b", meant, question)
    return _chinese_corrected(question, texts)


def _chinese_corrected(question: str, texts: Sequence[str]) -> str:
    """Chinese words of the wrong sound-alikes, or of three characters or more of which only an inner one is wrong."""
    held = "\n".join(texts)
    if not (HAN.search(question) and HAN.search(held)):
        return question
    if simplified(question) == question:  # traditional characters sound like simplified ones: nothing is misspelt
        question = heard_alike(question, held)
    import rjieba

    for word in rjieba.cut(question):
        if len(word) < 3 or word in held or not all(map(HAN.match, word)):
            continue
        like = "|".join(f"{word[:at]}{HAN.pattern}{word[at + 1 :]}" for at in range(1, len(word) - 1))
        meant = re.search(like, held)
        question = question.replace(word, meant.group()) if meant else question
    return question


def _nearest(word: str, known: set[str]) -> str | None:
    allowed = 2 if len(word) >= 9 else 1
    if len(word) < _SHORTEST:
        known = known & _QUESTION_WORDS
    near = [
        (OSA.distance(word, other, score_cutoff=allowed), -_same_letters(word, other), other)
        for other in known
        if other[0] == word[0]
        and abs(len(other) - len(word)) <= allowed
        and (len(other) >= _SHORTEST or other in _QUESTION_WORDS)
    ]
    best = min(near, default=(allowed + 1, 0, ""))
    return best[2] if best[0] <= allowed else None


def _same_letters(word: str, other: str) -> bool:
    return sorted(word) == sorted(other)
