"""The built-in reader: no model, no network; it picks the sentences that answer, or says what is missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from assistant.abbreviations import expansion
from assistant.choosing import choose
from assistant.finding import Finding
from assistant.parts import parts_of
from assistant.question import Question, analyse, asks_advice, is_no_question, without_orders
from assistant.reading import Draft, Gap, Reading
from assistant.scope import CARRIED, Scope, scopes
from assistant.scorer import Scorer, default_scorer
from assistant.spelling import corrected
from assistant.structure import from_design, from_reference, from_sections, summary
from assistant.weighing import Weighing
from vectorstore.passages import sentences_in
from vectorstore.patterns import patterns
from vectorstore.records import Language, Passage, Sentence
from vectorstore.text import folded

READ = 3
"""Most abstracts that are read for one answer, the best ones found."""

_ACROSS = 2
"""Most abstracts only in the other language that are read where those don't answer."""

_SO_FAR = 0.3
"""Of the best abstract's retrieval score, the share that these need: words of two languages don't compare, but where
one abstract stands out clearly, it is meant."""

_MORE = 1.5
"""Times as many sentences that an abstract has in the other language where that is read too."""

_AS_CLOSE = 0.45
"""Of the best abstract's retrieval score, the share that another one needs to be read too."""

_MEANT = 3.0
"""Log-odds that an abstract loses for each e-fold by which it was found worse than the best one: a question about one
study isn't answered from others."""

_UNSAID = 0.1
"""Below this probability a part of an answered question is unanswered though the answer has what comes nearest."""

_UNTOLD = 0.05
"""Probabilities below this one are alike: of such texts the one that has more of the question's words comes nearest."""

_SEVERAL = 3
"""Most abstracts that one answer draws on."""

_AS_GOOD = 1.0
"""Another abstract is drawn on too when its best sentence lies at most so many log-odds below the best one."""


class BuiltinReader:
    """Rules for what a rule knows, the learned scorer for the rest, in both languages.

    The same question and passages give the same reading.
    """

    name = "builtin"

    def __init__(self, scorer: Scorer | None = None) -> None:
        self._scorer = scorer or default_scorer()

    def read(self, question: str, passages: Sequence[Passage], language: Language) -> Reading:
        """Choose sentences that answer, or say why none does (see `Reader.read`)."""
        sentences = tuple(dict.fromkeys(s for passage in passages for s in sentences_in(passage)))
        asked = without_orders(question)
        if is_no_question(asked):
            return _refused(sentences, Gap("not_a_question"))
        if asks_advice(asked):
            return _refused(sentences, Gap("advice"))
        text = corrected(asked, [passage.chunk.text for passage in passages])
        questions = [analyse(part, language) for part in parts_of(text)]
        abstracts = [options for options in scopes(passages, language) if options]
        across = [options for options in abstracts if options[0].language != language]
        if any(not term.is_soft for question in questions for term in question.rest):
            best = max((options[0].found for options in abstracts), default=0.0)
            across = _meant([options for options in across if options[0].found >= _SO_FAR * best])
            abstracts = _meant(abstracts)
        first = abstracts[:READ]
        tried = {(options[0].abstract_id, options[0].prior) for options in first}
        read = [first, [o for o in across[:_ACROSS] if (o[0].abstract_id, o[0].prior) not in tried]]
        together = self._together(analyse(text, language), questions, read) if len(questions) > 1 else []
        return _merged(sentences, together or self._apart(questions, read))

    def _apart(self, parts: Sequence[Question], groups: Sequence[list[list[Scope]]]) -> list[Finding]:
        """The findings of each part by itself; one that names nothing is about what the part before it is about.

        Where that isn't said, nothing can be said of it.
        """
        found: list[Finding] = []
        last: list[Finding] = []
        for part in parts:
            if last and not _names_something(part):
                if last[0].gap:
                    continue
                last = self._first_answers(part, _about(last, groups))
            else:
                last = self._first_answers(part, groups)
            found += last
        return found

    def _together(
        self, whole: Question, parts: Sequence[Question], groups: Sequence[list[list[Scope]]]
    ) -> list[Finding]:
        """The findings of a question of several parts read as one; none where that doesn't answer or rules know a part.

        The scorer knows better what is asked when it reads all of it.
        """
        if any(placed(part, scope) for part in (whole, *parts) for group in groups for scope, *_ in group):
            return []
        found = self._first_answers(whole, groups)
        if found[0].gap is not None:
            return []
        said = {sentence for finding in found for sentence in finding.sentences}
        answering = {sentence.abstract_id for sentence in said}
        abstracts = [options for group in groups for options in group if options[0].abstract_id in answering]
        return found + [f for part in parts for f in self._added(part, abstracts, said, groups)]

    def _added(
        self, part: Question, answering: list[list[Scope]], said: set[Sentence], groups: Sequence[list[list[Scope]]]
    ) -> list[Finding]:
        """What a part adds to what is said: an answer of the same abstracts, or of others where it names other things.

        A gap only where it does, or where what is said has nothing for it.
        """
        found = self._answers(part, answering)
        if found[0].gap is None:
            return found
        if all(_lacks(part, scope) for scope, *_ in answering):
            return self._first_answers(part, groups)
        return [f for f in found if f.confidence < _UNSAID or f.nearest not in said]

    def _first_answers(self, question: Question, groups: Sequence[list[list[Scope]]]) -> list[Finding]:
        """The findings of the first group of abstracts that answers, or the one gap that comes nearest.

        Scores of abstracts in two languages don't compare: an abstract in the other one may be meant though more share
        of the question's words stands in others.
        """
        tried = []
        for abstracts in groups:
            found = self._answers(question, abstracts)
            if found[0].gap is None:
                return found
            tried += found
        return [_nearest(tried)]

    def _answers(self, question: Question, abstracts: list[list[Scope]]) -> list[Finding]:
        """The findings of the abstracts that answer best, or the one gap that comes nearest."""
        found = self._found(question, [options[0] for options in abstracts])
        again = [at for at, finding in enumerate(found) if finding.gap and _may_say_more(question, *abstracts[at])]
        for at, finding in zip(again, self._found(question, [abstracts[at][1] for at in again]), strict=True):
            found[at] = found[at] if finding.gap else finding
        answered = [finding for finding in found if finding.gap is None]
        if not answered:
            return [_nearest(found)]
        best = max(finding.answers for finding in answered)
        return [finding for finding in answered if finding.answers >= best - _AS_GOOD][:_SEVERAL]

    def _found(self, question: Question, texts: Sequence[Scope]) -> list[Finding]:
        """What each text has for a question: by its place where the question names one, else by its words."""
        found = [placed(question, scope) for scope in texts]
        open_ = [scope for scope, finding in zip(texts, found, strict=True) if finding is None]
        scored = iter(self._scorer.score(question.text, [scope.text for scope in open_]) if open_ else ())
        return [finding or choose(question, scope, next(scored)) for scope, finding in zip(texts, found, strict=True)]


def _nearest(found: Sequence[Finding]) -> Finding:
    """Of findings that don't answer, the one that comes nearest."""
    return max(found, key=lambda f: (max(f.confidence, _UNTOLD), f.relevance), default=Finding(gap=Gap("not_stated")))


def _lacks(question: Question, scope: Scope) -> bool:
    """Whether an abstract has nothing of something that a question names."""
    return any(not term.is_soft for term in Weighing(question, scope).missing)


def _names_something(part: Question) -> bool:
    """Whether a part names more than what can be asked of any subject ("how long", "the odds ratio")."""
    aspect = patterns("assistant", "questions", "follow")["aspect"]
    firm = [folded(term.surface) for term in part.rest if not term.is_soft]
    return bool(part.roles or part.fields) or not all(aspect.fullmatch(term) for term in firm)


def _about(found: Sequence[Finding], groups: Sequence[list[list[Scope]]]) -> list[list[list[Scope]]]:
    """The abstracts that findings draw on, or that came nearest; all where there are none."""
    meant = {sentence.abstract_id for f in found for sentence in f.sentences or (f.nearest,) if sentence}
    return [[options for options in group if not meant or options[0].abstract_id in meant] for group in groups]


def _may_say_more(question: Question, own: Scope, *others: Scope) -> bool:
    """Whether an abstract's other language is longer, or has a word of the question that its own one lacks.

    Of a translation nothing but mistakes is to be had: what it lacks can't be told as well across languages.
    """
    firm = [term for term in question.terms if not term.is_soft]
    return any(
        len(other.prose) > _MORE * len(own.prose) or any(own.held(t) < CARRIED <= other.held(t) for t in firm)
        for other in others
    )


def _meant(abstracts: list[list[Scope]]) -> list[list[Scope]]:
    """The abstracts that were found about as well as the best, each with how likely it is the one that is meant."""
    best = max((options[0].found for options in abstracts), default=0.0)
    if best <= 0:
        return abstracts
    near = [(options, options[0].found / best) for options in abstracts if options[0].found >= _AS_CLOSE * best]
    return [[replace(scope, prior=_MEANT * math.log(share)) for scope in options] for options, share in near]


def _refused(sentences: tuple[Sentence, ...], gap: Gap) -> Reading:
    return Reading(sentences, (0.0,) * len(sentences), (), (gap,), 0.0)


def placed(question: Question, scope: Scope) -> Finding | None:
    """What is found by where it stands; None for a question about the subject."""
    for look in (expansion, from_design, from_reference, from_sections):
        finding = look(question, scope)
        if finding is not None:
            return finding
    firm = [term for term in question.terms if not term.is_soft and not scope.is_topic(term)]
    strange = [term for term in firm if scope.held(term) < CARRIED and not scope.named(term)]
    about_nothing = not question.terms and question.kind not in ("number", "date")
    if not question.roles and ((question.kind == "summary" and not strange) or about_nothing):
        return summary(scope)
    return None


def _merged(sentences: tuple[Sentence, ...], findings: list[Finding]) -> Reading:
    """One reading of all findings: sentences ranked, each said once."""
    scores = {sentence: max(f.scores.get(sentence, 0.0) for f in findings) for sentence in sentences}
    ranked = tuple(sorted(sentences, key=lambda s: (-scores[s], s.abstract_id, s.start)))
    said = dict.fromkeys(sentence for finding in findings for sentence in finding.sentences)
    gaps = tuple(dict.fromkeys(finding.gap for finding in findings if finding.gap))
    return Reading(
        sentences=ranked,
        scores=tuple(round(scores[sentence], 6) for sentence in ranked),
        drafts=tuple(Draft((ranked.index(sentence),)) for sentence in said),
        gaps=gaps,
        confidence=min(finding.confidence for finding in findings),
    )
