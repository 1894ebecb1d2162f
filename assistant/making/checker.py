"""The network of the learned check: how it is built, trained and measured.

It begins as the scorer; the vocabulary and the four lowest layers stay the scorer's, so that the files can share them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from assistant.making.fitting import Stage, device_of, fit
from assistant.making.statements import Family
from assistant.scorer import Encoded, Text, batch, encode
from assistant.stated import Case

SHARED = 4
"""Layers from below that are the scorer's."""

SEED = 20140105
"""Of the heads' first weights, and of how cases are drawn and ordered."""

_SORTED = 160  # families that are sorted by length together


class CheckNetwork(nn.Module):  # type: ignore[misc]  # torch is installed only where it is trained
    """An encoder, and two heads: whether what is cited carries a statement, and for each token that it does not."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.word = nn.Sequential(nn.Linear(2 * size, size), nn.GELU(), nn.Linear(size, 1))
        self.whole = nn.Sequential(nn.Linear(4 * size, size), nn.GELU(), nn.Linear(size, 1))

    def forward(self, ids: Tensor, mask: Tensor, pool: Tensor) -> tuple[Tensor, Tensor]:
        """Log-odds (statements) that they are carried, and (statements, tokens) that a token is not."""
        hidden = self.encoder(ids, attention_mask=mask).last_hidden_state.float()
        means = torch.matmul(pool, hidden)
        count = (pool[:, 1:].sum(-1) > 0).sum(1).clamp(min=1)[:, None]
        said, cited = means[:, 0], means[:, 1:].sum(1) / count
        words = self.word(torch.cat([hidden, hidden[:, :1].expand_as(hidden)], dim=-1)).squeeze(-1)
        strongest = hidden.masked_fill(~(pool[:, :1] > 0).transpose(1, 2), -1e4).amax(1)
        whole = self.whole(torch.cat([hidden[:, 0], said, strongest, said * cited], dim=-1)).squeeze(-1)
        return whole, words


@dataclass(frozen=True, slots=True)
class Example:
    """An encoded case with what is right."""

    encoded: Encoded
    carried: bool
    wrong: tuple[float, ...] | None  # for each token of the statement; None where it is not known


def example(tokenizer: Tokenizer, case: Case) -> Example:
    """A case as the network reads it."""
    encoded = next(encode(tokenizer, case.text, Text("", case.quotes, ("other",) * len(case.quotes))))
    start, end = encoded.spans[0]
    wrong = case.wrong
    if wrong is None:
        return Example(encoded, case.carried, None)
    offsets = tokenizer.encode(case.text, add_special_tokens=False).offsets[: end - start]
    marks = tuple(float(any(left < b and right > a for a, b in wrong)) for left, right in offsets)
    return Example(encoded, case.carried, marks)


def loss(network: CheckNetwork, families: Sequence[Sequence[Example]]) -> Tensor:
    """Whether each statement is carried, which of its tokens are not, and a true one's lead over its false ones."""
    examples = [one for family in families for one in family]
    place = device_of(network)
    ids, mask, pool = (torch.from_numpy(part).to(place) for part in batch([one.encoded for one in examples]))
    with torch.autocast(place.type, torch.bfloat16):
        whole, words = network(ids, mask, pool)
    whole, words = whole.float().cpu(), words.float().cpu()
    right = torch.tensor([float(one.carried) for one in examples])
    entropy = nn.functional.binary_cross_entropy_with_logits
    of_whole = entropy(whole, right, weight=torch.where(right > 0, 1.5, 1.0))
    marks = torch.full(words.shape, -1.0)
    for row, one in enumerate(examples):
        if one.wrong is not None:
            marks[row, 1 : 1 + len(one.wrong)] = torch.tensor(one.wrong)
    known = marks >= 0
    weight = torch.where(marks[known] > 0, 4.0, 1.0)
    of_words = entropy(words[known], marks[known], weight=weight)
    owner = torch.tensor([number for number, family in enumerate(families) for _ in family])
    pairs = (owner[:, None] == owner[None]) & (right[:, None] > 0) & (right[None] <= 0)
    above = nn.functional.softplus(1 - (whole[:, None] - whole[None]))[pairs]
    return of_whole + 1.5 * of_words + (above.mean() if len(above) else 0.0)


def train(
    network: CheckNetwork,
    tokenizer: Tokenizer,
    stretches: Iterable[tuple[Stage, Callable[[random.Random], Sequence[Family]]]],
    tell: Callable[[str], None],
) -> None:
    """Fit a network to families of cases, drawn anew each time round, each stretch with its own draw."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    for stage, draw in stretches:
        fit(network, stage, _batches(tokenizer, draw, stage.tokens, chance), loss, tell)


def _batches(
    tokenizer: Tokenizer, draw: Callable[[random.Random], Sequence[Family]], most: int, chance: random.Random
) -> Iterator[list[list[Example]]]:
    """All families, each whole and with others of about the same length."""
    while True:
        families = [[example(tokenizer, case) for case in family] for family in draw(chance)]
        chance.shuffle(families)
        groups = [g for at in range(0, len(families), _SORTED) for g in _grouped(families[at : at + _SORTED], most)]
        chance.shuffle(groups)
        yield from groups


def _grouped(families: Sequence[list[Example]], most: int) -> list[list[list[Example]]]:
    groups: list[list[list[Example]]] = [[]]
    count = 0
    for family in sorted(families, key=_length):
        if groups[-1] and (count + len(family)) * _length(family) > most:
            groups.append([])
            count = 0
        groups[-1].append(family)
        count += len(family)
    return groups


def _length(family: Sequence[Example]) -> int:
    return max(len(one.encoded.ids) for one in family)
