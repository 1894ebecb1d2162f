"""How the scorer gets to know the bundled abstract, which everybody asks about first, without unlearning the rest.

Lessons about it are read among others, of which the scorer keeps what it has made of them so far; then the weights
are put on the way from what they were to what they have become (Wortsman et al. 2022, robust fine-tuning).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import torch
from tokenizers import Tokenizer

from assistant.making.bundled import bundled_text
from assistant.making.fitting import Stage
from assistant.making.lessons import BUNDLED, Lesson
from assistant.making.network import Network
from assistant.making.training import SEED, drawn, judged, train_taught
from assistant.making.varying import varied
from vectorstore.text import language_of

STAGE = Stage(710, 6000, 7e-5, 2.8e-4, frozen=4)
"""How it reads them: half an hour on two cores."""

_OTHERS = 9000  # other lessons that are read
_TIMES = 4  # that a lesson about the bundled abstract is read, every second time made harder
_KEPT = 0.6  # share of its own earlier judgement in the loss of the other lessons
_STRANGE = 900  # questions about other things that are asked of the bundled abstract
_WAY = 0.7  # share of the way from the old weights to the new ones


def acquaint(network: Network, tokenizer: Tokenizer, lessons: Sequence[Lesson], tell: Callable[[str], None]) -> None:
    """Fit a trained network to the lessons about the bundled abstract, among others."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    others = next(drawn([lesson for lesson in lessons if lesson.source != BUNDLED], chance))
    others = chance.sample(others, min(_OTHERS, len(others)))
    about = [lesson for lesson in lessons if lesson.source == BUNDLED]
    read = [varied(lesson, None, chance) if time % 2 else lesson for time in range(_TIMES) for lesson in about]
    read += [_of_bundled(lesson) for lesson in others if lesson.source.startswith("written")][:_STRANGE]
    known = [*zip(others, judged(network, tokenizer, others), strict=True), *((lesson, None) for lesson in read)]
    before = {name: weight.clone() for name, weight in network.state_dict().items()}
    train_taught(network, tokenizer, known, STAGE, tell, share=_KEPT)
    with torch.no_grad():
        for name, weight in network.state_dict().items():
            if weight.is_floating_point():
                weight.lerp_(before[name], 1 - _WAY)


def _of_bundled(lesson: Lesson) -> Lesson:
    """A question about something else, asked of the bundled abstract."""
    return Lesson(BUNDLED, lesson.question, bundled_text(language_of(lesson.question)))
