"""The Chroma index over the chunks: derived from the library, made again whenever that is needed.

The only module that knows Chroma. A distance never leaves it: scores are cosine similarities, -1 to 1.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from vectorstore.chunks import CHUNKING
from vectorstore.embeddings import NamedEmbeddings
from vectorstore.errors import AssistantError, IndexUnusableError, unusable
from vectorstore.records import Chunk

if TYPE_CHECKING:
    from langchain_chroma import Chroma

_BATCH = 1000  # chunks an upsert; Chroma's own limit is above 5,000
_COLLECTION = "chunks"
_STATE = "vectors.json"
_PLACE = "chroma-"
_NOT_WRITABLE = ("disk is full", "no space left", "readonly", "read-only", "permission denied", "unable to open")


def import_chroma() -> None:
    """Import Chroma, which takes more than a second, ahead of its first use."""
    import langchain_chroma  # noqa: F401


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
    place: str
    """Name of the folder with Chroma's files; a new index gets a new one, so that nobody's open files are reused."""


@dataclass(frozen=True, slots=True)
class Near:
    """The chunks nearest to a question."""

    scores: Mapping[str, float]
    """Their cosine similarity, by id."""
    spread: float
    """Standard deviation of the similarity over a sample of all chunks; 0 when all are alike."""


class VectorIndex:
    """Vectors of chunks in an embedded Chroma collection under one folder."""

    def __init__(self, folder: Path, embeddings: NamedEmbeddings) -> None:
        self.folder = folder
        self._embeddings = embeddings
        self._chroma: Chroma | None = None
        self._opened_at: IndexState | None = None
        self._place = ""
        self._sample: tuple[tuple[str, ...], NDArray[np.float64]] | None = None

    def state(self) -> IndexState | None:
        """What is on disk now; None when there is no usable index."""
        try:
            state = IndexState(**json.loads((self.folder / _STATE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return state if (self.folder / state.place).is_dir() else None

    def check(self) -> IndexState | None:
        """The state on disk, if it fits this embedding and this chunking.

        Raises:
            IndexUnusableError: It was made by another; the message says how to rebuild.
        """
        state = self.state()
        wanted = self._signature()
        if state and (state.embedding, state.chunking) != wanted:
            raise IndexUnusableError(
                f"The index in {self.folder} was made with {state.embedding} and {state.chunking}, not with "
                f"{wanted[0]} and {wanted[1]}. Run 'abstract-assistant rebuild' to make it again, or name with "
                "--embeddings those it was made with."
            )
        return state

    def update(self, change: int, changed: Sequence[str], chunks: Sequence[Chunk]) -> None:
        """Replace the chunks of the abstracts in `changed` by `chunks`; call it under the writer's lock.

        Repeating it after a crash gives the same index: the state is written last.

        Args:
            change: Number of the last change of the library that is held afterwards.
            changed: Ids of the abstracts that were put or removed.
            chunks: All chunks of those of them that are in the library.

        Raises:
            IndexUnusableError: The index is damaged.
            LibraryError: The disk is full, or the folder can't be written.
        """
        with self._explained():
            chroma = self._open()
            if self._opened_at is not None and changed:
                chroma.delete(where={"abstract_id": {"$in": list(changed)}})
            for start in range(0, len(chunks), _BATCH):
                batch = chunks[start : start + _BATCH]
                chroma.add_texts(
                    [chunk.text for chunk in batch],
                    metadatas=[{"abstract_id": chunk.abstract_id, "role": chunk.role} for chunk in batch],
                    ids=[chunk.id for chunk in batch],
                )
            self._write_state(change)

    def near(self, query: str, k: int, abstracts: Sequence[str] | None = None, sample: tuple[str, ...] = ()) -> Near:
        """The k nearest chunks with their cosine similarity.

        Args:
            query: The question.
            k: How many.
            abstracts: Only chunks of these; None for all.
            sample: Ids of the chunks that show how much similarities differ.

        Raises:
            IndexUnusableError: The index is damaged.
        """
        where = {"abstract_id": {"$in": list(abstracts)}} if abstracts is not None else None
        with self._explained():
            vector = self._embeddings.model.embed_query(query)
            found = self._open().similarity_search_by_vector_with_relevance_scores(
                vector, k=k, filter=cast("dict[str, str] | None", where)
            )
            sampled = self._sampled(sample)
            spread = float((sampled @ np.asarray(vector)).std()) if len(sampled) else 0.0
        return Near({str(document.id): 1.0 - distance for document, distance in found}, spread)

    def _sampled(self, sample: tuple[str, ...]) -> NDArray[np.float64]:
        """The unit vectors of the sample; kept until another is asked for."""
        if self._sample is None or self._sample[0] != sample:
            # fewer come back where another process has removed some since
            found = self._open().get(list(sample), include=["embeddings"])["embeddings"] if sample else []
            vectors = np.array([*found], dtype=np.float64).reshape(len(found), -1 if len(found) else 1)
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            self._sample = sample, np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return self._sample[1]

    def count(self) -> int:
        """Number of chunks that it holds.

        Raises:
            IndexUnusableError: The index is damaged.
        """
        with self._explained():
            return int(self._open()._collection.count())

    def delete(self) -> None:
        """Remove it from disk."""
        self.close()
        (self.folder / _STATE).unlink(missing_ok=True)
        self._clear_away()

    def close(self) -> None:
        """Let go of Chroma's files."""
        if self._chroma is not None:
            self._chroma._client.close()
        self._chroma = self._opened_at = self._sample = None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Whatever Chroma says is told as what it means: a full disk, a folder without permission, or damage."""
        try:
            yield
        except AssistantError:
            raise
        except Exception as e:  # Chroma raises its own, SQLite's, Rust's and the system's errors; none is let go
            self.close()
            if any(sign in str(e).casefold() for sign in _NOT_WRITABLE):
                raise unusable(self.folder, e) from e
            raise IndexUnusableError(
                f"The index in {self.folder} is damaged: {e}. Run 'abstract-assistant rebuild' to make it again from "
                "the library; no abstract is lost."
            ) from e

    def _open(self) -> Chroma:
        """The collection, opened again when another process has written since (its readers go on serving old data)."""
        state = self.state()
        if self._chroma is not None and state != self._opened_at:
            self.close()
        if self._chroma is None:
            self._place = state.place if state else f"{_PLACE}{os.getpid()}-{time.time_ns()}"
            self._chroma, self._opened_at = self._connect(), state
        return self._chroma

    def _connect(self) -> Chroma:
        import chromadb
        from chromadb.config import Settings
        from langchain_chroma import Chroma

        folder = self.folder / self._place
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
        self._opened_at = IndexState(change, embedding, dimension, chunking, self._place)
        temporary = self.folder / f"{_STATE}.{os.getpid()}"
        temporary.write_text(json.dumps(asdict(self._opened_at)), encoding="utf-8")
        os.replace(temporary, self.folder / _STATE)
        self._clear_away(but=self._place)

    def _clear_away(self, but: str = "") -> None:
        """Remove what earlier indexes left; who still has their files open goes on until it looks again."""
        for left in self.folder.glob(f"{_PLACE}*"):
            if left.name != but:
                shutil.rmtree(left, ignore_errors=True)
