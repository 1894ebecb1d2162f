"""From sentence ids to citations: code inserts every quote and checks it; what fails is withdrawn openly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant import wording
from assistant.answer import Checked, Citation, Refusal, Statement, Withdrawn
from assistant.checking import Verdict, judge
from assistant.reading import Draft, Reading
from vectorstore.records import PROSE_ROLES, Language, Passage, Sentence

_NEAREST = 3  # sentences shown with a refusal


@dataclass(frozen=True, slots=True)
class Grounded:
    """What survived the checks."""

    statements: tuple[Statement, ...]
    """Statements, each with at least one citation."""
    citations: tuple[Citation, ...]
    """One for each cited sentence, numbered by first appearance."""
    withdrawn: tuple[Withdrawn, ...]
    """What did not survive, with the reason."""


def ground(reading: Reading, passages: Sequence[Passage], language: Language, question: str = "") -> Grounded:
    """Turn drafts into statements with citations.

    A draft is withdrawn when it names no sentence, or one that is not in the passages of this question, or when it
    says what the sentences don't.

    Args:
        reading: What the reader made of the passages.
        passages: The passages that were retrieved for this question.
        language: The language of the answer's own words.
        question: A name in it may be in a statement too.

    Returns:
        Statements, citations and what was withdrawn.
    """
    numbers: dict[Sentence, int] = {}
    statements: list[Statement] = []
    withdrawn: list[Withdrawn] = []
    for draft in reading.drafts:
        fault = _fault(draft, reading, passages)
        if fault:
            withdrawn.append(Withdrawn(text=draft.text or "", reason=wording.fault(fault, language)))
            continue
        cited = [reading.sentences[number] for number in draft.sentence_ids]
        verdict = _judged(draft, cited, question)
        if verdict and verdict.withdrawn:
            reason = wording.fault(verdict.reason, language, verdict.part)
            withdrawn.append(Withdrawn(text=draft.text or "", reason=reason))
            continue
        for sentence in cited:
            numbers.setdefault(sentence, len(numbers) + 1)
        made = _statement(draft, cited, [numbers[sentence] for sentence in cited], language)
        statements.append(made.model_copy(update={"checks": _checked(verdict, language)}))
    return Grounded(tuple(statements), citations(numbers, passages), tuple(withdrawn))


def citations(sentences: Iterable[Sentence], passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """Citations of sentences, numbered from 1 in their order, each copied from the passage that holds it."""
    made = []
    for number, sentence in enumerate(sentences, start=1):
        passage = _source(sentence, passages)
        if passage is None:
            raise ValueError(f"Sentence {sentence.start}-{sentence.end} of {sentence.abstract_id!r} is in no passage.")
        chunk = passage.chunk
        made.append(
            Citation(
                number=number,
                abstract_id=chunk.abstract_id,
                section=sentence.role,
                language=sentence.language,
                foreign=passage.foreign,
                quote=chunk.text[sentence.start - chunk.start : sentence.end - chunk.start],
                start=sentence.start,
                end=sentence.end,
                text_sha256=passage.text_sha256,
                reference=passage.reference,
                doi=passage.doi,
                pmid=passage.pmid,
                design=passage.design,
                retracted=passage.retracted,
                concern=passage.concern,
                corrected=passage.corrected,
                year=passage.year,
            )
        )
    return tuple(made)


def refusal(reading: Reading, passages: Sequence[Passage], language: Language) -> Refusal | None:
    """The explanation for what is not answered, with the nearest sentences; None when everything is."""
    if not reading.gaps:
        return None
    first = reading.gaps[0]
    missing = tuple(dict.fromkeys(word for gap in reading.gaps for word in gap.missing))
    said = {number for draft in reading.drafts for number in draft.sentence_ids}
    near = [s for number, s in enumerate(reading.sentences) if number not in said and reading.scores[number] > 0]
    # what has no match in the other language may still be said there in words that we don't know
    foreign = _foreign(passages, language) if missing and first.reason in ("not_stated", "off_topic") else None
    if foreign and not near:  # found by the dictionary, which the reader does not have
        near = [sentence for sentence in reading.sentences if sentence.role in PROSE_ROLES]
    reason = "not_stated" if foreign else first.reason
    message = wording.refusal(reason, missing, language)
    if foreign:
        message = wording.unmatched(missing, language, foreign)
    return Refusal(
        reason=reason,
        message=message,
        missing=missing,
        nearest=citations(near[:_NEAREST], passages),
    )


def _foreign(passages: Sequence[Passage], language: Language) -> str | None:
    """The language of the abstract that comes nearest, when none of its prose is in the question's."""
    prose = [passage for passage in passages if passage.chunk.role in PROSE_ROLES]
    tongues = [p.foreign or p.chunk.language for p in prose if p.chunk.abstract_id == prose[0].chunk.abstract_id]
    return tongues[0] if tongues and language not in tongues else None


def _statement(draft: Draft, cited: list[Sentence], numbers: list[int], language: Language) -> Statement:
    first = cited[0]
    text = draft.text or (wording.labelled(first.field, first.text, language) if first.field else first.text)
    return Statement(text=text, language=draft.language or first.language, citations=tuple(dict.fromkeys(numbers)))


def _judged(draft: Draft, cited: Sequence[Sentence], question: str) -> Verdict | None:
    """What the checks make of a statement's words; None where they are a quote's own, from its first to its last."""
    if draft.text is None or any(draft.text.split() == sentence.text.split() for sentence in cited):
        return None
    return judge(draft.text, tuple(sentence.text for sentence in cited), question)


def _checked(verdict: Verdict | None, language: Language) -> Checked:
    if verdict is None:
        return Checked()
    if verdict.supported:
        return Checked(kind="supported", probability=verdict.probability)
    return Checked(kind="unsure", probability=verdict.probability, note=wording.unsure(verdict.part, language))


def _fault(draft: Draft, reading: Reading, passages: Sequence[Passage]) -> wording.Fault | None:
    """Why a draft can't be shown; None when it can."""
    if not draft.sentence_ids:
        return "uncited"
    if any(not 0 <= number < len(reading.sentences) for number in draft.sentence_ids):
        return "unknown"
    if any(_source(reading.sentences[number], passages) is None for number in draft.sentence_ids):
        return "elsewhere"
    return None


def _source(sentence: Sentence, passages: Sequence[Passage]) -> Passage | None:
    """The passage that holds a sentence at its place, with exactly its words."""
    for passage in passages:
        chunk = passage.chunk
        inside = (
            chunk.abstract_id == sentence.abstract_id and chunk.start <= sentence.start <= sentence.end <= chunk.end
        )
        if inside and chunk.text[sentence.start - chunk.start : sentence.end - chunk.start] == sentence.text:
            return passage
    return None
