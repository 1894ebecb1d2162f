"""The built-in reader: no model, no network; it picks the sentences that answer, or says what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import NoticeKind
from assistant.choosing import choose
from assistant.finding import Finding
from assistant.parts import parts_of
from assistant.question import Question, analyse, asks_advice, is_no_question
from assistant.reading import Draft, Gap, Reading
from assistant.scope import Scope, scopes
from assistant.spelling import corrected
from assistant.structure import expansion, from_reference, from_sections, summary
from vectorstore.passages import sentences_in
from vectorstore.records import Language, Passage, Sentence

_SEVERAL = 3
"""Most abstracts that one answer draws on."""

_AS_GOOD = 0.9
"""Another abstract is drawn on too when its best sentence scores at least this share of the best one."""


class BuiltinReader:
    """Rules over words, in both languages; the same question and passages give the same reading."""

    name = "builtin"

    def read(self, question: str, passages: Sequence[Passage], language: Language) -> Reading:
        """Choose sentences that answer, or say why none does (see `Reader.read`)."""
        sentences = tuple(dict.fromkeys(s for passage in passages for s in sentences_in(passage)))
        if is_no_question(question):
            return _refused(sentences, Gap("not_a_question"))
        if asks_advice(question):
            return _refused(sentences, Gap("advice"))
        text = corrected(question, [passage.chunk.text for passage in passages])
        abstracts = scopes(passages, language)
        findings = [f for part in parts_of(text) for f in _answers(analyse(part, language), abstracts)]
        return _merged(sentences, findings, language)


def _refused(sentences: tuple[Sentence, ...], gap: Gap) -> Reading:
    return Reading(sentences, (0.0,) * len(sentences), (), (gap,), 0.0)


def _answers(question: Question, abstracts: list[list[Scope]]) -> list[Finding]:
    """The findings of the abstracts that answer best, or the one gap that comes nearest."""
    found = [_first_answer(question, options) for options in abstracts if options]
    answered = [finding for finding in found if finding.gap is None]
    if not answered:
        return [max(found, key=lambda f: (f.relevance, f.confidence), default=Finding(gap=Gap("not_stated")))]
    best = max(finding.best for finding in answered)
    return [finding for finding in answered if finding.best >= _AS_GOOD * best][:_SEVERAL]


def _first_answer(question: Question, options: list[Scope]) -> Finding:
    """The finding in the wanted language; in the other one where only that answers."""
    found = [_find(question, scope) for scope in options]
    return next((finding for finding in found if finding.gap is None), found[0])


def _find(question: Question, scope: Scope) -> Finding:
    """What one scope has for a question: by its place where the question names one, else by its words."""
    for look in (expansion, from_reference, from_sections):
        finding = look(question, scope)
        if finding is not None:
            return finding
    firm = [term for term in question.terms if not term.is_soft and not scope.is_topic(term)]
    if not question.roles and ((question.kind == "summary" and not firm) or not question.terms):
        return summary(scope)
    return choose(question, scope)


def _merged(sentences: tuple[Sentence, ...], findings: list[Finding], language: Language) -> Reading:
    """One reading of all findings: sentences ranked, each said once."""
    scores = {sentence: max(f.scores.get(sentence, 0.0) for f in findings) for sentence in sentences}
    ranked = tuple(sorted(sentences, key=lambda s: (-scores[s], s.abstract_id, s.start)))
    said = dict.fromkeys(sentence for finding in findings for sentence in finding.sentences)
    gaps = tuple(dict.fromkeys(finding.gap for finding in findings if finding.gap))
    foreign = any(s.language != language and s.role != "reference" for s in said)
    notices: tuple[NoticeKind, ...] = ("other_language",) if foreign else ()
    return Reading(
        sentences=ranked,
        scores=tuple(round(scores[sentence], 6) for sentence in ranked),
        drafts=tuple(Draft((ranked.index(sentence),)) for sentence in said),
        gaps=gaps,
        confidence=min(finding.confidence for finding in findings),
        notices=notices,
    )
