"""True and false statements with the sentences that they cite, as files: the checks are measured with them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from vectorstore.text import language_of

_LINE = re.compile(r"(\+|- *(\w+)) *\| *(en|zh) *\| *([\d, ]+) *\| *(.+)")
_SENTENCE = re.compile(r"(\d+) (.+)")
_PART = re.compile(r"[\u3400-\u9fff]|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Case:
    """A statement and what it cites."""

    kind: str
    """`true`, or what was changed to make it false."""
    language: str
    """Of the statement."""
    text: str
    """What is stated."""
    quotes: tuple[str, ...]
    """The sentences that it cites."""
    source: str | None = None
    """What would be true in its place, where that is known."""
    about: str = ""
    """The file of the abstract that it is about; empty where it was made of a public text."""

    @property
    def carried(self) -> bool:
        """Whether the quotes carry it."""
        return self.kind == "true"

    @property
    def is_across(self) -> bool:
        """Whether it is in another language than what it cites."""
        return language_of(self.quotes[0]) != self.language

    @property
    def wrong(self) -> list[tuple[int, int]] | None:
        """Where its text is wrong: none of it where it is true; None where that is not known."""
        if self.carried:
            return []
        return None if self.source is None else differences(self.source, self.text)


def differences(true: str, false: str) -> list[tuple[int, int]]:
    """Stretches of a text that another has not; where something is missing, its neighbours.

    >>> differences("Tea did not help.", "Coffee did help.")
    [(0, 6), (7, 15)]
    """
    before = [found.group() for found in _PART.finditer(true)]
    after = list(_PART.finditer(false))
    matcher = difflib.SequenceMatcher(None, before, [found.group() for found in after], autojunk=False)
    found = []
    for name, _, _, start, end in matcher.get_opcodes():
        if name == "delete" and after:
            start, end = max(0, start - 1), min(len(after), start + 1)
        if name != "equal" and start < end:
            found.append((after[start].start(), after[end - 1].end()))
    return found


def read_statements(folder: Path) -> list[Case]:
    """The cases of all files of a folder, in order.

    Raises:
        ValueError: A line has another layout, or cites a sentence that isn't there.
    """
    return [case for path in sorted(folder.rglob("*.txt")) for case in _written(path)]


def sentences_of(path: Path) -> tuple[str, list[str]]:
    """The title of a file's abstract, and its sentences in order."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    title = next((line.removeprefix("title:").strip() for line in lines if line.startswith("title:")), "")
    return title, [found[2].strip() for line in lines if (found := _SENTENCE.fullmatch(line))]


def _written(path: Path) -> Iterator[Case]:
    held: dict[int, str] = {}
    true = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if found := _SENTENCE.fullmatch(line.strip()):
            held[int(found[1])] = found[2].strip()
        elif found := _LINE.fullmatch(line.strip()):
            cited = [int(part) for part in found[4].split(",")]
            if not all(at in held for at in cited):
                raise ValueError(f"{path.name}:{number}: there is no sentence {found[4]}.")
            case = Case(
                found[2] or "true", found[3], found[5].strip(), tuple(held[at] for at in cited), about=str(path)
            )
            true = case.text if case.carried else true
            yield case if case.carried or case.kind == "misplaced" else replace(case, source=true)
        elif line[:1] in "+-":
            raise ValueError(f"{path.name}:{number}: a statement needs mark, language, sentences and text.")
