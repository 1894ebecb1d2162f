"""How far the texts of the lessons stand out for their questions, in a library of them all.

What the reader would not read for a question is left out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Protocol

from assistant.making.lessons import Lesson
from assistant.reader import READ
from assistant.scorer import Text
from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library
from vectorstore.records import Abstract, Section
from vectorstore.retrieval import HybridRetriever
from vectorstore.text import language_of


class Standing(Protocol):
    """How far a text stands out for a question (`Passage.standing`)."""

    def __call__(self, question: str, text: Text) -> float | None:
        """In standard deviations; None where it would not be read."""


@contextmanager
def standings(lessons: Iterable[Lesson]) -> Iterator[Standing]:
    """A temporary library of the texts of some lessons, to be asked."""
    texts = dict.fromkeys(lesson.text for lesson in lessons)
    made = {text: _record(f"text {number}", text) for number, text in enumerate(texts)}
    with tempfile.TemporaryDirectory() as home:
        library = Library(Path(home), open_embeddings("builtin"))
        for name in library.ids():
            library.remove(name)
        library.add_all(list(made.values()))
        library.catch_up()
        retriever = HybridRetriever(library=library)

        @cache
        def found(question: str) -> dict[str, float | None]:
            best: dict[str, float | None] = {}
            for passage in retriever.passages(question):
                best.setdefault(passage.chunk.abstract_id, passage.standing)
            return dict(islice(best.items(), READ))

        yield lambda question, text: found(question).get(made[text].id)
        library.close()


def _record(name: str, text: Text) -> Abstract:
    """A record of two sections, the title and what it tells."""
    told, head = " ".join(text.sentences), len(text.title)
    title = Section("title", language_of(text.title), 0, head)
    prose = Section("other", language_of(told), head + 2, head + 2 + len(told))
    return Abstract(name, f"{text.title}\n\n{told}", (title, prose) if head else (prose,))
