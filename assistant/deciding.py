"""Whether a text answers: a logistic regression over its signs, with its coefficients in a file that can be read.

Fitted by `assistant.making.decision` on what the scorer has not seen; `data/reader/decision.toml` holds them.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from assistant.signs import Signs


@dataclass(frozen=True, slots=True)
class Decision:
    """How signs become a probability, and from where on a sentence is said."""

    same: dict[str, float]
    """Coefficients of the signs, and `intercept`, where question and text are in one language."""
    across: dict[str, float]
    """The same where they are not."""
    threshold: float
    """From this probability on a question counts as answered (why this one: `assistant/making/decision.py`)."""
    overlap: float
    """Weight of a sentence's word overlap beside its learned relevance, when sentences are ranked."""
    overlap_across: float
    """The same where question and text are not in one language."""
    second: float
    """Log-odds from which a further sentence may be said too."""
    near: float
    """How many log-odds below the best it may lie then."""

    def probability(self, signs: Signs, *, across: bool, prior: float = 0.0) -> float:
        """How likely the text answers, 0 to 1; `prior` are log-odds known beside the signs."""
        weights = self.across if across else self.same
        odds = prior + weights["intercept"] + sum(weights[name] * value for name, value in signs._asdict().items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@lru_cache(maxsize=1)
def decision() -> Decision:
    """The decision that ships, read once, when it is first needed."""
    data = tomllib.loads((files("assistant") / "data" / "reader" / "decision.toml").read_text(encoding="utf-8"))
    return Decision(**data)
