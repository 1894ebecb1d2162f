"""What was found for one question in one abstract: sentences that answer, or the reason why none does."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.reading import Gap
from vectorstore.records import Sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of looking for an answer."""

    sentences: tuple[Sentence, ...] = ()
    """Those that answer, in reading order; empty when there is a gap."""
    gap: Gap | None = None
    """Why nothing answers."""
    confidence: float = 0.0
    """How sure it is that the question is answered, 0 to 1."""
    relevance: float = 0.0
    """How much of the question the abstract is about, answered or not; compares the gaps of several abstracts."""
    answers: float = 2.0
    """Log-odds that the best sentence answers, by default those of a sure one; compares the answers of abstracts."""
    scores: dict[Sentence, float] = field(default_factory=dict)
    """Every sentence that was weighed, higher is better."""

    @property
    def nearest(self) -> Sentence | None:
        """The sentence with the highest score."""
        return max(self.scores, key=self.scores.__getitem__, default=None)
