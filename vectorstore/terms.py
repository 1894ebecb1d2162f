"""Words of a text as retrieval and reading compare them: stems for Latin letters, characters and pairs for Han."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import Stemmer

from vectorstore.text import HAN, folded

_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")
_HAN_RUN = re.compile(f"{HAN.pattern}+")
_IRREGULAR = {
    "led": "lead", "found": "find", "shown": "show", "wrote": "write", "written": "write", "gave": "give",
    "given": "give", "made": "make", "took": "take", "taken": "take", "mice": "mouse", "women": "woman",
    "men": "man", "children": "child", "hypotheses": "hypothesis", "analyses": "analysis", "diagnoses": "diagnosis",
    "bases": "basis", "data": "datum", "criteria": "criterion", "cortices": "cortex", "thought": "think",
    "known": "know", "rose": "rise", "fell": "fall", "fewer": "few", "worse": "bad", "better": "good",
}  # fmt: skip
"""Common words of abstracts whose forms no stemmer joins."""


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball (Porter 2) English stem of a word in Latin letters; names with digits stay whole.

    >>> stem("pathways"), stem("Led"), stem("IL-6"), stem("interleukin-6")
    ('pathway', 'lead', 'il-6', 'il-6')
    """
    word = re.sub(r"^interleukin-?(?=\d)", "il-", re.sub(r"['’]s?$", "", folded(word)))
    if any(char.isdigit() for char in word):
        return word
    return str(_stemmer().stemWord(_IRREGULAR.get(word, word)))


def latin_words(text: str) -> list[str]:
    """Words and names in Latin (or Greek) letters and numbers, as printed, in order; hyphenated ones whole.

    >>> latin_words("mTOR、GSK3或eEF2, p<0.05 in neuro-inflammation")
    ['mTOR', 'GSK3', 'eEF2', 'p', '0.05', 'in', 'neuro-inflammation']
    """
    return [match.group() for match in _WORD.finditer(HAN.sub(" ", text))]


def stems(text: str) -> list[str]:
    """Stems of the Latin words, in order; a hyphenated word gives itself, its joined form and its parts.

    >>> stems("Neuro-inflammation rises")
    ['neuro-inflamm', 'neuroinflamm', 'neuro', 'inflamm', 'rise']
    """
    found = []
    for word in latin_words(text):
        found.append(stem(word))
        parts = re.split(r"[-'’./]", word)
        if len(parts) > 1 and not word.replace(".", "").isdigit():
            found += [stem("".join(parts)), *(stem(part) for part in parts if len(part) > 1)]
    return found


def terms(text: str) -> list[str]:
    """What BM25 counts: stems of Latin words, single Han characters, and pairs of neighbouring ones.

    >>> terms("GSK3通路")
    ['gsk3', '通', '路', '通路']
    """
    runs = _HAN_RUN.findall(folded(text))
    singles = [char for run in runs for char in run]
    pairs = [first + second for run in runs for first, second in pairwise(run)]
    return stems(text) + singles + pairs
