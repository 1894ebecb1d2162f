"""How the network of the sentence scorer is trained: stages, losses, batches, and what a teacher adds."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from assistant.making.fitting import Stage, device_of, fit
from assistant.making.lessons import Lesson
from assistant.making.network import Network
from assistant.making.rounds import rounds
from assistant.scorer import LONGEST, Cutter, Encoded, batch, encode

SEED = 20140101
"""Of the heads' first weights, and of how lessons are varied and ordered."""

_TAUGHT = 0.7
"""Share of the teacher's judgement in the loss of what it has judged; the rest is what is right."""

_AT_ONCE = 96  # texts that are judged at once

_EVENED = 2.0
"""What log-odds of relevance are divided by before they are compared with the teacher's."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the teacher makes of a lesson's text."""

    first: int
    """Place of the first sentence that it read."""
    scores: tuple[tuple[float, float], ...]
    """Relevance, and log-odds of answering, of this sentence and those after it."""
    told: float
    """Log-odds that the text answers."""


@dataclass(frozen=True, slots=True)
class Example:
    """An encoded lesson with what is right."""

    encoded: Encoded
    right: tuple[float, ...]  # for each sentence 1 where it answers, 0 where not, -1 where either will do
    chosen: tuple[int, ...]  # sentences to choose; of an unanswerable question the tempting one
    answered: bool
    judged: Judged | None = None  # of just the sentences that are read here


def encoded_with(tokenizer: Cutter, lesson: Lesson, longest: int = LONGEST) -> Encoded | None:
    """The first piece of a lesson's text that holds what is right; None where none does."""
    for piece in encode(tokenizer, lesson.question, lesson.text, longest):
        inside = range(piece.first, piece.first + len(piece.spans) - 1)
        if all(at in inside for at in lesson.needed):
            return piece
    return None


def example(tokenizer: Cutter, lesson: Lesson, longest: int = LONGEST) -> Example | None:
    """A lesson as a network reads it; None where what is right does not stand in one piece."""
    piece = encoded_with(tokenizer, lesson, longest)
    if piece is None:
        return None
    inside = range(piece.first, piece.first + len(piece.spans) - 1)
    right = [1.0 if at in lesson.needed else -1.0 if at in lesson.enough else 0.0 for at in inside]
    tempting = lesson.tempting if lesson.tempting in inside else None
    chosen = lesson.needed or (() if tempting is None else (tempting,))
    return Example(piece, tuple(right), tuple(at - piece.first for at in chosen), lesson.answered)


def _taught(e: Example, judged: Judged | None) -> Example:
    """An example with what the teacher makes of its sentences, where it read them all."""
    if judged is None:
        return e
    start = e.encoded.first - judged.first
    scores = judged.scores[max(0, start) : start + len(e.right)]
    return replace(e, judged=replace(judged, scores=scores)) if len(scores) == len(e.right) else e


def loss(network: Network, examples: Sequence[Example]) -> Tensor:
    """Which sentence to choose, whether each answers, whether the text does: the sum of the three losses.

    Of what has been judged, that judgement has a share in it.
    """
    place = device_of(network)
    ids, mask, pool = (torch.from_numpy(part).to(place) for part in batch([e.encoded for e in examples]))
    with torch.autocast(place.type, torch.bfloat16):
        scores, told = network(ids, mask, pool)
    scores, told, pool = scores.float().cpu(), told.float().cpu(), pool.cpu()
    right = torch.full(scores.shape[:2], -1.0)
    chosen = torch.zeros(scores.shape[:2])
    for row, e in enumerate(examples):
        right[row, : len(e.right)] = torch.tensor(e.right)
        for at in e.chosen:
            chosen[row, at] = 1 / len(e.chosen)
    there = pool[:, 1:].sum(-1) > 0
    # what would do as well as what is to be chosen takes no part in the choice
    open_to_choice = there & ((right != -1) | (chosen > 0))
    log_share = torch.log_softmax(scores[..., 0].masked_fill(~open_to_choice, -1e4), dim=-1)
    weight = torch.tensor([1.0 if e.answered else 0.3 for e in examples]) * (chosen.sum(-1) > 0)
    ranking = -(chosen * log_share).sum(-1)
    counted = right >= 0
    each = nn.functional.binary_cross_entropy_with_logits(scores[..., 1], right.clamp(min=0), reduction="none")
    balance = torch.where(right > 0, 2.0, 1.0) * counted
    whole = torch.tensor([float(e.answered) for e in examples])
    text = nn.functional.binary_cross_entropy_with_logits(told, whole)
    known = (ranking * weight).mean() + (each * balance).sum() / balance.sum() * 3 + text
    if not any(e.judged for e in examples):
        return known
    return (1 - _TAUGHT) * known + _TAUGHT * _as_the_teacher(scores, told, examples)


def _as_the_teacher(scores: Tensor, told: Tensor, examples: Sequence[Example]) -> Tensor:
    """The same three losses, of examples that a teacher has judged, with its judgement for what is right."""
    there = torch.zeros(scores.shape[:2], dtype=torch.bool)
    theirs = torch.zeros(scores.shape)
    text = torch.zeros(len(examples))
    for row, e in enumerate(examples):
        if e.judged is not None:
            there[row, : len(e.right)] = True
            theirs[row, : len(e.right)] = torch.tensor(e.judged.scores)
            text[row] = e.judged.told
    judged = there.any(-1)
    share = torch.softmax(theirs[..., 0].masked_fill(~there, -1e4) / _EVENED, dim=-1)
    log_share = torch.log_softmax(scores[..., 0].masked_fill(~there, -1e4) / _EVENED, dim=-1)
    weight = torch.where(text > 0, 1.0, 0.4) * judged
    ranking = (-(share * log_share).sum(-1) * weight).mean() * _EVENED
    likely = torch.sigmoid(theirs[..., 1])
    entropy = nn.functional.binary_cross_entropy_with_logits
    each = entropy(scores[..., 1], likely, reduction="none")
    balance = (1 + likely) * there
    return ranking + (each * balance).sum() / balance.sum() * 3 + entropy(told[judged], torch.sigmoid(text[judged]))


def train(
    network: Network,
    tokenizer: Tokenizer,
    lessons: Sequence[Lesson],
    stage: Stage,
    tell: Callable[[str], None],
) -> None:
    """Fit a network to lessons: as many steps as are asked for, varied in another way each time."""
    chance = random.Random(SEED + stage.steps)  # noqa: S311 - no secret
    made = ([example(tokenizer, lesson) for lesson in read] for read in rounds(lessons, chance))
    groups = (group for read in made for group in batches([e for e in read if e is not None], stage.tokens, chance))
    fit(network, stage, groups, loss, tell)


def train_taught(
    network: Network,
    tokenizer: Tokenizer,
    judged: Sequence[tuple[Lesson, Judged | None]],
    stage: Stage,
    tell: Callable[[str], None],
) -> None:
    """Fit a network to lessons and to what a teacher makes of them, the same again and again."""
    chance = random.Random(SEED + stage.steps)  # noqa: S311 - no secret
    made = [(example(tokenizer, lesson), told) for lesson, told in judged]
    read = [_taught(e, told) for e, told in made if e is not None]
    fit(network, stage, (group for _ in count() for group in batches(read, stage.tokens, chance)), loss, tell)


def batches(examples: list[Example], most: int, chance: random.Random) -> list[list[Example]]:
    """All examples, each with others of about the same length."""
    chance.shuffle(examples)
    groups: list[list[Example]] = []
    for start in range(0, len(examples), 256):
        group: list[Example] = []
        for e in sorted(examples[start : start + 256], key=lambda e: len(e.encoded.ids)):
            if group and (len(group) + 1) * len(e.encoded.ids) > most:
                groups.append(group)
                group = []
            group.append(e)
        groups.append(group)
    chance.shuffle(groups)
    return groups


def judged(
    network: Network, tokenizer: Cutter, lessons: Sequence[Lesson], longest: int = LONGEST
) -> list[Judged | None]:
    """What a network makes of each lesson's text; None of one that it can't read at once."""
    network.to("cuda" if torch.cuda.is_available() else "cpu").eval()
    told: list[Judged | None] = [None] * len(lessons)
    every = [(at, encoded_with(tokenizer, lesson, longest)) for at, lesson in enumerate(lessons)]
    read = sorted(((at, e) for at, e in every if e is not None), key=lambda pair: len(pair[1].ids))
    for start in range(0, len(read), _AT_ONCE):
        group = read[start : start + _AT_ONCE]
        for (at, _), judgement in zip(group, _judgements(network, [e for _, e in group]), strict=True):
            told[at] = judgement
    return told


@torch.no_grad()  # type: ignore[untyped-decorator]  # torch is installed only where the scorer is trained
def _judgements(network: Network, encoded: Sequence[Encoded]) -> list[Judged]:
    place = device_of(network)
    ids, mask, pool = (torch.from_numpy(part).to(place) for part in batch(encoded))
    with torch.autocast(place.type, torch.bfloat16):
        scores, told = network(ids, mask, pool)
    rows = [scores[row, : len(e.spans) - 1].float().tolist() for row, e in enumerate(encoded)]
    return [
        Judged(e.first, tuple((a, b) for a, b in row), t)
        for e, row, t in zip(encoded, rows, told.tolist(), strict=True)
    ]
