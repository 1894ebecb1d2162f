"""Chinese words of a question that were typed with wrong characters of the same sound (绿胺铜 for 氯胺酮)."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.focus import FUNCTION_TAGS
from assistant.vocabulary import vocabulary
from vectorstore.glosses import glosses
from vectorstore.text import HAN

_LONGEST = 6  # characters of two words that stand together


def heard_alike(question: str, text: str) -> str:
    """The question with such words replaced by the text's, where they sound the same, tones apart.

    At most two thirds of a word's characters are replaced, and only those that stand alone or in a word that neither
    the text nor the dictionary has: 有效 is not 幼小. Names of persons are left alone.

    Args:
        question: As it was asked.
        text: What it is asked of.
    """
    places = _places(question, text)
    if not any(place.is_loose for place in places):
        return question
    index: dict[str, list[str]] = defaultdict(list)
    for word in sorted(_words(text), key=lambda word: (-len(word), word)):
        index[_sound(word[0])].append(word)
    made, at = "", 0
    while at < len(question):
        meant = next((word for word in index.get(_sound(question[at]), ()) if _may_mean(places[at:], word)), "")
        made += meant or question[at]
        at += len(meant) or 1
    return made


class _Place(NamedTuple):
    """A character of the question."""

    char: str
    is_loose: bool  # whether it may be a wrong one
    is_inner: bool  # whether it goes on a word that is known


def _places(question: str, text: str) -> list[_Place]:
    import rjieba

    places: list[_Place] = []
    for word, tag in rjieba.tag(question):
        usual = tag in FUNCTION_TAGS or word in vocabulary().generic
        known = usual if len(word) == 1 else word in text or bool(glosses(word))
        places += [_Place(char, not known and bool(HAN.match(char)), known and n > 0) for n, char in enumerate(word)]
    for word in _words(text):
        for found in re.finditer(re.escape(word), question):
            for at in range(*found.span()):
                places[at] = places[at]._replace(is_loose=False)
    return places


@lru_cache(maxsize=8)
def _words(text: str) -> frozenset[str]:
    """The text's words of two characters or more, and what two of its words make together.

    Of those that the dictionary lacks, only what stands in the text twice: the segmenter makes words up.
    """
    import rjieba

    cut = [
        word if len(word) > 1 and tag != "nr" and all(map(HAN.match, word)) else "" for word, tag in rjieba.tag(text)
    ]
    runs = [word if glosses(word) or text.count(word) > 1 else "" for word in cut]
    pairs = (first + second for first, second in pairwise(runs) if first and second)
    return frozenset(word for word in (*runs, *pairs) if word and len(word) <= _LONGEST)


def _may_mean(places: list[_Place], word: str) -> bool:
    """Whether what begins there may be the word: nothing that is known is cut by it."""
    if len(places) < len(word) or places[0].is_inner or any(place.is_inner for place in places[len(word) :][:1]):
        return False
    wrong = [(place, char) for place, char in zip(places, word, strict=False) if place.char != char]
    return len(wrong) <= len(word) * 2 / 3 and all(p.is_loose and _sound(p.char) == _sound(char) for p, char in wrong)


@lru_cache(maxsize=20_000)
def _sound(char: str) -> str:
    """The usual reading of a character, without its tone; the character itself where it has none."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(char)[0]
