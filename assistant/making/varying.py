"""Lessons made harder, another way each time: of other texts, of parts of a text, without title or sections."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from assistant.making.lessons import Lesson
from assistant.making.likeness import Likeness
from assistant.scorer import Text


def varied(lesson: Lesson, likeness: Likeness | None, chance: random.Random) -> Lesson:
    """A lesson as it is, or made harder: of another text, a stretch of its own, without title, without sections.

    Of another text only with a likeness, which knows one.
    """
    published = lesson.source == "pubmedqa"
    draw = chance.random()
    elsewhere = draw < (0.35 if published else 0.12)
    near = likeness.near(lesson) if elsewhere and likeness and lesson.answered else []
    if near:
        lesson = replace(lesson, text=chance.choice(near), needed=(), enough=(), tempting=None)
    elif published:
        lesson = _unmarked(lesson, chance) if chance.random() < 0.5 else lesson
    elif draw < 0.22 and lesson.answered and len(lesson.text.sentences) > 2:
        gone = {*lesson.needed, *lesson.enough}
        lesson = _kept(lesson, [at for at in range(len(lesson.text.sentences)) if at not in gone])
    elif draw < 0.4 and len(lesson.text.sentences) > 4:
        size = chance.randint(1, len(lesson.text.sentences) - 1)
        start = chance.randint(0, len(lesson.text.sentences) - size)
        lesson = _kept(lesson, range(start, start + size))
    text = lesson.text
    if not published and chance.random() < 0.3:
        text = _without_roles(text)
    if chance.random() < 0.3:
        text = replace(text, title="")
    return replace(lesson, text=text)


def _unmarked(lesson: Lesson, chance: random.Random) -> Lesson:
    """A lesson without marked sections, at times with its answer moved: a conclusion is not known by its place."""
    text = _without_roles(lesson.text)
    told = sorted({*lesson.needed, *lesson.enough})
    rest = [at for at in range(len(text.sentences)) if at not in told]
    place = chance.randint(0, len(rest)) if chance.random() < 0.4 else len(rest)
    order = [*rest[:place], *told, *rest[place:]]
    new = {at: number for number, at in enumerate(order)}
    return replace(
        lesson,
        text=replace(text, sentences=tuple(text.sentences[at] for at in order)),
        needed=tuple(new[at] for at in lesson.needed),
        enough=tuple(new[at] for at in lesson.enough),
    )


def _without_roles(text: Text) -> Text:
    return replace(text, roles=("other",) * len(text.roles))


def _kept(lesson: Lesson, places: Sequence[int] | range) -> Lesson:
    """A lesson of some of its text's sentences."""
    new = {at: number for number, at in enumerate(places)}
    if not new:
        return lesson
    whole = all(at in new for at in lesson.needed)
    either = tuple(new[at] for at in lesson.enough if at in new)
    needed = tuple(new[at] for at in lesson.needed) if whole else ()
    if not needed and either and lesson.needed:
        needed, either = either[:1], either[1:]
    text = lesson.text
    tempting = new.get(lesson.tempting) if lesson.tempting is not None else None
    partly = [new[at] for at in lesson.needed if at in new] if not needed else []
    return replace(
        lesson,
        text=Text(text.title, tuple(text.sentences[at] for at in new), tuple(text.roles[at] for at in new)),
        needed=needed,
        enough=(*either, *partly),
        tempting=tempting,
    )
