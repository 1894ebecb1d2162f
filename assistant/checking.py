"""Does a statement say what its quotes say? Plain rules and the learned check, weighed together.

Local, and the same every time; no language model takes part.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from assistant import sides
from assistant.checker import Checker, default_checker
from vectorstore.text import HAN

Doubt = Literal["number", "name", "direction", "negation", "strength", "uncarried"]
"""What a statement says otherwise than its quotes, or without them."""


class Signs(NamedTuple):
    """What is weighed; each 0 where nothing speaks against a statement."""

    carried: float
    """Log-odds of the learned check that the quotes carry the statement, negated."""
    wrong: float
    """The highest log-odds of the learned check that a part of it is not carried."""
    number: float
    """1 where a number, a unit or a frequency is not in the quotes."""
    name: float
    """1 where a name or an abbreviation is neither in the quotes nor in the question."""
    direction: float
    """1 where it goes up for down, better for worse, or the other way."""
    negation: float
    """1 where one side says that something is not, and the other that it is."""
    strength: float
    """1 where it is more certain than the quotes, or tells an association as a cause."""
    uncovered: float
    """Share of its words of content that the quotes don't have, across the languages by the dictionary."""
    across: float
    """1 where it is in another language than the quotes."""


RULES: tuple[Doubt, ...] = ("number", "name", "direction", "negation", "strength")
"""The rules, the plainest first."""

DECISIVE: tuple[Doubt, ...] = ("number", "name")
"""The rules that withdraw a statement by themselves: what they see is seldom an error of theirs."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How signs become a probability (`data/reader/check.toml`, fitted by `assistant.making.check`)."""

    signs: dict[str, float]
    """Log-odds of being wrong that each sign adds, and `intercept`."""
    keep: float
    """Below this probability of being carried a statement is withdrawn."""
    sure: float
    """From this probability on it counts as supported, where no rule speaks against it; else it is shown as unsure."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks make of a statement."""

    probability: float
    """That its quotes carry it, 0 to 1."""
    doubts: tuple[Doubt, ...]
    """What rules say against it, the plainest first."""
    part: str
    """Its least carried words."""

    @property
    def withdrawn(self) -> bool:
        """Whether it must not be shown."""
        return self.probability < weights().keep or not {*self.doubts}.isdisjoint(DECISIVE)

    @property
    def supported(self) -> bool:
        """Whether it may be shown as supported."""
        return not self.withdrawn and not self.doubts and self.probability >= weights().sure

    @property
    def reason(self) -> Doubt:
        """Why it was withdrawn."""
        return self.doubts[0] if self.doubts else "uncarried"


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that ship, read once, when they are first needed."""
    data = tomllib.loads((files("assistant") / "data" / "reader" / "check.toml").read_text(encoding="utf-8"))
    return Weights(**data)


@lru_cache(maxsize=512)  # while an answer streams in, its statements are judged again and again
def judge(statement: str, quotes: tuple[str, ...], question: str = "") -> Verdict:
    """Judge a statement by the sentences that it cites.

    Args:
        statement: What is said, in either language.
        quotes: The sentences, in either language.
        question: A name in it is no invention of the statement's.
    """
    seen, part = signs(statement, quotes, question)
    known = weights().signs
    odds = known["intercept"] + sum(known[name] * value for name, value in seen._asdict().items())
    probability = 1 / (1 + math.exp(max(-30.0, min(30.0, odds))))
    return Verdict(round(probability, 4), tuple(name for name in RULES if getattr(seen, name)), part)


def signs(
    statement: str, quotes: Sequence[str], question: str = "", checker: Checker | None = None
) -> tuple[Signs, str]:
    """What speaks against a statement, and its least carried words; by the checker that ships where none is given."""
    said, held = sides.Side(statement), sides.Side("\n".join(quotes))
    learned = (checker or default_checker()).judge(statement, quotes)
    found = Signs(
        carried=-learned.carried,
        wrong=learned.wrong,
        number=float(sides.number(said, held)),
        name=float(sides.name(said, sides.Side(f"{held.text}\n{question}"))),
        direction=float(sides.direction(said, held)),
        negation=float(sides.negation(said, held)),
        strength=float(sides.strength(said, held)),
        uncovered=1 - sides.coverage(said, held),
        across=float(bool(HAN.search(statement)) != bool(HAN.search(held.text))),
    )
    return found, learned.part
