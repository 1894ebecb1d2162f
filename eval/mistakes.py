"""What went wrong in a run, sample by sample: failures, and everything that joint accuracy calls wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer, Citation
from eval.metrics import facts_met, joint_accuracy, stray_citations
from eval.runs import Asked, Run
from eval.samples import Sample
from eval.scoring import outcomes

Kind = Literal["failed", "not_refused", "refused", "incomplete", "misplaced"]
"""How a sample went wrong: no answer came; it was answered, or refused, and should not have been; facts are missing;
most citations lie outside the evidence."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One sample that went wrong."""

    asked: Asked
    """The sample with its answer, or with the error."""
    kind: Kind
    """What is wrong first of all."""

    @property
    def sureness(self) -> float:
        """How sure it was of what is wrong: of answering, or of refusing; 0 where it failed."""
        answer = self.asked.answer
        if answer is None:
            return 0.0
        return 1 - answer.confidence if self.kind == "refused" else answer.confidence

    @property
    def facts(self) -> list[tuple[str, bool]]:
        """Each fact that a right answer states, and whether this one does."""
        sample, answer = self.asked.sample, self.asked.answer
        alone = [sample.model_copy(update={"facts": (fact,)}) for fact in sample.facts]
        return [(one.facts[0], answer is not None and facts_met(one, answer) == 1) for one in alone]

    @property
    def quotes(self) -> list[tuple[Citation, bool]]:
        """Each citation of the answer, and whether it is evidence."""
        sample, answer = self.asked.sample, self.asked.answer
        if answer is None:
            return []
        alone = [answer.model_copy(update={"citations": (citation,)}) for citation in answer.citations]
        return [(one.citations[0], not stray_citations(sample, one)) for one in alone]


def mistakes(run: Run) -> list[Mistake]:
    """The samples of a run that failed, then those that are wrong, the surest first.

    What joint accuracy can't judge is left out, unless it failed.
    """
    wrong = [o.asked for o in outcomes(run) if o.answer is None or joint_accuracy(o) == (0, 1)]
    found = [Mistake(asked, _kind(asked.sample, asked.answer)) for asked in wrong]
    return sorted(found, key=lambda mistake: (mistake.kind != "failed", -mistake.sureness))


def _kind(sample: Sample, answer: Answer | None) -> Kind:
    if answer is None:
        return "failed"
    if not sample.answerable:
        return "not_refused"
    if answer.status == "refused":
        return "refused"
    return "incomplete" if facts_met(sample, answer) < len(sample.facts) else "misplaced"
