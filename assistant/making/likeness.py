"""Which other texts of a set look most like the one that a question was asked of.

A question asked of a text that has nothing to do with it teaches little; asked of the next best one it teaches what an
answer is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.making.lessons import Lesson
from assistant.scorer import Text
from vectorstore.records import Language
from vectorstore.text import language_of

_MOST = 6
_ENGLISH = {"analyzer": "char_wb", "ngram_range": (2, 4)}  # parts of words, so that inflected forms meet
_CHINESE = {"analyzer": "char", "ngram_range": (1, 2)}


class Likeness:
    """The texts of some lessons, by set and language."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        groups: dict[tuple[str, Language], dict[Text, None]] = {}
        for lesson in lessons:
            groups.setdefault(_group(lesson), {})[lesson.text] = None
        self._groups = {group: _Indexed(list(texts), group[1]) for group, texts in groups.items()}

    def near(self, lesson: Lesson) -> list[Text]:
        """The texts of a lesson's set most like its question, best first, its own left out.

        Of a question in the other language, those most like its own text. They are in the language of its text: its
        translation, which would answer too, is in the other one.
        """
        group = _group(lesson)
        asked = lesson.question if language_of(lesson.question) == group[1] else _whole(lesson.text)
        return [text for text in self._groups[group].like(asked) if text.sentences != lesson.text.sentences][:_MOST]


class _Indexed:
    def __init__(self, texts: list[Text], language: Language) -> None:
        self._texts = texts
        shape: dict[str, Any] = _ENGLISH if language == "en" else _CHINESE
        self._vectors = TfidfVectorizer(max_features=60_000, sublinear_tf=True, **shape)
        self._matrix = self._vectors.fit_transform([_whole(text) for text in texts])

    def like(self, asked: str) -> list[Text]:
        likeness = (self._matrix @ self._vectors.transform([asked]).T).toarray().ravel()
        return [self._texts[at] for at in (-likeness).argsort(kind="stable")[: _MOST + 1]]


def _group(lesson: Lesson) -> tuple[str, Language]:
    return lesson.source.partition(" ")[0], language_of(lesson.text.sentences[0])


def _whole(text: Text) -> str:
    return " ".join([text.title, *text.sentences])
