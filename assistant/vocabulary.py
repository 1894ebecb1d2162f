"""What the built-in reader knows about words: which carry content, and which mean the same (`data/words.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

from vectorstore.terms import latin_words, stem
from vectorstore.text import folded

Phrase = tuple[str, ...]
"""Stems of an English expression, in order."""

_Form = TypeVar("_Form", Phrase, str)


@dataclass(frozen=True, slots=True)
class Concept:
    """Expressions that stand for the same thing."""

    name: str
    """Key in the file."""
    english: tuple[Phrase, ...]
    """Ways to say it in English."""
    chinese: tuple[str, ...]
    """Ways to say it in Chinese, folded, longest first."""
    kinds_english: tuple[Phrase, ...]
    """Members of the category, when it is one."""
    kinds_chinese: tuple[str, ...]
    """Members of the category in Chinese, folded."""
    asks: str | None
    """`number` when a question about it wants a quantity."""
    pattern: re.Pattern[str] | None
    """What states it without naming it, in folded text: "5 mg" is a dose."""
    opposite: str | None
    """Name of the concept that contradicts it."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that is known about words, ready for look-up."""

    generic: frozenset[str]
    """English stems and Chinese words that carry no content in a question."""
    soft: frozenset[str]
    """English stems and Chinese words of relations and degree."""
    documents: frozenset[str]
    """English stems and Chinese words for kinds of documents."""
    members: frozenset[str]
    """Single English stems and Chinese words that are members of a category: as telling as a name."""
    concepts: dict[str, Concept]
    """By name."""
    by_stem: dict[str, tuple[tuple[Phrase, Concept], ...]]
    """English expressions by their first stem, longest first."""
    by_character: dict[str, tuple[tuple[str, Concept], ...]]
    """Chinese expressions by their first character, longest first."""
    known: frozenset[str]
    """Every English word of the file, as written: none of them is misspelt."""
    asking: frozenset[str]
    """English words of questions as such, as written: what a misspelt word may have meant."""

    def english_at(self, stems: Sequence[str], start: int) -> tuple[int, Concept] | None:
        """The longest known expression that begins at a place: its length in words, and its concept."""
        for phrase, concept in self.by_stem.get(stems[start], ()):
            if tuple(stems[start : start + len(phrase)]) == phrase:
                return len(phrase), concept
        return None

    def chinese_at(self, text: str, start: int) -> tuple[int, Concept] | None:
        """The longest known expression that begins at a place: its length in characters, and its concept."""
        for form, concept in self.by_character.get(text[start], ()):
            if text.startswith(form, start):
                return len(form), concept
        return None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary, read once, when it is first needed."""
    source = (files("assistant") / "data" / "words.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    concepts = {name: _concept(name, entry) for name, entry in data["concept"].items()}
    english = [(phrase, concept) for concept in concepts.values() for phrase in concept.english]
    chinese = [(form, concept) for concept in concepts.values() for form in concept.chinese]
    return Vocabulary(
        generic=frozenset(_entries(data["generic"])),
        soft=frozenset(_entries(data["soft"])),
        documents=frozenset(_entries(data["document"])),
        members=frozenset(_members(concepts.values())),
        concepts=concepts,
        by_stem=_grouped(english),
        by_character=_grouped(chinese),
        known=frozenset(word for word in map(folded, latin_words(source)) if len(word) > 1),
        asking=frozenset(f"{data['generic']['en']} {data['cues']['en']} {data['soft']['en']}".split()),
    )


def _entries(lists: dict[str, str]) -> Iterator[str]:
    """English entries as stems, Chinese ones folded."""
    yield from (stem(word) for word in lists["en"].split())
    yield from (folded(word) for word in lists["zh"].split())


def _members(concepts: Iterable[Concept]) -> Iterator[str]:
    for concept in concepts:
        yield from (phrase[0] for phrase in concept.kinds_english if len(phrase) == 1)
        yield from concept.kinds_chinese


def _concept(name: str, entry: dict[str, str]) -> Concept:
    return Concept(
        name=name,
        english=_phrases(entry.get("en", "")),
        chinese=_forms(entry.get("zh", "")),
        kinds_english=_phrases(entry.get("kinds_en", "")),
        kinds_chinese=_forms(entry.get("kinds_zh", "")),
        asks=entry.get("asks"),
        pattern=re.compile(entry["pattern"]) if "pattern" in entry else None,
        opposite=entry.get("opposite"),
    )


def _phrases(listed: str) -> tuple[Phrase, ...]:
    return tuple(tuple(stem(word) for word in item.split()) for item in listed.split(",") if item.strip())


def _forms(listed: str) -> tuple[str, ...]:
    return tuple(sorted((folded(item.strip()) for item in listed.split(",") if item.strip()), key=len, reverse=True))


def _grouped(
    pairs: list[tuple[_Form, Concept]],
) -> dict[str, tuple[tuple[_Form, Concept], ...]]:
    """Expressions by their first word or character, the longest first; the earlier concept wins a tie."""
    groups: dict[str, list[tuple[_Form, Concept]]] = {}
    for form, concept in sorted(pairs, key=lambda pair: -len(pair[0])):
        groups.setdefault(form[0], []).append((form, concept))
    return {first: tuple(members) for first, members in groups.items()}
