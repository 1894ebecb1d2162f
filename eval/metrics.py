"""Whether one answer is right, by the contract's rules (joint accuracy)."""

from __future__ import annotations

from assistant.answer import Answer
from eval.samples import Sample
from vectorstore.text import folded


def facts_met(sample: Sample, answer: Answer) -> bool:
    """Whether every fact occurs in the joined statements, case and width folded; true when there are none."""
    said = folded("\n".join(statement.text for statement in answer.statements))
    return all(any(folded(form) in said for form in fact.split("|")) for fact in sample.facts)


def stray_citations(sample: Sample, answer: Answer) -> int:
    """How many citations lie outside the evidence."""
    starts = tuple(folded(beginning) for beginning in sample.evidence)
    return sum(not folded(citation.quote).startswith(starts) for citation in answer.citations)


def is_right(sample: Sample, answer: Answer) -> bool:
    """Joint accuracy of one sample.

    An answerable one counts when it is not refused, every fact is met, and at most half of the citations lie outside
    the evidence; an unanswerable one when it is refused.
    """
    if not sample.answerable:
        return answer.status == "refused"
    grounded = stray_citations(sample, answer) <= len(answer.citations) / 2
    return answer.status != "refused" and facts_met(sample, answer) and grounded
