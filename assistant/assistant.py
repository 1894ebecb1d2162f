"""`Assistant`: the one object that the page, the evaluation and other programs see."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from types import TracebackType
from typing import Literal, Self

from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable

from assistant.answer import Answer, LibrarySummary, Statement
from assistant.chain import Given, Way, build_chain
from assistant.models import open_model
from assistant.reader import BuiltinReader
from assistant.reading import Reader
from assistant.settings import BUILTIN, Settings, settings_from
from assistant.suggesting import suggest
from assistant.talking import StoppedError
from assistant.writing import ModelReader
from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library
from vectorstore.records import Language, Passage
from vectorstore.retrieval import HybridRetriever

History = Sequence[tuple[str, str]] | Sequence[BaseMessage]
"""Earlier turns, oldest first: (question, answer text) pairs or LangChain messages."""

_WHOLE = 3
"""Abstracts that are read as a whole, the best ones: a sentence is judged by what stands around it."""


class Assistant:
    """Asks a library of abstracts. One may be shared by threads; use it as a context manager, or close it."""

    def __init__(self, settings: Settings, library: Library | None = None, key: str = "") -> None:
        self.settings = settings
        name = settings.model
        self._reader: Reader = BuiltinReader() if name == BUILTIN else ModelReader(open_model(name, key), name)
        self.library = library or Library(settings.home, open_embeddings(settings.embeddings))
        self.retriever = HybridRetriever(library=self.library, k=settings.passages, whole=_WHOLE)

    @classmethod
    def open(
        cls,
        *,
        home: str | os.PathLike[str] | None = None,
        model: str | None = None,
        embeddings: str | None = None,
    ) -> Self:
        """Open the library of a folder; a new one holds the bundled ketamine abstract.

        Args:
            home: The folder; else `ABSTRACT_ASSISTANT_HOME`, else the user's data folder.
            model: `builtin`, or `provider:model` as LangChain's `init_chat_model` takes it.
            embeddings: `builtin`, or `provider:model` as LangChain's `init_embeddings` takes it.

        Raises:
            InputError: The embeddings are not known.
            ModelError: The model can't be had: its name, its package or its key is missing.
            LibraryError: The library can't be opened.
        """
        return cls(settings_from(home, model=model, embeddings=embeddings))

    def using(self, *, model: str, passages: int, key: str = "") -> Assistant:
        """Another assistant over the same open library; closing either closes the library of both.

        Args:
            model: `builtin`, or `provider:model`.
            passages: Most passages that a question is answered from.
            key: The provider's key; else it is read from the environment.

        Raises:
            ModelError: The model can't be had: its name, its package or its key is missing.
        """
        return Assistant(replace(self.settings, model=model, passages=passages), self.library, key)

    def ask(
        self,
        question: str,
        history: History = (),
        abstracts: Sequence[str] | None = None,
        language: Literal["auto", "en", "zh"] = "auto",
    ) -> Answer:
        """Answer a question from the abstracts, or say why they don't answer it.

        Args:
            question: In English or Chinese.
            history: Earlier turns, for follow-up questions.
            abstracts: Ids of the abstracts that it is about; all by default.
            language: The language to answer in; that of the question by default.

        Returns:
            Statements with checked citations, or a refusal. A refusal is an answer, not an error.

        Raises:
            InputError: The question is empty or too long, or an abstract is not in the library.
            IndexUnusableError: The index was made by other embeddings.
        """
        return self.chain.invoke(
            {"question": question, "history": history, "abstracts": abstracts, "language": language}
        )

    def stream(
        self,
        question: str,
        history: History = (),
        abstracts: Sequence[str] | None = None,
        language: Literal["auto", "en", "zh"] = "auto",
        stop: threading.Event | None = None,
    ) -> Iterator[Statement | Answer]:
        """As `ask`, but each statement as it is verified, then the whole answer, which is what counts.

        Args:
            question: As for `ask`.
            history: As for `ask`.
            abstracts: As for `ask`.
            language: As for `ask`.
            stop: Ends the request to a model when set; then nothing more comes.
        """
        given = {"question": question, "history": history, "abstracts": abstracts, "language": language}
        try:
            yield from self._way.stream(given, stop)
        except StoppedError:
            return

    def suggest(
        self,
        language: Language = "en",
        abstracts: Sequence[str] | None = None,
        after: Answer | None = None,
        most: int = 6,
    ) -> list[str]:
        """Questions that the abstracts answer: to begin with, or to go on with after an answer.

        Args:
            language: The language of the questions.
            abstracts: Ids of the abstracts in scope; all by default.
            after: The answer to go on from.
            most: How many to give, at most.
        """
        return suggest(self, language, abstracts, after, most)

    def search(self, query: str, k: int = 5, abstracts: Sequence[str] | None = None) -> list[Passage]:
        """The k passages nearest to a query, best first; fewer when the library holds fewer."""
        return self.retriever.passages(query, k, abstracts)

    @cached_property
    def chain(self) -> Runnable[Given, Answer]:
        """The whole way from question to answer as a LangChain Runnable; `stream` yields one `Answer`."""
        way = self._way
        return build_chain(way.retriever, way.reader, describe=way.describe, embeddings=way.embeddings)

    @cached_property
    def _way(self) -> Way:
        return Way(self.retriever, self._reader, self._describe, self.settings.embeddings)

    def close(self) -> None:
        """Close the library's files."""
        self.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _describe(self, abstracts: Sequence[str] | None, passages: Sequence[Passage]) -> LibrarySummary:
        view = self.library.view()
        scope = [entry for name, entry in view.entries.items() if abstracts is None or name in abstracts]
        years = [entry.year for entry in scope if entry.year is not None]
        return LibrarySummary(
            abstracts=len(view.entries),
            searched=len(scope),
            newest_year=max(years, default=None),
            fingerprint=view.fingerprint,
        )
