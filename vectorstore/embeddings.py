"""The embedding behind the index: a small built-in one, or any that LangChain can name."""

from __future__ import annotations

from dataclasses import dataclass

from langchain_core.embeddings import Embeddings

from vectorstore.errors import InputError
from vectorstore.static import StaticEmbeddings


@dataclass(frozen=True, slots=True)
class NamedEmbeddings:
    """An embedding together with what the index has to remember of it."""

    name: str
    """`builtin`, or `provider:model`."""
    version: str
    """Raised when the same name gives other vectors."""
    model: Embeddings
    """What computes the vectors."""


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
        return NamedEmbeddings(name, "static/1", StaticEmbeddings())
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
