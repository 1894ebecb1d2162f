"""Statements as claims: which sentences of the whole abstract speak to them, whether they agree or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.making.lessons import Lesson
from assistant.scorer import Text
from assistant.stated import Case, read_statements, sentences_of

_MOST = 5  # of an abstract
_CONTRARY = ("direction", "negation")  # what the same sentences speak to, though they say the opposite


def read_claims(folder: Path) -> list[Lesson]:
    """A few claims about each abstract of a folder, each about other sentences; every other one is the opposite.

    Args:
        folder: Abstracts with true and false statements (`stated`).
    """
    about: dict[str, list[Case]] = {}
    for case in read_statements(folder):
        about.setdefault(case.about, []).append(case)
    return [lesson for path, cases in about.items() for lesson in _claims(Path(path), cases)]


def _claims(path: Path, cases: list[Case]) -> Iterator[Lesson]:
    title, sentences = sentences_of(path)
    text = Text(title, tuple(sentences), ("other",) * len(sentences))
    seen: set[tuple[str, ...]] = set()
    for case in cases:
        wanted = case.carried if len(seen) % 2 == 0 else case.kind in _CONTRARY
        if wanted and case.quotes not in seen and len(seen) < _MOST:
            seen.add(case.quotes)
            yield Lesson("written claim", case.text, text, tuple(sorted({sentences.index(q) for q in case.quotes})))
