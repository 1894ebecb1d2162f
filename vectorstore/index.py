"""The Chroma index over the chunks: derived from the library, made again whenever that is needed.

The only module that knows Chroma. A distance never leaves it: scores are cosine similarities, -1 to 1.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from vectorstore.chunks import CHUNKING
from vectorstore.embeddings import NamedEmbeddings
from vectorstore.errors import IndexMismatchError
from vectorstore.records import Chunk

if TYPE_CHECKING:
    from langchain_chroma import Chroma

_BATCH = 1000  # chunks an upsert; Chroma's own limit is above 5,000
_COLLECTION = "chunks"


@dataclass(frozen=True, slots=True)
class IndexState:
    """What the index remembers beside its vectors."""

    change: int
    """Number of the last change of the library that it holds."""
    embedding: str
    """Name and version of the embedding."""
    dimension: int
    """Length of a vector."""
    chunking: str
    """How the chunks were cut."""


class VectorIndex:
    """Vectors of chunks in an embedded Chroma collection under one folder."""

    def __init__(self, folder: Path, embeddings: NamedEmbeddings) -> None:
        self._folder = folder
        self._embeddings = embeddings
        self._chroma: Chroma | None = None
        self._opened_at: IndexState | None = None

    def state(self) -> IndexState | None:
        """What is on disk now; None when there is no usable index."""
        try:
            return IndexState(**json.loads((self._folder / "state.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def check(self) -> IndexState | None:
        """The state on disk, if it fits this embedding and this chunking.

        Raises:
            IndexMismatchError: It was made by another; the message says how to rebuild.
        """
        state = self.state()
        wanted = self._signature()
        if state and (state.embedding, state.chunking) != wanted:
            raise IndexMismatchError(
                f"The index in {self._folder} was made with {state.embedding} and {state.chunking}, not with "
                f"{wanted[0]} and {wanted[1]}. Run 'abstract-assistant rebuild' to make it again, or name with "
                "--embeddings those it was made with."
            )
        return state

    def update(self, change: int, removed: Sequence[str], chunks: Sequence[Chunk]) -> None:
        """Drop every chunk of the abstracts in `removed`, then put `chunks`; call it under the writer's lock.

        Repeating it after a crash gives the same index: the state is written last.
        """
        chroma = self._open(fresh=True)
        for abstract_id in removed:
            held = chroma.get(where={"abstract_id": abstract_id}, include=[])["ids"]
            if held:
                chroma.delete(ids=held)
        for start in range(0, len(chunks), _BATCH):
            batch = chunks[start : start + _BATCH]
            chroma.add_texts(
                [chunk.text for chunk in batch],
                metadatas=[{"abstract_id": chunk.abstract_id, "role": chunk.role} for chunk in batch],
                ids=[chunk.id for chunk in batch],
            )
        self._write_state(change)

    def scores(self, query: str, k: int, abstracts: Sequence[str] | None = None) -> dict[str, float]:
        """Cosine similarity of the k nearest chunks by id; limited to some abstracts when they are named."""
        chroma = self._open()
        where = {"abstract_id": {"$in": list(abstracts)}} if abstracts is not None else None
        found = chroma.similarity_search_with_score(query, k=k, filter=cast("dict[str, str] | None", where))
        return {str(document.id): 1.0 - distance for document, distance in found}

    def delete(self) -> None:
        """Remove the whole index from disk."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of Chroma's files."""
        if self._chroma is not None:
            self._chroma._client.close()
        self._chroma = self._opened_at = None

    def _open(self, fresh: bool = False) -> Chroma:
        """The collection, opened again when another process has written since (its readers go on serving old data)."""
        state = self.state()
        if self._chroma is not None and (fresh or state != self._opened_at):
            self.close()
        if self._chroma is None:
            self._chroma, self._opened_at = self._connect(), state
        return self._chroma

    def _connect(self) -> Chroma:
        import chromadb
        from chromadb.config import Settings
        from langchain_chroma import Chroma

        folder = self._folder / "chroma"
        folder.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        return Chroma(
            collection_name=_COLLECTION,
            embedding_function=self._embeddings.model,
            client=client,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def _signature(self) -> tuple[str, str]:
        return f"{self._embeddings.name} ({self._embeddings.version})", CHUNKING

    def _write_state(self, change: int) -> None:
        dimension = len(self._embeddings.model.embed_query("dimension"))
        embedding, chunking = self._signature()
        self._opened_at = IndexState(change, embedding, dimension, chunking)
        temporary = self._folder / f"state.json.{os.getpid()}"
        temporary.write_text(json.dumps(asdict(self._opened_at)), encoding="utf-8")
        os.replace(temporary, self._folder / "state.json")
