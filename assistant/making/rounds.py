"""What is read in a round: the lessons, varied in another way each time, some more often than others."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from assistant.making.bundled import bundled_text
from assistant.making.lessons import BUNDLED, Lesson
from assistant.making.likeness import Likeness
from assistant.making.varying import varied
from vectorstore.text import language_of

_TWICE = ("pubmedqa",)  # small sets that count double
_SHARE = {"squad2": 0.5, "xquad across": 0.7}  # of a set that is soon known by heart, what is read each time round
_STRANGE = 250
"""Questions about other things that are asked of the bundled abstract, which everybody asks about first."""


def rounds(lessons: Sequence[Lesson], chance: random.Random) -> Iterator[list[Lesson]]:
    """Rounds without end."""
    likeness = Likeness(lessons)
    about = [lesson for lesson in lessons if lesson.source == BUNDLED]
    others = [lesson for lesson in lessons if lesson.source != BUNDLED]
    often = [*others, *(lesson for lesson in others if lesson.source in _TWICE)]
    written = [lesson for lesson in others if lesson.source.startswith("written")]
    while True:
        read = [lesson for lesson in often if chance.random() < _SHARE.get(lesson.source, 1.0)]
        made = [varied(lesson, likeness, chance) for lesson in read]
        made += [varied(lesson, None, chance) for lesson in about]  # its translation would answer too
        if about:
            made += [_of_bundled(lesson) for lesson in chance.sample(written, min(_STRANGE, len(written)))]
        yield made


def _of_bundled(lesson: Lesson) -> Lesson:
    """A question about something else, asked of the bundled abstract."""
    return Lesson(BUNDLED, lesson.question, bundled_text(language_of(lesson.question)))
