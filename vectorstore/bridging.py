"""BM25 across languages: a question's words looked for as what a dictionary says they mean in the other language.

Each word counts once, by the best of its meanings in a document; so a word with many meanings weighs no more than one
with a single one. Weights and exponents were set on XQuAD and TICO-19, part fit, where they lie on a plateau: no single
change moved R@1 by more than 0.02.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vectorstore.glosses import LONGEST, Gloss, Rendering, chinese_words, content_stems, glosses, renderings
from vectorstore.postings import Column, Postings

SINGLE = 0.35
"""How much a Chinese word of one character counts: most of them are part of something longer, or of grammar."""

LONE = 0.5
"""How much a Chinese rendering of one character counts, which stands in many other words too."""

Scores = NDArray[np.float64]


def english_scores(question: str, postings: Postings) -> Scores:
    """How well English documents match a Chinese question."""
    total = np.zeros(postings.count)
    for word in dict.fromkeys(chinese_words(question)):
        found = _best_gloss(glosses(word), postings)
        total += found * (SINGLE if len(word) == 1 else 1.0)
    return total


def chinese_scores(question: str, postings: Postings) -> Scores:
    """How well Chinese documents match an English question; expressions of several words first."""
    stems = content_stems(question)
    total = np.zeros(postings.count)
    used = [False] * len(stems)
    for length in range(min(LONGEST, len(stems)), 0, -1):
        for start in range(len(stems) - length + 1):
            span = slice(start, start + length)
            found = None if any(used[span]) else _best_rendering(renderings(stems[span]), postings)
            if found is not None:
                total += found
                used[span] = [True] * length
    return total


def _best_gloss(meanings: list[Gloss], postings: Postings) -> Scores:
    best = np.zeros(postings.count)
    for stems, weight in meanings:
        np.maximum(best, postings.scores(dict.fromkeys(stems)) * (weight / len(stems) ** 0.5), out=best)
    return best


def _best_rendering(words: list[Rendering], postings: Postings) -> Scores | None:
    """The best rendering in each document; None when none occurs anywhere."""
    best = np.zeros(postings.count)
    for word, weight in words:
        places, weights = _word_column(word, postings)
        best[places] = np.maximum(best[places], weights * weight)
    return best if best.any() else None


def _word_column(word: str, postings: Postings) -> Column:
    """Where all neighbouring pairs of a Chinese word occur: as good as the word itself, which is not indexed."""
    if len(word) == 1:
        places, weights = postings.column(word)
        return places, weights * np.float32(LONE)
    pairs = [a + b for a, b in pairwise(word)]
    places, weights = postings.column(pairs[0])
    for pair in pairs[1:]:
        if not len(places):
            break
        others, other_weights = postings.column(pair)
        places, here, there = np.intersect1d(places, others, assume_unique=True, return_indices=True)
        weights = np.minimum(weights[here], other_weights[there])
    return places, weights * np.float32(len(pairs) ** 0.5)
