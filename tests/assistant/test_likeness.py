"""Which other texts a lesson is asked of, so that the reader learns to refuse what only looks like an answer."""

from __future__ import annotations

from assistant.making.lessons import Lesson
from assistant.making.likeness import Likeness
from assistant.scorer import Text


def text(*sentences: str) -> Text:
    return Text("", sentences, ("other",) * len(sentences))


TEA = text("Green tea lowered blood pressure in nurses.", "It was safe.")
COFFEE = text("Coffee raised blood pressure in nurses.", "It was safe.")
RICE = text("Rice yields fell in dry years.", "Rain was scarce.")
CHINESE = text("绿茶降低了护士的血压。", "它是安全的。")
QUESTION = "Did green tea lower blood pressure?"


def test_the_text_most_like_the_question_comes_first_and_its_own_never() -> None:
    lessons = [Lesson("tea", QUESTION, own, (0,)) for own in (TEA, COFFEE, RICE)]
    assert Likeness(lessons).near(lessons[0]) == [COFFEE, RICE]


def test_texts_of_another_set_or_language_are_not_looked_at() -> None:
    lesson = Lesson("tea", QUESTION, TEA, (0,))
    others = [Lesson("coffee", QUESTION, COFFEE, (0,)), Lesson("tea", "绿茶有效吗?", CHINESE, (0,))]
    assert Likeness([lesson, *others]).near(lesson) == []


def test_a_question_in_the_other_language_is_compared_by_its_own_text() -> None:
    lesson = Lesson("tea", "绿茶能降血压吗?", TEA, (0,))
    others = [Lesson("tea", QUESTION, RICE, (0,)), Lesson("tea", QUESTION, COFFEE, (0,))]
    assert Likeness([lesson, *others]).near(lesson)[0] == COFFEE
