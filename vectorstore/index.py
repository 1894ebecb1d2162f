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
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from vectorstore.chunks import CHUNKING
from vectorstore.embeddings import NamedEmbeddings
from vectorstore.errors import AssistantError, IndexUnusableError, unusable
from vectorstore.records import Chunk

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_BATCH = 4000  # chunks an upsert; few large ones are faster, and Chroma's own limit is above 5,000
_COLLECTION = "chunks"
_STATE = "vectors.json"
_PLACE = "chroma-"
_UNFINISHED = "unfinished"  # a file among Chroma's while they are written
_NOT_WRITABLE = ("disk is full", "no space left", "readonly", "read-only", "permission denied", "unable to open")


def import_chroma() -> None:
    """Import Chroma, which takes a second, ahead of its first use."""
    import chromadb  # noqa: F401


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
        self._client: Client | None = None
        self._collection: Collection | None = None
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

    def is_torn(self) -> bool:
        """Whether a writer was stopped in the middle of an update; ask it under the writer's lock.

        Chroma writes the graph of its vectors in place: stopped there, it leaves files that crash whoever reads them.
        """
        state = self.state()
        return state is not None and (self.folder / state.place / _UNFINISHED).exists()

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

        What a crash in the middle leaves is known by `is_torn`, and has to be deleted: the state is written last.

        Args:
            change: Number of the last change of the library that is held afterwards.
            changed: Ids of the abstracts that were put or removed.
            chunks: All chunks of those of them that are in the library.

        Raises:
            IndexUnusableError: The index is damaged.
            LibraryError: The disk is full, or the folder can't be written.
        """
        with self._explained():
            collection = self._open()
            unfinished = self.folder / self._place / _UNFINISHED
            unfinished.touch()
            if self._opened_at is not None and changed:
                collection.delete(where=_of(changed))
            for start in range(0, len(chunks), _BATCH):
                batch = chunks[start : start + _BATCH]
                # no texts: the library has them, and to keep them here too takes Chroma longer than the vectors do
                vectors = self._embeddings.model.embed_documents([chunk.text for chunk in batch])
                collection.upsert(
                    ids=[chunk.id for chunk in batch],
                    embeddings=np.asarray(vectors, dtype=np.float32),
                    metadatas=[{"abstract_id": chunk.abstract_id} for chunk in batch],
                )
            self._write_state(change)
            unfinished.unlink()

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
        where = None if abstracts is None else _of(abstracts)
        with self._explained():
            vector = np.asarray(self._embeddings.model.embed_query(query), dtype=np.float32)
            found = self._open().query(
                query_embeddings=vector[None, :], n_results=k, where=where, include=["distances"]
            )
            sampled = self._sampled(sample)
            spread = float((sampled @ vector).std()) if len(sampled) else 0.0
        distances = (found["distances"] or [[]])[0]
        return Near({name: 1.0 - distance for name, distance in zip(found["ids"][0], distances, strict=True)}, spread)

    def _sampled(self, sample: tuple[str, ...]) -> NDArray[np.float64]:
        """The unit vectors of the sample; kept until another is asked for."""
        if self._sample is None or self._sample[0] != sample:
            # fewer come back where another process has removed some since
            found = self._open().get(list(sample), include=["embeddings"])["embeddings"] if sample else None
            vectors = np.zeros((0, 1)) if found is None or not len(found) else np.asarray(found, dtype=np.float64)
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            self._sample = sample, np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return self._sample[1]

    def count(self) -> int:
        """Number of chunks that it holds.

        Raises:
            IndexUnusableError: The index is damaged.
        """
        with self._explained():
            return self._open().count()

    def delete(self) -> None:
        """Remove it from disk."""
        self.close()
        (self.folder / _STATE).unlink(missing_ok=True)
        self._clear_away()

    def close(self) -> None:
        """Let go of Chroma's files."""
        if self._client is not None:
            self._client.close()
        self._client = self._collection = self._opened_at = self._sample = None

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

    def _open(self) -> Collection:
        """The collection, opened again when another process has written since (its readers go on serving old data)."""
        state = self.state()
        if self._collection is not None and state != self._opened_at:
            self.close()
        if self._collection is None:
            self._place = state.place if state else f"{_PLACE}{os.getpid()}-{time.time_ns()}"
            self._collection, self._opened_at = self._connect(), state
        return self._collection

    def _connect(self) -> Collection:
        import chromadb
        from chromadb.config import Settings

        folder = self.folder / self._place
        folder.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        self._client = cast("Client", client)
        return client.get_or_create_collection(
            _COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
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


def _of(abstracts: Sequence[str]) -> Any:  # noqa: ANN401  # Chroma's type for it is wider than mypy can match
    """Chroma's way to say: only chunks of these abstracts."""
    return {"abstract_id": {"$in": list(abstracts)}}
