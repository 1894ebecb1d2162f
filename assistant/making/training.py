"""The network of the sentence scorer, and how it is trained."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TypeVar

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from assistant.making.lessons import Lesson
from assistant.making.likeness import Likeness
from assistant.making.statements import Case
from assistant.scorer import Encoded, Text, batch, encode


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the training."""

    steps: int
    """Of up to 3,000 tokens."""
    rate: float
    """Highest learning rate of the encoder; it falls to nearly nothing."""
    head_rate: float
    """The same of the heads."""
    frozen: int
    """Layers from below that stay as they are."""
    stated: bool = False
    """Whether every third batch is of statements."""


STAGES = (
    Stage(2500, 5e-5, 3e-4, 0),
    Stage(1100, 4e-5, 2e-4, 4),
    Stage(3300, 5e-5, 2e-4, 4),
    Stage(1700, 4e-5, 2e-4, 4, stated=True),
)
"""The whole of it: three hours on two cores."""

SEED = 20140101
"""Of the heads' first weights, and of how lessons are varied and ordered."""

_TOKENS = 3000  # of a batch, padding included
_WARM = 0.05  # share of the steps in which the rate rises
_TWICE = ("pubmedqa",)  # small sets that count double


class Network(nn.Module):  # type: ignore[misc]  # torch is installed only where the scorer is trained
    """An encoder, and three heads: for each sentence, for the text, and for a statement with what it cites."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.sentence = nn.Sequential(nn.Linear(4 * size, size), nn.GELU(), nn.Linear(size, 2))
        self.text = nn.Sequential(nn.Linear(3 * size, size), nn.GELU(), nn.Linear(size, 1))
        self.carried = nn.Sequential(nn.Linear(4 * size, size), nn.GELU(), nn.Linear(size, 1))

    def forward(self, ids: Tensor, mask: Tensor, pool: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores (texts, sentences, 2) of relevance and of answering, one of each text, and one of what it carries.

        The last is for a statement in the question's place over the sentences that it cites: one wrong word makes it
        false, so the strongest sign among its words counts beside their mean.
        """
        hidden = self.encoder(ids, attention_mask=mask).last_hidden_state.float()
        means = torch.matmul(pool, hidden)
        question, sentences = means[:, :1], means[:, 1:]
        asked = question.expand_as(sentences)
        pairs = torch.cat([sentences, asked, sentences * asked, (sentences - asked).abs()], dim=-1)
        scores = self.sentence(pairs)
        there = pool[:, 1:].sum(-1) > 0
        share = torch.softmax(scores[..., 0].masked_fill(~there, -1e4), dim=-1)
        best = torch.matmul(share.unsqueeze(1), sentences).squeeze(1)
        told = self.text(torch.cat([hidden[:, 0], question.squeeze(1), best], dim=-1)).squeeze(-1)
        asked_tokens = (pool[:, :1] > 0).transpose(1, 2)
        strongest = hidden.masked_fill(~asked_tokens, -1e4).amax(1)
        signs = [hidden[:, 0], question.squeeze(1), strongest, question.squeeze(1) * best]
        return scores, told, self.carried(torch.cat(signs, dim=-1)).squeeze(-1)


@dataclass(frozen=True, slots=True)
class Example:
    """An encoded lesson with what is right."""

    encoded: Encoded
    right: tuple[float, ...]  # for each sentence 1 where it answers, 0 where not, -1 where either will do
    chosen: tuple[int, ...]  # sentences to choose; of an unanswerable question the tempting one
    answered: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """An encoded statement with what it cites."""

    encoded: Encoded
    carried: bool  # whether what it cites carries it


Batch = Callable[[Network], Tensor]
"""The loss of a batch."""

E = TypeVar("E", Example, Stated)


def varied(lesson: Lesson, likeness: Likeness, chance: random.Random) -> Lesson:
    """A lesson as it is, or made harder: of another text, a stretch of its own, without title, without sections."""
    published = lesson.source == "pubmedqa"
    draw, near = chance.random(), likeness.near(lesson) if lesson.answered else []
    if near and draw < (0.35 if published else 0.12):
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


def example(tokenizer: Tokenizer, lesson: Lesson) -> Example | None:
    """The first piece of a lesson's text that holds what is right; None where none does."""
    for piece in encode(tokenizer, lesson.question, lesson.text):
        inside = range(piece.first, piece.first + len(piece.spans) - 1)
        if lesson.answered and not all(at in inside for at in lesson.needed):
            continue
        right = [1.0 if at in lesson.needed else -1.0 if at in lesson.enough else 0.0 for at in inside]
        tempting = lesson.tempting if lesson.tempting in inside else None
        chosen = lesson.needed or (() if tempting is None else (tempting,))
        return Example(piece, tuple(right), tuple(at - piece.first for at in chosen), lesson.answered)
    return None


def loss(network: Network, examples: Sequence[Example]) -> Tensor:
    """Which sentence to choose, whether each answers, whether the text does: the sum of the three losses."""
    ids, mask, pool = (torch.from_numpy(part) for part in batch([e.encoded for e in examples]))
    with torch.autocast("cpu", torch.bfloat16):
        scores, told, _ = network(ids, mask, pool)
    scores, told = scores.float(), told.float()
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
    return (ranking * weight).mean() + (each * balance).sum() / balance.sum() * 3 + text


def statement_loss(network: Network, stated: Sequence[Stated]) -> Tensor:
    """Whether what is cited carries each statement."""
    ids, mask, pool = (torch.from_numpy(part) for part in batch([one.encoded for one in stated]))
    with torch.autocast("cpu", torch.bfloat16):
        *_, carried = network(ids, mask, pool)
    right = torch.tensor([float(one.carried) for one in stated])
    weight = torch.where(right > 0, 1.3, 1.0)
    return nn.functional.binary_cross_entropy_with_logits(carried.float(), right, weight=weight)


def train(
    network: Network,
    tokenizer: Tokenizer,
    lessons: Sequence[Lesson],
    statements: Callable[[random.Random], Sequence[Case]],
    stage: Stage,
    tell: Callable[[str], None],
) -> None:
    """Fit a network to lessons and statements: as many steps as are asked for, varied in another way each time."""
    chance = random.Random(SEED + stage.steps)  # noqa: S311 - no secret
    for parameter in network.encoder.encoder.layer[: stage.frozen].parameters():
        parameter.requires_grad_(requires_grad=False)
    heads = [*network.sentence.parameters(), *network.text.parameters(), *network.carried.parameters()]
    body = [p for p in network.encoder.parameters() if p.requires_grad]
    groups = [{"params": body, "lr": stage.rate}, {"params": heads, "lr": stage.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    steps = stage.steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: max(0.02, min((step + 1) / (_WARM * steps), 1 - step / steps))
    )
    batches: Iterator[Batch] = _reading(tokenizer, lessons, chance)
    if stage.stated:
        batches = _every_third(batches, _stating(tokenizer, statements, chance))
    network.train()
    started, mean = time.perf_counter(), 3.5
    for step, loss_of in enumerate(islice(batches, steps), start=1):
        value = loss_of(network)
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean = 0.98 * mean + 0.02 * value.item()
        if step % 50 == 0:
            tell(f"{step}/{steps} loss {mean:.3f} {time.perf_counter() - started:.0f} s")


def _every_third(often: Iterator[Batch], seldom: Iterator[Batch]) -> Iterator[Batch]:
    while True:
        yield from (next(often), next(often), next(seldom))


def _reading(tokenizer: Tokenizer, lessons: Sequence[Lesson], chance: random.Random) -> Iterator[Batch]:
    likeness = Likeness(lessons)
    often = [*lessons, *(lesson for lesson in lessons if lesson.source in _TWICE)]
    while True:
        made = [example(tokenizer, varied(lesson, likeness, chance)) for lesson in often]
        for group in _batches([e for e in made if e is not None], chance):
            yield partial(loss, examples=group)


def _stating(
    tokenizer: Tokenizer, statements: Callable[[random.Random], Sequence[Case]], chance: random.Random
) -> Iterator[Batch]:
    while True:
        made = [_stated(tokenizer, case) for case in statements(chance)]
        for group in _batches(made, chance):
            yield partial(statement_loss, stated=group)


def _stated(tokenizer: Tokenizer, case: Case) -> Stated:
    cited = Text("", case.quotes, ("other",) * len(case.quotes))
    return Stated(next(encode(tokenizer, case.text, cited)), case.carried)


def _batches(examples: list[E], chance: random.Random) -> list[list[E]]:
    """All examples, each with others of about the same length."""
    chance.shuffle(examples)
    groups: list[list[E]] = []
    for start in range(0, len(examples), 256):
        group: list[E] = []
        for e in sorted(examples[start : start + 256], key=lambda e: len(e.encoded.ids)):
            if group and (len(group) + 1) * len(e.encoded.ids) > _TOKENS:
                groups.append(group)
                group = []
            group.append(e)
        groups.append(group)
    chance.shuffle(groups)
    return groups
