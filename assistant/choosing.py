"""Which sentences of an abstract answer a question about its subject, and when none does."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.deciding import Decision, decision
from assistant.finding import Finding
from assistant.focus import Term
from assistant.matching import Words
from assistant.question import Question
from assistant.reading import Gap
from assistant.scope import CARRIED, Scope
from assistant.scorer import Scores
from assistant.signs import DATE, denied_terms, signs
from assistant.structure import named_section
from assistant.weighing import Weighing
from vectorstore.records import Sentence

MISSING_SHARE = 0.3
"""Of the question's weight, the share that an answering abstract may leave unmentioned."""

COVERED = 0.5
"""Of the question's weight, the share that an answering sentence carries at least."""

_STRANGE = 0.6
"""Probability that is wanted where the text has no word of the question: it may be about something else altogether."""

_UNNAMED = 0.9
"""Probability that is wanted where everything asked about is missing and some of it is a name, or a section is asked
for: what is said of other things can't be known by its quote for an answer (of the lessons for the decision above the
usual one, 6 of 15 with a name were right, and 3 of 11 with a section, within a language)."""

_WORD_FOR_WORD, _VETO = 0.99, 0.05
"""Share of a yes-or-no question's weight that a sentence carries which says just what is asked ("Were mice harmed?"):
it answers, unless the network puts its probability below the second."""

_MOST = 3  # sentences that answer one question
_WHOLE = 0.8  # of the question's weight: a sentence that carries it needs no complement
_GAINED = 0.25  # of the weight: what a complement adds at least
_JOINED = re.compile(r"\band\b|,|[和与及、]", re.IGNORECASE)


def choose(question: Question, scope: Scope, scores: Scores) -> Finding:
    """The fewest sentences that answer a question, or why none does.

    Args:
        question: One question about the subject, with at least one focus term.
        scope: The sentences of one abstract in one language.
        scores: What the scorer makes of them.

    Returns:
        Sentences in order of the text, or a gap that names what is missing.
    """
    if not scope.prose:
        return Finding(gap=Gap("not_stated", _named(list(question.terms))), confidence=0.05)
    weighing, rule = Weighing(question, scope), decision()
    order = ranked(weighing, scores, rule)
    best = scope.prose[order[0]]
    unmet = gap_of(weighing, [best])
    found = signs(weighing, scores, best, unmet=unmet is not None)
    wanted = max(rule.threshold, _wanted(weighing, unmet))
    confidence = rule.probability(found, across=weighing.is_foreign, prior=scope.prior)
    if question.kind == "yes_no" and unmet is None and found.covered >= _WORD_FOR_WORD and confidence >= _VETO:
        confidence = max(confidence, wanted)
    said = [scope.prose[at] for at in sorted(chosen(weighing, scores, order, rule))]
    gap = None if confidence >= wanted else gap_of(weighing, said) or Gap("not_stated", _asked(weighing, best))
    return Finding(
        sentences=() if gap else tuple(words.sentence for words in said),
        gap=gap,
        confidence=round(confidence, 4),
        relevance=weighing.relevance,
        scores=_scores(weighing, scores, order, rule),
        answers=found.best + scope.prior,
    )


def _wanted(weighing: Weighing, unmet: Gap | None) -> float:
    """The least probability with which a text may answer that seems to be about something else."""
    firm = [term for term in weighing.terms if not term.is_soft]
    if firm and all(term in weighing.missing for term in firm):
        of_section = weighing.question.roles and not weighing.is_foreign
        if of_section or any(term.is_name for term in firm):
            return _UNNAMED
    return _STRANGE if unmet and unmet.reason == "off_topic" else 0.0


def ranked(weighing: Weighing, scores: Scores, rule: Decision) -> list[int]:
    """Places of the sentences, best first, by learned relevance and word overlap added up."""
    added = _added(weighing, scores, rule)
    return sorted(range(len(added)), key=lambda at: (-added[at], at))


def _added(weighing: Weighing, scores: Scores, rule: Decision) -> list[float]:
    weight = rule.overlap_across if weighing.is_foreign else rule.overlap
    return [learned + weight * own for learned, own in zip(scores.relevance, weighing.overlaps, strict=True)]


def _scores(weighing: Weighing, scores: Scores, order: list[int], rule: Decision) -> dict[Sentence, float]:
    """A score from 0 to 1 for each sentence, which keeps their order.

    The best one's is the probability that it answers, so that sentences of several texts can be compared.
    """
    added = _added(weighing, scores, rule)
    level = scores.answers[order[0]] - added[order[0]]
    return {weighing.scope.prose[at].sentence: 1 / (1 + math.exp(min(30.0, -(level + added[at])))) for at in order}


def chosen(weighing: Weighing, scores: Scores, order: list[int], rule: Decision) -> list[int]:
    """Places of the best sentence, and of those that the scorer finds about as good, or that hold what it lacks."""
    floor = max(rule.second, scores.answers[order[0]] - rule.near)
    good = [at for at in order[1:_MOST] if scores.answers[at] >= floor]
    return [order[0], *good] if good else _with_complement(weighing, order)


def _with_complement(weighing: Weighing, order: list[int]) -> list[int]:
    """The best sentence, and a second one where the question joins things that no single sentence holds."""
    prose = weighing.scope.prose
    best = prose[order[0]]
    alone = weighing.coverage(best)
    if alone < _WHOLE and _JOINED.search(weighing.question.text):
        for at in order[1:4]:
            if weighing.coverage(best, prose[at]) - alone >= _GAINED:
                return [order[0], at]
    return order[:1]


def gap_of(weighing: Weighing, chosen: list[Words]) -> Gap | None:
    """Why the chosen sentences don't answer; None when they do."""
    question = weighing.question
    missing = weighing.missing
    denied = denied_terms(weighing)
    if denied and question.kind != "yes_no":
        return Gap("false_premise", tuple(term.surface for term in denied))
    if _is_foreign(missing, weighing):
        return Gap("off_topic", _named(missing))
    if any(term.decides for term in missing) or weighing.share(missing) > MISSING_SHARE:
        return Gap("not_stated", _named(missing))
    return _unmet(weighing, chosen)


def _is_foreign(missing: Sequence[Term], weighing: Weighing) -> bool:
    """Whether nothing that the question is about occurs, and none of it is what studies usually report."""
    question = weighing.question
    firm = [term for term in weighing.terms if not term.is_soft]
    known = any(term.concept for term in firm) or question.roles or question.fields
    named_only = all(term.is_name for term in firm)
    return not known and not named_only and all(term in missing for term in firm)


def _unmet(weighing: Weighing, chosen: list[Words]) -> Gap | None:
    """What the chosen sentences lack although the abstract mentions every word of the question."""
    question = weighing.question
    if question.wants_number and not any(words.has_number for words in chosen):
        return Gap("not_stated", (_quantity(weighing),))
    if question.kind == "date" and not any(DATE.search(words.text) for words in chosen):
        return Gap("not_stated", (question.text.strip(" ?？"),))
    absent = [t for t in weighing.terms if not any(weighing.carried(t, words) >= CARRIED for words in chosen)]
    apart = [t for t in absent if _is_direction(t) or ((t.is_name or t.member) and not weighing.scope.is_topic(t))]
    if apart or weighing.coverage(*chosen) < COVERED:
        return Gap("not_stated", _named(apart or _nowhere(absent, weighing)))
    return None


def _nowhere(absent: Sequence[Term], weighing: Weighing) -> Sequence[Term]:
    """Of what a sentence lacks, what the whole abstract lacks; all of it where that is nothing to name."""
    return [term for term in absent if term in weighing.missing and not term.is_soft] or absent


def _is_direction(term: Term) -> bool:
    return bool(term.concept and term.concept.asks == "direction" and not term.is_soft)


def _named(terms: Sequence[Term]) -> tuple[str, ...]:
    """The user's words for what is missing: nouns and names, or the soft words when there is nothing else."""
    firm = [term.surface for term in terms if not term.is_soft]
    return tuple(firm or [term.surface for term in terms])


def _asked(weighing: Weighing, best: Words) -> tuple[str, ...]:
    """What is asked for, where every word of the question occurs and still nothing answers."""
    held = {words.sentence.role for words in weighing.scope.prose}
    if weighing.question.roles and not held & set(weighing.question.roles):
        return (named_section(weighing.question),)
    asked = [term for term in weighing.question.terms if weighing.carried(term, best) < CARRIED]
    absent = _nowhere(asked, weighing)
    head = [weighing.head] if weighing.head else []
    return _named(absent or head) or (weighing.question.text.strip(" ?？"),)


def _quantity(weighing: Weighing) -> str:
    """What is to be counted, in the question's words."""
    asked = [term.surface for term in weighing.question.terms if term.concept and term.concept.asks == "number"]
    if asked:
        return asked[0]
    if weighing.head is None:
        return weighing.question.text.strip(" ?？")
    head = weighing.head.surface
    return f"{head}的数量" if weighing.question.language == "zh" else f"number of {head}"
