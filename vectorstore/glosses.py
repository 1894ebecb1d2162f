"""What Chinese words mean in English and the other way round, out of a dictionary compiled into two small tables.

The tables are made by `vectorstore.making.glosses` from CC-CEDICT and the glossaries of TICO-19
(see `data/glosses/card.md`). A line is looked at when its word is asked for; a table is read when a question needs it
(0.1 s).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from vectorstore.terms import han_runs, latin_words, stem

Gloss = tuple[tuple[str, ...], float]
"""Stems of an English expression in order, and how usual that meaning is (0 to 1)."""

Rendering = tuple[str, float]
"""A Chinese word, and how usual that meaning is (0 to 1)."""

LONGEST = 4
"""Stems of the longest English expression that is looked up as one."""

_LONGEST_WORD = 12  # characters
_EMPTY = frozenset(
    "a an the of to in on for by with at from as or and be is are was were it its sb sth one's oneself etc e.g i.e esp "
    "lit fig used into that this which who not no also usu variant see abbr old up out about cl".split()
)


def glosses(word: str) -> list[Gloss]:
    """The English meanings of a Chinese word, most usual first; none for a word that the dictionary lacks.

    >>> glosses("疫苗")
    [(('vaccin',), 1.0)]
    """
    entry = _table("zh-en").get(word, "")
    return [(tuple(stems.split(" ")), int(weight) / 100) for stems, weight in _pairs(entry)]


def renderings(stems: tuple[str, ...]) -> list[Rendering]:
    """The Chinese words for an English expression, most usual first; none for one that the dictionary lacks.

    >>> ("免疫系统", 1.0) in renderings(("immun", "system"))
    True
    """
    return [(word, int(weight) / 100) for word, weight in _pairs(_table("en-zh").get(" ".join(stems), ""))]


def load_ahead() -> None:
    """Read the tables and the segmenter before a question needs them."""
    import rjieba

    rjieba.cut("的")
    for name in ("zh-en", "en-zh"):
        _table(name)


def content_stems(text: str) -> tuple[str, ...]:
    """Stems of the English words of a text that carry meaning.

    >>> content_stems("Which of the pathways are implicated?")
    ('pathway', 'implic')
    """
    return tuple(stem(word) for word in latin_words(text) if word.lower() not in _EMPTY)


def chinese_words(text: str) -> list[str]:
    """The Chinese words of a text that the dictionary knows, in order.

    As jieba cuts it; where the dictionary lacks a word, the longest ones that it has within it.

    >>> chinese_words("细胞内信号通路的mTOR")
    ['细胞', '内', '信号', '通路', '的']
    """
    import rjieba

    return [known for run in han_runs(text) for word in rjieba.cut(run) for known in _known(word)]


def _known(word: str) -> Iterator[str]:
    """The word, or the longest words of the dictionary within it, from left to right."""
    table = _table("zh-en")
    at = 0
    while at < len(word):
        ends = range(min(len(word), at + _LONGEST_WORD), at, -1)
        end = next((end for end in ends if word[at:end] in table), None)
        if end is not None:
            yield word[at:end]
        at = end or at + 1


def _pairs(entry: str) -> Iterator[tuple[str, str]]:
    for part in entry.split("|") if entry else ():
        value, _, weight = part.rpartition(":")
        yield value, weight


@lru_cache(maxsize=2)
def _table(name: str) -> dict[str, str]:
    data = (files("vectorstore") / "data" / "glosses" / f"{name}.tsv.gz").read_bytes()
    lines = gzip.decompress(data).decode("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)
