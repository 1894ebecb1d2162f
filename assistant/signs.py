"""What speaks for and against a text answering a question: the scorer's outputs beside plain facts about words."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from assistant.expected import meets
from assistant.focus import Term
from assistant.matching import Words, contradicts
from assistant.scope import CARRIED
from assistant.scorer import Scores
from assistant.weighing import Weighing

DATE = re.compile(r"\b(?:1[89]|20)\d\d\b|\d\s*(?:年|月)|\b(?:century|decade)\b|世纪|年代")
"""What states a time, in folded text."""

_LOWEST, _HIGHEST = -1.5, 4.5
"""What counts of how far an abstract stands out: where many are about one thing none does, so that it says little."""


class Signs(NamedTuple):
    """Numbers that the decision weighs; each 0 where nothing can be said."""

    told: float
    """Log-odds of the scorer that the text answers."""
    best: float
    """The highest log-odds of a sentence that it answers."""
    lead: float
    """How far the best sentence's relevance stands above the next one's, at most 5."""
    covered: float
    """Share of the question's weight that the best sentence carries."""
    missing: float
    """Share of the question's weight that the text carries nowhere."""
    decisive: float
    """1 where something decisive (a name, a known thing) is missing."""
    denied: float
    """1 where the text says the opposite of something in a question that takes it for granted."""
    no_number: float
    """1 where a quantity is asked for and the best sentence has none."""
    no_date: float
    """1 where a time is asked for and the best sentence has none."""
    no_type: float
    """1 where a type of answer (a drug, a share, a place) is expected and the best sentence has none."""
    no_head: float
    """1 where the best sentence does not carry the thing asked for ("which dose")."""
    claim: float
    """1 for a plain statement."""
    whether: float
    """1 for a yes-or-no question."""
    unmet: float
    """1 where the rules that name what is missing find something."""
    length: float
    """Logarithm of the number of sentences."""
    standing: float
    """How far the abstract stands out in its library, in standard deviations, -1.5 to 4.5.

    Within a language: scores of two languages don't compare.
    """
    alone: float
    """1 where too few abstracts are searched to say that; within a language."""


def signs(weighing: Weighing, scores: Scores, best: Words, *, unmet: bool) -> Signs:
    """What is known of a text that was scored, with its best sentence, and whether the rules miss something."""
    question, scope = weighing.question, weighing.scope
    missing = weighing.missing
    head = weighing.head
    return Signs(
        told=scores.answered,
        best=max(scores.answers),
        lead=_lead(scores.relevance),
        covered=weighing.coverage(best),
        missing=weighing.share(missing),
        decisive=float(any(term.decides for term in missing)),
        denied=float(question.kind != "yes_no" and bool(denied_terms(weighing))),
        no_number=float(question.wants_number and not best.has_number),
        no_date=float(question.kind == "date" and not DATE.search(best.sentence.text)),
        no_type=float(question.expects is not None and not meets(question.expects, best.sentence.text)),
        no_head=float(head is not None and not weighing.is_foreign and weighing.carried(head, best) < CARRIED),
        claim=float(question.form == "claim"),
        whether=float(question.form == "yes_no"),
        unmet=float(unmet),
        length=math.log(len(scope.prose)),
        standing=0.0 if weighing.is_foreign else max(_LOWEST, min(_HIGHEST, scope.standing or 0.0)),
        alone=float(not weighing.is_foreign and scope.standing is None),
    )


def denied_terms(weighing: Weighing) -> list[Term]:
    """Those of the missing terms whose opposite the text has."""
    return [term for term in weighing.missing if any(contradicts(term, words) for words in weighing.scope.prose)]


def _lead(relevance: tuple[float, ...]) -> float:
    ordered = sorted(relevance, reverse=True)
    return min(5.0, ordered[0] - ordered[1]) if len(ordered) > 1 else 5.0
