"""Two plain ways to find and judge, independent of our own retrieval so that they stay put when that changes."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from eval.bench.items import Span
from vectorstore.records import Abstract
from vectorstore.sentences import sentence_spans

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W{_HAN}]+")


def tokens(text: str) -> list[str]:
    """Stems of lower-cased words (Snowball English, no stop words); Han characters alone and in neighbouring pairs.

    >>> tokens("GSK3 pathways 通路")
    ['gsk3', 'pathway', '通', '路', '通路']
    """
    found: list[str] = []
    for match in _RUN.finditer(text.lower()):
        run = match.group()
        found += [*run, *map("".join, pairwise(run))] if match["han"] else [_stem(run)]
    return found


class Bm25:
    """BM25 in Lucene's variant, one document an abstract (Lù 2024, arXiv:2407.03618; k1 1.5, b 0.75)."""

    def __init__(self, abstracts: Sequence[Abstract]) -> None:
        self._ids = [abstract.id for abstract in abstracts]
        self._places = {name: at for at, name in enumerate(self._ids)}
        self._bm25 = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        self._bm25.index([tokens(abstract.text) for abstract in abstracts], show_progress=False)

    def rank(self, question: str) -> list[str]:
        """Ids of the abstracts that share a token with the question, best first; ties in the order given."""
        scores = self._scores(question)
        return [self._ids[at] for at in np.argsort(-scores, kind="stable") if scores[at] > 0]

    def top(self, question: str, scope: Sequence[str] | None = None) -> float:
        """The best score of an abstract in scope; 0 when the scope is empty."""
        scores = self._scores(question)
        within = scores if scope is None else scores[[self._places[name] for name in scope]]
        return float(within.max(initial=0.0))

    def _scores(self, question: str) -> NDArray[np.float64]:
        known = [token for token in tokens(question) if token in self._bm25.vocab_dict]
        if not known:
            return np.zeros(len(self._ids))
        return np.asarray(self._bm25.get_scores(known), dtype=np.float64)


class Overlap:
    """Share of the question's weight that one sentence of prose carries; rare words weigh more (idf over sentences)."""

    def __init__(self, abstracts: Sequence[Abstract]) -> None:
        self._sentences = {abstract.id: _sentences(abstract) for abstract in abstracts}
        every = [words for sentences in self._sentences.values() for _, words in sentences]
        counts = Counter(word for words in every for word in words)
        # the idf of Lucene's BM25, which is never negative
        self._idf = {word: math.log(1 + (len(every) - n + 0.5) / (n + 0.5)) for word, n in counts.items()}
        self._unknown = math.log(1 + (len(every) + 0.5) / 0.5)

    def rank(self, question: str, abstract_id: str) -> list[Span]:
        """The sentences of an abstract, best first; ties in the order of the text."""
        weights = self._weights(question)
        found = [(-_share(weights, words), span) for span, words in self._sentences[abstract_id]]
        return [span for _, span in sorted(found)]

    def top(self, question: str, scope: Sequence[str] | None = None) -> float:
        """The best share of a sentence in scope, 0 to 1; 0 when the scope is empty."""
        weights = self._weights(question)
        names = self._sentences if scope is None else scope
        shares = (_share(weights, words) for name in names for _, words in self._sentences[name])
        return max(shares, default=0.0)

    def _weights(self, question: str) -> dict[str, float]:
        """What share of the question each of its words carries."""
        weights = {word: self._idf.get(word, self._unknown) for word in dict.fromkeys(tokens(question))}
        total = sum(weights.values())
        return {word: weight / total for word, weight in weights.items()}


def _share(weights: dict[str, float], words: frozenset[str]) -> float:
    return sum(weight for word, weight in weights.items() if word in words)


def _sentences(abstract: Abstract) -> list[tuple[Span, frozenset[str]]]:
    """The sentences of the prose with their words; a title only repeats what the abstract is about."""
    spans = [
        (section.start + start, section.start + end)
        for section in abstract.sections
        if section.role not in ("title", "reference")
        for start, end in sentence_spans(abstract.text[section.start : section.end])
    ]
    return [(span, frozenset(tokens(abstract.text[slice(*span)]))) for span in spans]


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))
