"""Words of a text as retrieval and reading compare them: stems for Latin letters, characters and pairs for Han."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import Stemmer

from vectorstore.text import HAN, folded

_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")
_HAN_RUN = re.compile(f"{HAN.pattern}+")
_GREEK = str.maketrans(
    dict(
        zip(
            "αβγδεζηθικλνξοπρστυφχψω",  # not μ, which is in units: μg
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda nu xi omicron pi rho sigma tau upsilon "
            "phi chi psi omega".split(),
            strict=True,
        )
    )
)
_BEFORE_GREEK = re.compile(r"(?<=[A-Za-z0-9])(?=[α-ωΑ-Ω])")
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

    >>> stem("pathways"), stem("Led"), stem("IL-6"), stem("interleukin-6"), stem("TNF-α")
    ('pathway', 'lead', 'il-6', 'il-6', 'tnf-alpha')
    """
    word = re.sub(r"^interleukin-?(?=\d)", "il-", re.sub(r"['’]s?$", "", folded(word))).translate(_GREEK)
    if any(char.isdigit() for char in word):
        return word
    return str(_stemmer().stemWord(_IRREGULAR.get(word, word)))


def latin_words(text: str) -> list[str]:
    """Words and names in Latin (or Greek) letters and numbers, as printed, in order; hyphenated ones whole.

    >>> latin_words("mTOR、GSK3或eEF2, p<0.05 in neuro-inflammation")
    ['mTOR', 'GSK3', 'eEF2', 'p', '0.05', 'in', 'neuro-inflammation']
    """
    return _WORD.findall(text if text.isascii() else HAN.sub(" ", text))


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
    """What BM25 counts in a text: stems of Latin words, single Han characters, and pairs of neighbouring ones.

    A hyphenated word counts by its parts, and joined, so that either spelling finds it; a name with a number (IL-6,
    5-HT2A) also as it stands.

    >>> terms("GSK3通路"), terms("IL-6, neuro-inflammation")
    (['gsk3', '通', '路', '通路'], ['il', '6', 'il6', 'il-6', 'neuro', 'inflamm', 'neuroinflamm'])
    """
    return [term for word in latin_words(text) for term in _word_terms(word, joined=True)] + _han_terms(text)


def asked_terms(question: str) -> list[str]:
    """What BM25 looks for: as `terms`, but each once, and a hyphenated word by its parts alone.

    To look for every form of one word would make it weigh more than others (measured on PubMedQA, part fit).

    >>> asked_terms("Is neuro-inflammation inflammation?")
    ['is', 'neuro', 'inflamm']
    """
    latin = [term for word in latin_words(question) for term in _word_terms(word, joined=False)]
    return list(dict.fromkeys(latin + _han_terms(question)))


@lru_cache(maxsize=100_000)
def _word_terms(word: str, *, joined: bool) -> tuple[str, ...]:
    word = word if word.isascii() else _BEFORE_GREEK.sub("-", word)  # TNFα is TNF-α
    parts = [part for part in re.split(r"[-'’./]", word) if part]
    if len(parts) == 1 or word.replace(".", "").isdigit():
        return (stem(word),)
    named = any(char.isdigit() for char in word)
    return (
        *(stem(part) for part in parts),
        *([stem("".join(parts))] if joined or named else []),
        *([stem(word)] if named else []),
    )


def _han_terms(text: str) -> list[str]:
    runs = han_runs(text)
    return [char for run in runs for char in run] + [a + b for run in runs for a, b in pairwise(run)]


def han_runs(text: str) -> list[str]:
    """Unbroken stretches of Han characters, simplified, in order.

    >>> han_runs("mTOR信號通路, 可塑性")
    ['信号通路', '可塑性']
    """
    return [] if text.isascii() or not HAN.search(text) else _HAN_RUN.findall(folded(text))
