"""What is right about one answer: each metric says for one sample how much of what there is was got right.

A metric is a pure function of a sample and what came of it. It gives a part and a whole, which are added up over the
samples (`eval.statistics.Ratio`), or None where it can't judge: that is counted, and never taken for wrong. A sample on
which the system failed has no answer; metrics that ask for a right answer take it for a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer, Citation
from eval.runs import Asked
from eval.samples import Sample
from vectorstore.text import folded

Share = tuple[float, float]
"""Part and whole; a whole of 0 adds nothing."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sample with what came of it, and the texts that its quotes have to stand in."""

    asked: Asked
    """The sample, and its answer or why there is none."""
    texts: Mapping[str, str]
    """Text of every quoted abstract, by id."""

    @property
    def sample(self) -> Sample:
        """The question, and what a right answer holds."""
        return self.asked.sample

    @property
    def answer(self) -> Answer | None:
        """The answer; None when the system failed."""
        return self.asked.answer

    @property
    def refused(self) -> bool:
        """Whether the whole question was refused."""
        return self.answer is not None and self.answer.status == "refused"


Judge = Callable[[Outcome], Share | None]
"""Judges one sample; None where it can't."""


def facts_met(sample: Sample, answer: Answer) -> int:
    """How many of the facts occur in the joined statements, case and width folded."""
    said = folded("\n".join(statement.text for statement in answer.statements))
    return sum(any(folded(form) in said for form in fact.split("|")) for fact in sample.facts)


def stray_citations(sample: Sample, answer: Answer) -> int:
    """How many citations lie outside the evidence."""
    return sum(not _is_evidence(citation, sample) for citation in answer.citations)


def is_right(sample: Sample, answer: Answer) -> bool:
    """Joint accuracy of one answer (DESIGN.md, "Question sets").

    An answerable one counts when it is not refused, every fact is met, and at most half of the citations lie outside
    the evidence; an unanswerable one when it is refused.
    """
    if not sample.answerable:
        return answer.status == "refused"
    grounded = stray_citations(sample, answer) <= len(answer.citations) / 2
    return answer.status != "refused" and facts_met(sample, answer) == len(sample.facts) and grounded


def joint_accuracy(outcome: Outcome) -> Share | None:
    """Answered with every fact and most citations in place, or rightly refused; a failure is not right."""
    sample, answer = outcome.sample, outcome.answer
    if sample.answerable and not sample.evidence:
        return None  # a question without its evidence, as feedback gives it
    return float(answer is not None and is_right(sample, answer)), 1


def fact_recall(outcome: Outcome) -> Share | None:
    """The share of a sample's facts that are stated."""
    sample, answer = outcome.sample, outcome.answer
    if not sample.facts:
        return None
    return (facts_met(sample, answer) / len(sample.facts) if answer else 0.0), 1


def all_facts(outcome: Outcome) -> Share | None:
    """Whether every fact is stated."""
    share = fact_recall(outcome)
    return share and (float(share[0] == 1), 1)


def citation_precision(outcome: Outcome) -> Share | None:
    """The share of an answer's citations that are evidence, of answerable questions that were answered."""
    sample, answer = outcome.sample, outcome.answer
    if not sample.evidence or answer is None or not answer.citations:
        return None
    return 1 - stray_citations(sample, answer) / len(answer.citations), 1


def citation_recall(outcome: Outcome) -> Share | None:
    """The share of the evidence that is cited, of answerable questions; a refusal cites nothing."""
    sample, answer = outcome.sample, outcome.answer
    if not sample.evidence:
        return None
    quotes = [folded(citation.quote) for citation in answer.citations] if answer else []
    found = sum(any(quote.startswith(folded(start)) for quote in quotes) for start in sample.evidence)
    return found / len(sample.evidence), 1


def refusal_precision(outcome: Outcome) -> Share | None:
    """Of the refusals, the share that had to be."""
    return float(outcome.refused and not outcome.sample.answerable), float(outcome.refused)


def refusal_recall(outcome: Outcome) -> Share | None:
    """Of the unanswerable questions, the share that was refused."""
    unanswerable = not outcome.sample.answerable
    return float(outcome.refused and unanswerable), float(unanswerable)


def refusal_f1(outcome: Outcome) -> Share | None:
    """The harmonic mean of both, 2TP / (2TP + FP + FN) (van Rijsbergen 1979)."""
    unanswerable = not outcome.sample.answerable
    both = 2.0 * (outcome.refused and unanswerable)
    return both, both + float(outcome.refused != unanswerable)


def over_refusal(outcome: Outcome) -> Share | None:
    """Of the answerable questions, the share that was refused; lower is better."""
    answerable = outcome.sample.answerable
    return float(outcome.refused and answerable), float(answerable)


def right_reason(outcome: Outcome) -> Share | None:
    """Of the refusals whose reason the set gives, the share with that reason."""
    wanted, answer = outcome.sample.reason, outcome.answer
    if wanted is None or answer is None or answer.refusal is None:
        return None
    return float(answer.refusal.reason == wanted), 1


def verbatim_rate(outcome: Outcome) -> Share | None:
    """Of the quotes, the share that occurs in its abstract, character for character."""
    return _of_citations(outcome, lambda c, text: c.quote in text)


def offsets_right(outcome: Outcome) -> Share | None:
    """Of the quotes, the share that stands at the very place that the citation names."""
    return _of_citations(outcome, lambda c, text: text[c.start : c.end] == c.quote)


def uncited_statements(outcome: Outcome) -> Share | None:
    """Of the statements, the share without a citation that exists; must be 0."""
    if outcome.answer is None or not outcome.answer.statements:
        return None
    numbers = {citation.number for citation in outcome.answer.citations}
    bare = sum(not numbers.intersection(statement.citations) for statement in outcome.answer.statements)
    return float(bare), len(outcome.answer.statements)


def withdrawn_statements(outcome: Outcome) -> Share | None:
    """Of what was to be said, the share that was withdrawn."""
    if outcome.answer is None:
        return None
    gone = len(outcome.answer.withdrawn)
    return float(gone), gone + len(outcome.answer.statements)


def numbers_grounded(outcome: Outcome) -> Share | None:
    """Of the numbers in the statements, the share that occurs in the quotes of its statement."""
    if outcome.answer is None:
        return None
    quotes = {citation.number: _numbers(citation.quote) for citation in outcome.answer.citations}
    part = whole = 0
    for statement in outcome.answer.statements:
        said = _numbers(statement.text)
        held = set().union(*(quotes.get(number, set()) for number in statement.citations))
        part, whole = part + len(said & held), whole + len(said)
    return float(part), whole


JUDGES: Mapping[str, Sequence[Judge]] = {
    "answer": (joint_accuracy, all_facts, fact_recall, citation_precision, citation_recall),
    "answerable": (refusal_precision, refusal_recall, refusal_f1, over_refusal, right_reason),
    "grounding": (verbatim_rate, offsets_right, uncited_statements, withdrawn_statements, numbers_grounded),
}
"""The metrics by task; a metric's name is its function's."""


def name_of(judge: Any) -> str:  # noqa: ANN401  # a function, which mypy knows no name of
    """The name of a metric."""
    return str(judge.__name__)


def _of_citations(outcome: Outcome, holds: Callable[[Citation, str], bool]) -> Share | None:
    """How many of an answer's citations hold in the text of their abstract, and how many there are."""
    if outcome.answer is None or not outcome.answer.citations:
        return None
    cited = outcome.answer.citations
    return float(sum(holds(c, outcome.texts.get(c.abstract_id, "")) for c in cited)), len(cited)


def _is_evidence(citation: Citation, sample: Sample) -> bool:
    return folded(citation.quote).startswith(tuple(folded(beginning) for beginning in sample.evidence))


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(folded(text)))
