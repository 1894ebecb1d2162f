"""The built-in embedding: one vector a word, English and Chinese in one space, added up; numpy and nothing else.

The files in `data/embedding` are made by `vectorstore.making.embedding`; its card says from what.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from vectorstore.text import HAN

ARTEFACT = Path(__file__).parent / "data" / "embedding"
"""Where the built-in embedding lies."""

_HAN = HAN.pattern[1:-1]
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")
_LONGEST_NAME = 60  # characters of a Latin word that are looked at; what is longer is a sequence or an address
_KNOWN = 50_000  # Latin words whose tokens are remembered


def bare(text: str) -> str:
    """The form in which words are looked up: case and width folded, without accents.

    >>> bare("Ménière, ＧＳＫ３β")
    'meniere, gsk3β'
    """
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(char for char in split if not unicodedata.combining(char)))


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """The words, of either language, that the built-in embedding knows whole: no misspelt ones are among them.

    >>> "maze" in known_words(), "patway" in known_words()
    (True, False)
    """
    words = (ARTEFACT / "words.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(word for word in words if not word.startswith("##"))


class Vocabulary:
    """Words and pieces of words, each with its place; pieces that go on a word begin with `##`.

    Latin words are looked up whole, else cut as WordPiece does (longest piece first; a word that can't be cut whole
    gives the pieces up to there). Chinese is cut into the longest words from the left; unknown characters are left out.
    """

    def __init__(self, words: list[str]) -> None:
        self._places = {word: place for place, word in enumerate(words)}
        self._longest = max((len(word) for word in words if not word.isascii()), default=1)  # Chinese ones, or Greek
        self._known: dict[str, list[int]] = {}

    def tokens(self, text: str) -> list[int]:
        """Places of the words of a text, in order.

        >>> Vocabulary(["ket", "##amine", "氯胺酮"]).tokens("Ketamine (氯胺酮)")
        [0, 1, 2]
        """
        found: list[int] = []
        for match in _RUN.finditer(bare(text)):
            found += self._chinese(match.group(), self._longest) if match["han"] else self._latin(match.group())
        return found

    def parts(self, word: str) -> list[int]:
        """Places of the shorter words that a Chinese word is made of."""
        return self._chinese(word, len(word) - 1)

    def _chinese(self, run: str, longest: int) -> list[int]:
        found, at = [], 0
        while at < len(run):
            for end in range(min(at + longest, len(run)), at, -1):
                place = self._places.get(run[at:end])
                if place is not None:
                    found.append(place)
                    break
            at = end
        return found

    def _latin(self, word: str) -> list[int]:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            known = self._known[word] = self._pieces(word[:_LONGEST_NAME])
        return known

    def _pieces(self, word: str) -> list[int]:
        found, at = [], 0
        while at < len(word):
            for end in range(len(word), at, -1):
                place = self._places.get(("##" if at else "") + word[at:end])
                if place is not None:
                    found.append(place)
                    break
            else:
                break
            at = end
        return found


@dataclass(frozen=True, slots=True)
class _Table:
    """What lies in the artefact's folder."""

    vocabulary: Vocabulary
    vectors: NDArray[np.uint8]  # memory-mapped; a row a word, two coordinates a byte
    scales: NDArray[np.float32]  # of each row: the size of one step, with the word's weight in it


class StaticEmbeddings(Embeddings):
    """The weighted sum of a text's word vectors, scaled to unit length (the idea of model2vec).

    The files are read on first use and the vectors memory-mapped. The same text always gives the same vector,
    whatever it is embedded along with.
    """

    def __init__(self, folder: Path = ARTEFACT) -> None:
        self._folder = folder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of the texts, in order; the zero vector for text without known words."""
        vectors: list[list[float]] = self.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of one text; the zero vector when it has no known word."""
        return self.embed_documents([text])[0]

    def embed(self, texts: list[str]) -> NDArray[np.float32]:
        """The same as `embed_documents` as one array, a row a text."""
        found = np.zeros((len(texts), 2 * self._table.vectors.shape[1]), dtype=np.float32)
        for row, text in zip(found, texts, strict=True):
            row[:] = self._sum(self._table.vocabulary.tokens(text))
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        found /= np.where(lengths > 0, lengths, 1.0)
        return found

    def _sum(self, tokens: list[int]) -> NDArray[np.float32]:
        """Steps run from -7 to 7 and are kept 8 higher, the first half of a vector in the high four bits."""
        places = np.array(tokens, dtype=np.intp)
        packed, scales = self._table.vectors[places], self._table.scales[places]
        steps = np.concatenate((packed >> 4, packed & 15), axis=1).astype(np.float32) - 8
        return np.asarray(scales @ steps, dtype=np.float32)

    @cached_property
    def _table(self) -> _Table:
        words = (self._folder / "words.txt").read_text(encoding="utf-8").splitlines()
        vectors = np.load(self._folder / "vectors.npy", mmap_mode="r")
        scales = np.load(self._folder / "scales.npy").astype(np.float32)
        return _Table(Vocabulary(words), vectors, scales)
