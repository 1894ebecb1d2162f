"""`Assistant`: the one object that the page, the evaluation and other programs see."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from types import TracebackType
from typing import Literal, Self

from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable

from assistant.answer import Answer, LibrarySummary, Statement
from assistant.chain import Given, build_chain
from assistant.settings import Settings, settings_from
from assistant.suggesting import suggest
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

    def __init__(self, settings: Settings, library: Library | None = None) -> None:
        self.settings = settings
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
            model: `builtin`.
            embeddings: `builtin`, or `provider:model` as LangChain's `init_embeddings` takes it.

        Raises:
            InputError: The model or the embeddings are not known.
            LibraryError: The library can't be opened.
        """
        return cls(settings_from(home, model=model, embeddings=embeddings))

    def using(self, *, model: str, passages: int) -> Assistant:
        """Another assistant over the same open library; closing either closes the library of both.

        Args:
            model: `builtin`.
            passages: Most passages that a question is answered from.

        Raises:
            InputError: The model is not known.
        """
        return Assistant(replace(self.settings, model=model, passages=passages), self.library)

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
    ) -> Iterator[Statement | Answer]:
        """As `ask`, but each statement as it is verified, then the whole answer."""
        answer = self.ask(question, history, abstracts, language)
        yield from answer.statements
        yield answer

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
        return build_chain(self.retriever, describe=self._describe, embeddings=self.settings.embeddings)

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
