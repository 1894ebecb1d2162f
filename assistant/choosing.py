"""Which sentences of an abstract answer a question about its subject, and when none does."""

from __future__ import annotations

import re

from assistant.finding import Finding
from assistant.focus import Term
from assistant.matching import Words, contradicts
from assistant.question import Question
from assistant.reading import Gap
from assistant.scope import CARRIED, Scope
from assistant.weighing import Weighing

MISSING_SHARE = 0.3
"""Of the question's weight, the share that an answering abstract may leave unmentioned."""

COVERED = 0.5
"""Of the question's weight, the share that an answering sentence carries at least."""

_DATE = re.compile(r"\b(?:1[89]|20)\d\d\b|\d\s*(?:年|月)|\b(?:century|decade)\b|世纪|年代")
_JOINED = re.compile(r"\band\b|,|[和与及、]", re.IGNORECASE)


def choose(question: Question, scope: Scope) -> Finding:
    """The fewest sentences that answer a question, or why none does.

    Args:
        question: One question about the subject, with at least one focus term.
        scope: The sentences of one abstract in one language.

    Returns:
        Sentences in order of the text, or a gap that names what is missing.
    """
    weighing = Weighing(question, scope)
    scores = {words.sentence: weighing.score(words) for words in scope.prose}
    if not scores:
        return Finding(gap=Gap("not_stated", tuple(term.surface for term in question.terms)), confidence=0.05)
    ranked = sorted(scope.prose, key=lambda words: (-scores[words.sentence], words.sentence.start))
    chosen = _with_complement(weighing, ranked)
    gap = _gap(weighing, chosen)
    covered = weighing.coverage(*chosen)
    confidence = min(0.45, covered / 2) if gap else max(0.5, min(0.98, covered))
    sentences = () if gap else tuple(sorted((w.sentence for w in chosen), key=lambda s: s.start))
    return Finding(sentences, gap, round(confidence, 4), weighing.relevance, scores)


def _with_complement(weighing: Weighing, ranked: list[Words]) -> list[Words]:
    """The best sentence, and a second one where the question joins things that no single sentence holds."""
    best = ranked[0]
    alone = weighing.coverage(best)
    for other in ranked[1:4]:
        gained = weighing.coverage(best, other) - alone
        if alone < 0.8 and gained >= 0.25 and _JOINED.search(weighing.question.text):
            return [best, other]
    return [best]


def _gap(weighing: Weighing, chosen: list[Words]) -> Gap | None:
    """Why the chosen sentences don't answer; None when they do."""
    question, scope = weighing.question, weighing.scope
    missing = [t for t in weighing.terms if max(scope.held(t), *(weighing.carried(t, w) for w in chosen)) < CARRIED]
    denied = [term for term in missing if any(contradicts(term, words) for words in scope.prose)]
    if denied and question.kind != "yes_no":
        return Gap("false_premise", tuple(term.surface for term in denied))
    if _is_foreign(missing, weighing):
        return Gap("off_topic", _named(missing))
    if any(term.decides for term in missing) or _share(missing, weighing.terms) > MISSING_SHARE:
        return Gap("not_stated", _named(missing))
    return _unmet(weighing, chosen)


def _is_foreign(missing: list[Term], weighing: Weighing) -> bool:
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
    if question.kind == "date" and not any(_DATE.search(words.text) for words in chosen):
        return Gap("not_stated", (question.text.strip(" ?？"),))
    absent = [t for t in weighing.terms if not any(weighing.carried(t, words) >= CARRIED for words in chosen)]
    apart = [t for t in absent if _is_direction(t) or ((t.is_name or t.member) and not weighing.scope.is_topic(t))]
    if apart or weighing.coverage(*chosen) < COVERED:
        return Gap("not_stated", _named(apart or absent))
    return None


def _is_direction(term: Term) -> bool:
    return bool(term.concept and term.concept.asks == "direction" and not term.is_soft)


def _share(missing: list[Term], terms: tuple[Term, ...]) -> float:
    total = sum(term.weight for term in terms)
    return sum(term.weight for term in missing) / total if total else 0.0


def _named(terms: list[Term]) -> tuple[str, ...]:
    """The user's words for what is missing: nouns and names, or the soft words when there is nothing else."""
    firm = [term.surface for term in terms if not term.is_soft]
    return tuple(firm or [term.surface for term in terms])


def _quantity(weighing: Weighing) -> str:
    """What is to be counted, in the question's words."""
    asked = [term.surface for term in weighing.question.terms if term.concept and term.concept.asks == "number"]
    if asked:
        return asked[0]
    head = weighing.head.surface if weighing.head else weighing.question.text.strip(" ?？")
    return f"{head}的数量" if weighing.question.language == "zh" else f"number of {head}"
