"""The fit: word vectors and weights such that sums of them do what the teacher's vectors of whole texts do.

Two losses are added up. Texts get the direction which the teacher gives them (Chinese ones that of their English
side), and of the passages of a batch the question's own is told from the others (InfoNCE, van den Oord et al. 2018).
What words have in common is learned for all of them: two projections from the teacher's space, one for each
language. What a word has of its own stays small.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Tokens = Callable[[str], Sequence[int]]

_DIMENSION = 256
_BATCH = 192  # pairs of one kind
_TAUGHT = 384  # texts of one group
_TEMPERATURE = 0.05
_TEACHING = 4.0  # weight of the teacher's loss beside half of the other
_OWN = 3.0  # what keeps a word's own part small
_CHINESE = 6.0  # the same for Chinese words beside English ones: there are far fewer Chinese lessons
_RARE = 1e-3  # frequency at which a word's weight is halved (Arora et al. 2017, SIF)
_WARM = 30  # steps
_RATES = {"projection": 5e-4, "own": 7e-4, "weight": 2e-3}


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of the words before the fit."""

    vectors: Floats
    """In the teacher's space, a row a word."""
    frequency: Floats
    """Share of all words of the language."""
    english: int
    """The first Chinese row."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is learned from; a text is its tokens."""

    pairs: Mapping[str, Sequence[tuple[Sequence[int], Sequence[int]]]]
    """Texts that belong together, by kind."""
    taught: Sequence[tuple[Sequence[Sequence[int]], Floats, float]]
    """Groups of texts with the teacher's vectors of them, and how much the group counts."""


class Fit:
    """The parameters while they are learned.

    Args:
        start: The words.
        axes: Directions of the teacher's space that are kept, a column each; the first guess at both projections.
        steps: How long it will learn.
        seed: Of the order in which it sees the lessons.
    """

    def __init__(self, start: Start, axes: Floats, steps: int, seed: int) -> None:
        torch = self._torch = importlib.import_module("torch")
        self._random = np.random.default_rng(seed)
        self._steps, self._english = steps, start.english
        self._words = torch.tensor(start.vectors)
        self._log = torch.tensor(np.log(_RARE / (_RARE + start.frequency)).astype(np.float32))
        self._axes = torch.tensor(axes)
        self._english_axes = torch.nn.Parameter(torch.tensor(axes))
        self._chinese_axes = torch.nn.Parameter(torch.tensor(axes))
        self._own = torch.nn.Parameter(torch.zeros(len(start.vectors), axes.shape[1]))
        self._weight = torch.nn.Parameter(torch.zeros(len(start.vectors), 1))
        projections = [self._english_axes, self._chinese_axes]
        self._dense = torch.optim.Adam(projections, lr=_RATES["projection"])
        groups = [{"params": [self._own], "lr": _RATES["own"]}, {"params": [self._weight], "lr": _RATES["weight"]}]
        self._sparse = torch.optim.SparseAdam(groups)

    def learn(self, lessons: Lessons, tell: Callable[[str], None]) -> None:
        """All steps."""
        kinds = [kind for kind, pairs in lessons.pairs.items() if pairs]
        share = np.sqrt([len(lessons.pairs[kind]) for kind in kinds])
        for step in range(self._steps):
            rate = min(1.0, (step + 1) / _WARM) * max(0.02, 1 - step / self._steps)
            chosen = self._random.choice(kinds, min(2, len(kinds)), replace=False, p=share / share.sum()).tolist()
            loss = self._step(lessons, chosen, rate)
            if step % 100 == 99:
                tell(f"step {step + 1} of {self._steps}: loss {loss:.3f}")

    def words(self) -> Floats:
        """The vector of each word, times its weight."""
        with self._torch.no_grad():
            vectors, weights = self._of(self._torch.arange(len(self._words)))
            return np.asarray((vectors * weights).numpy(), dtype=np.float32)

    def _step(self, lessons: Lessons, kinds: Sequence[str], rate: float) -> float:
        pairs = [self._drawn(lessons.pairs[kind], _BATCH) for kind in kinds]
        groups = [self._random.integers(0, len(texts), _TAUGHT) for texts, _, _ in lessons.taught]
        texts = [side for drawn in pairs for at in (0, 1) for side in (pair[at] for pair in drawn)]
        for (group, _, _), rows in zip(lessons.taught, groups, strict=True):
            texts += [group[row] for row in rows]
        found, loss = self._embedded(texts)
        for at, drawn in enumerate(pairs):
            ends = found[2 * at * _BATCH : 2 * (at + 1) * _BATCH]
            loss = loss + self._told_apart(ends, drawn)
        left = found[2 * len(pairs) * _BATCH :]
        for at, ((_, wanted, share), rows) in enumerate(zip(lessons.taught, groups, strict=True)):
            loss = loss + share * self._taught(left[at * _TAUGHT : (at + 1) * _TAUGHT], wanted[rows])
        self._update(loss, rate)
        return float(loss.detach())

    def _drawn(self, pairs: Sequence[tuple[Sequence[int], Sequence[int]]], many: int) -> list[Any]:
        return [pairs[at] for at in self._random.integers(0, len(pairs), many)]

    def _of(self, words: Any) -> tuple[Any, Any]:  # noqa: ANN401  # torch is not installed where types are checked
        """Vectors and weights of words given in rising order."""
        torch, split = self._torch, int((words < self._english).sum())
        rows = self._words[words]
        shared = torch.cat((rows[:split] @ self._english_axes, rows[split:] @ self._chinese_axes))
        own = torch.nn.functional.embedding(words, self._own, sparse=True)
        weight = torch.nn.functional.embedding(words, self._weight, sparse=True)
        return shared + own, torch.exp(self._log[words][:, None] + weight)

    def _embedded(self, texts: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        """Unit vectors of texts, and the loss on what their words have of their own."""
        torch = self._torch
        words, places = torch.unique(torch.tensor(np.concatenate([*texts]).astype(np.int64)), return_inverse=True)
        starts = torch.tensor(np.cumsum([0, *map(len, texts)])[:-1])
        vectors, weights = self._of(words)
        sums = torch.nn.functional.embedding_bag(places, vectors * weights, starts, mode="sum")
        own = torch.nn.functional.embedding(words, self._own, sparse=True)
        weight = torch.nn.functional.embedding(words, self._weight, sparse=True)
        firm = torch.where(words < self._english, 1.0, _CHINESE)[:, None]
        kept_small = _OWN * (10 * (firm * own**2).sum(1).mean() + (firm * weight**2).mean())
        return torch.nn.functional.normalize(sums, dim=1), kept_small

    def _told_apart(self, ends: Any, drawn: list[Any]) -> Any:  # noqa: ANN401
        """Both ways; a text that occurs twice in the batch is not held against itself."""
        torch = self._torch
        alike = ends[:_BATCH] @ ends[_BATCH:].T / _TEMPERATURE
        same = np.zeros((_BATCH, _BATCH), dtype=np.bool_)
        for side in (0, 1):
            names = np.array([hash(bytes(np.asarray(pair[side], dtype=np.int32))) for pair in drawn])
            same |= names[:, None] == names[None, :]
        np.fill_diagonal(same, val=False)
        alike = alike.masked_fill(torch.tensor(same), -1e4)
        right = torch.arange(_BATCH)
        losses = (torch.nn.functional.cross_entropy(each, right) for each in (alike, alike.T))
        return sum(losses) / 4

    def _taught(self, found: Any, wanted: Floats) -> Any:  # noqa: ANN401
        goal = self._torch.nn.functional.normalize(self._torch.tensor(wanted) @ self._axes, dim=1)
        return _TEACHING * (1 - (found * goal).sum(1).mean())

    def _update(self, loss: Any, rate: float) -> None:  # noqa: ANN401
        for optimizer in (self._dense, self._sparse):
            optimizer.zero_grad()
        loss.backward()
        for group, name in zip((*self._dense.param_groups, *self._sparse.param_groups), _RATES, strict=True):
            group["lr"] = _RATES[name] * rate
        for optimizer in (self._dense, self._sparse):
            optimizer.step()


def principal_axes(vectors: Floats, dimension: int = _DIMENSION) -> Floats:
    """The directions along which centred vectors vary most, a column each."""
    _, _, rows = np.linalg.svd(vectors, full_matrices=False)
    return np.ascontiguousarray(rows[:dimension].T, dtype=np.float32)
