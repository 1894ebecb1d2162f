"""The sets in the layout of SQuAD: XQuAD, CMRC 2018 and SQuAD 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from eval.bench.building import single
from eval.bench.items import Item, Pool, Span, Table
from eval.bench.layouts import SquadAnswer, SquadFile, SquadQuestion, read_json
from vectorstore.errors import InputError
from vectorstore.records import Abstract, Language
from vectorstore.text import stored


@dataclass(frozen=True, slots=True)
class _Read:
    """A file of paragraphs with questions about them."""

    language: Language
    abstracts: tuple[Abstract, ...]
    asked: tuple[tuple[SquadQuestion, Abstract], ...]  # each question with its own paragraph


def xquad(folder: Path) -> list[Pool]:
    """XQuAD: the paragraphs of each language, asked for in both, and their answering sentences.

    Raises:
        InputError: A file has another layout, or the two are not parallel.
    """
    files = {language: _read(folder / f"xquad.{language}.json", language) for language in _LANGUAGES}
    names = [[(question.id, paragraph.id) for question, paragraph in read.asked] for read in files.values()]
    if names[0] != names[1]:
        raise InputError(
            f"{folder}: xquad.en.json and xquad.zh.json don't hold the same questions in the same order. Fetch both "
            "again, or name other sets with --only."
        )
    return [_both_ways(files[text], files["zh" if text == "en" else "en"]) for text in _LANGUAGES]


def cmrc2018(folder: Path) -> list[Pool]:
    """CMRC 2018: the answering sentence in Chinese.

    Raises:
        InputError: The file has another layout.
    """
    read = _read(folder / "questions.json", "zh")
    return [Pool(read.abstracts, (_sentence(read),))]


def squad2(folder: Path) -> list[Pool]:
    """SQuAD 2.0: which questions does their paragraph answer?

    Raises:
        InputError: The file has another layout.
    """
    read = _read(folder / "questions.json", "en")
    items = tuple(
        Item(question.id, question.question, paragraph.id, scope=(paragraph.id,), answered=not question.is_impossible)
        for question, paragraph in read.asked
    )
    return [Pool(read.abstracts, (Table("answerable", "en", items),))]


_FILE: TypeAdapter[SquadFile] = TypeAdapter(SquadFile)
_LANGUAGES: tuple[Language, Language] = ("en", "zh")


def _read(path: Path, language: Language) -> _Read:
    """A file, its paragraphs named by their places in it."""
    abstracts, asked = [], []
    for a, article in enumerate(read_json(path, _FILE).data):
        for p, paragraph in enumerate(article.paragraphs):
            made = single(f"{a}-{p}", paragraph.context, language)
            abstracts.append(made)
            asked += [(question, made) for question in paragraph.qas]
    return _Read(language, tuple(abstracts), tuple(asked))


def _both_ways(texts: _Read, other: _Read) -> Pool:
    """Paragraphs in one language, asked for in that and in the other."""
    tables = [
        Table(
            "retrieval",
            f"{read.language}-{texts.language}",
            tuple(Item(question.id, question.question, own.id, gold=(own.id,)) for question, own in read.asked),
        )
        for read in (texts, other)
    ]
    return Pool(texts.abstracts, (*tables, _sentence(texts)))


def _sentence(read: _Read) -> Table:
    items = (
        Item(question.id, question.question, paragraph.id, spans=tuple(_spans(question.answers, paragraph.text)))
        for question, paragraph in read.asked
    )
    return Table("sentence", read.language, tuple(items))


def _spans(answers: tuple[SquadAnswer, ...], text: str) -> Iterator[Span]:
    """Where a paragraph has its answers; where a place given is off, the first place that has the words."""
    for answer in answers:
        words = stored(answer.text).strip()
        start = answer.answer_start if text.startswith(words, answer.answer_start) else text.find(words)
        if words and start >= 0:
            yield start, start + len(words)
