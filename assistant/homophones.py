"""Chinese words of a question that were typed with wrong characters of the same sound (绿胺铜 for 氯胺酮)."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from assistant.focus import FUNCTION_TAGS
from assistant.vocabulary import vocabulary
from vectorstore.glosses import glosses
from vectorstore.text import HAN

_SHORT = 2  # characters of a word that says little about what was meant
_ELEMENT = re.compile("[\u6c14-\u6c33\u77f3-\u7905\u9149-\u91ca\u9485-\u9576]")  # radicals of elements and compounds


def heard_alike(question: str, text: str) -> str:
    """The question with such words replaced by the text's, where they sound the same, tones apart.

    At most two thirds of a word's characters are replaced, and only those that stand alone or in a word that neither
    the text nor the dictionary has: 有效 is not 幼小. Left alone are names of persons, one substance for another
    (氯化镓 is no 氯化钾), and a single word of two characters that is not a usual one of questions: 致痛 is not 止痛.
    But who types 拔智尺 and 气种 types by sound.

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
    meant: dict[int, str] = {}
    at = 0
    while at < len(question):
        found = (
            word for word in index.get(_sound(question[at]), ()) if _may_mean(places[at : at + len(word) + 1], word)
        )
        word = next(found, question[at])
        if word != question[at : at + len(word)]:
            meant[at] = word
        at += len(word)
    for at, word in meant.items():
        if len(meant) > 1 or len(word) > _SHORT or word in vocabulary().generic | vocabulary().soft:
            question = question[:at] + word + question[at + len(word) :]
    return question


def load_ahead() -> None:
    """Read how characters are read before a question needs it: 0.2 s."""
    _sound("的")


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
    words = _words(text) if any(place.is_loose for place in places) else frozenset()
    for length in {len(word) for word in words}:
        for start in range(len(question) - length + 1):
            if question[start : start + length] in words:
                said = range(start, start + length)
                places[start : start + length] = [places[at]._replace(is_loose=False) for at in said]
    return places


@lru_cache(maxsize=8)
def _words(text: str) -> frozenset[str]:
    """The text's words of two characters or more.

    Of those that the dictionary lacks, only what stands in the text twice: the segmenter makes words up.
    """
    import rjieba

    words = {word for word, tag in rjieba.tag(text) if len(word) > 1 and tag != "nr" and all(map(HAN.match, word))}
    return frozenset(word for word in words if glosses(word) or text.count(word) > 1)


def _may_mean(places: list[_Place], word: str) -> bool:
    """Whether what stands there, up to the next character, may be the word.

    Nothing that is known is cut by it or replaced, but where two characters or more of a longer word are wrong: the
    segmenter finds the pipe of copper in 绿胺铜管用吗.
    """
    wrong = [(place, char) for place, char in zip(places, word, strict=False) if place.char != char]
    if len(places) < len(word) or any(_sound(place.char) != _sound(char) for place, char in wrong):
        return False
    if len(word) > _SHORT and len(wrong) > 1:
        return len(wrong) <= len(word) * 2 / 3
    cuts = places[0].is_inner or any(place.is_inner for place in places[len(word) :])
    other_substance = all(_ELEMENT.match(char) for place, char in wrong for char in (place.char, char))
    return (
        not cuts and len(wrong) <= 1 and all(place.is_loose for place, _ in wrong) and not (wrong and other_substance)
    )


@lru_cache(maxsize=20_000)
def _sound(char: str) -> str:
    """The usual reading of a character, without its tone; the character itself where it has none."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(char)[0]
