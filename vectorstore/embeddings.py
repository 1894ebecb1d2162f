"""The embedding behind the index: a small built-in one, or any that LangChain can name."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import chain

import numpy as np
from langchain_core.embeddings import Embeddings

from vectorstore.errors import InputError
from vectorstore.terms import terms
from vectorstore.text import folded


@dataclass(frozen=True, slots=True)
class NamedEmbeddings:
    """An embedding together with what the index has to remember of it."""

    name: str
    """`builtin`, or `provider:model`."""
    version: str
    """Raised when the same name gives other vectors."""
    model: Embeddings
    """What computes the vectors."""


class HashedEmbeddings(Embeddings):
    """Hashed character n-grams and terms (Weinberger et al. 2009, "Feature hashing"): no model, the same bytes always.

    Words give their stem and their character 3- to 5-grams, Han text its characters and pairs; each is hashed (CRC-32)
    to one of `dimension` places with a sign, and the sum is scaled to unit length.
    """

    dimension = 1024

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of the texts, in order, `dimension` floats each; the zero vector for text without words."""
        return [self._embed(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of one text."""
        return self._embed(text)

    def _embed(self, text: str) -> list[float]:
        vector = np.zeros(self.dimension, dtype=np.float64)
        for feature in chain(terms(text), _ngrams(text)):
            code = zlib.crc32(feature.encode())
            vector[code % self.dimension] += 1.0 if code & 0x80000000 else -1.0
        norm = float(np.linalg.norm(vector))
        return [float(value) for value in (vector / norm if norm else vector)]


def _ngrams(text: str) -> list[str]:
    """Character 3- to 5-grams of each word, with its ends marked."""
    words = [f"<{word}>" for word in folded(text).split() if word.isascii()]
    return [word[i : i + n] for word in words for n in (3, 4, 5) for i in range(len(word) - n + 1)]


def open_embeddings(name: str) -> NamedEmbeddings:
    """The embedding of that name.

    Args:
        name: `builtin`, or `provider:model` as LangChain's `init_embeddings` takes it.

    Returns:
        The embedding, ready to use.

    Raises:
        InputError: The name is neither, or the provider's package is not installed.
    """
    if name == "builtin":
        return NamedEmbeddings(name, "hashed/1", HashedEmbeddings())
    if ":" not in name:
        raise InputError(
            f"Unknown embeddings {name!r}. Use 'builtin', or 'provider:model' such as 'openai:text-embedding-3-small'."
        )
    from langchain.embeddings import init_embeddings

    try:
        model = init_embeddings(name)
    except (ImportError, ValueError) as e:
        raise InputError(f"Embeddings {name!r} can't be loaded: {e}") from e
    if not isinstance(model, Embeddings):
        raise InputError(f"{name!r} is not an embedding model.")
    return NamedEmbeddings(name, "1", model)
