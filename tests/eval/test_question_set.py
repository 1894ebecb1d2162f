"""The repository's own question set: well formed, and answered and refused rightly as often as we say."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from eval.metrics import is_right
from eval.samples import Sample, load_samples
from vectorstore.text import folded

SET = Path(__file__).parents[2] / "eval" / "questions" / "ketamine.jsonl"
LEAST = 0.85  # of all questions, in each language


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return load_samples(SET)


@pytest.fixture(scope="module")
def answers(assistant: Assistant, samples: list[Sample]) -> list[tuple[Sample, Answer]]:
    return [(sample, assistant.ask(sample.question, sample.history)) for sample in samples]


def test_it_has_both_languages_and_a_third_that_can_not_be_answered(samples: list[Sample]) -> None:
    assert len({sample.id for sample in samples}) == len(samples) >= 60
    assert min(Counter(sample.lang for sample in samples)[lang] for lang in ("en", "zh")) >= 30
    assert sum(not sample.answerable for sample in samples) >= len(samples) / 3


def test_its_evidence_and_facts_stand_in_the_abstract(assistant: Assistant, samples: list[Sample]) -> None:
    text = folded(assistant.library.list()[0].text)
    assert [(s.id, e) for s in samples for e in s.evidence if text.count(folded(e)) != 1] == []
    assert [(s.id, f) for s in samples for f in s.facts if not any(folded(form) in text for form in f.split("|"))] == []
    assert [s.id for s in samples if s.answerable != bool(s.evidence)] == []


def test_every_citation_is_verbatim(assistant: Assistant, answers: list[tuple[Sample, Answer]]) -> None:
    text = assistant.library.list()[0].text
    cited = [c for _, a in answers for c in (*a.citations, *(a.refusal.nearest if a.refusal else ()))]
    assert cited
    assert [c for c in cited if text[c.start : c.end] != c.quote] == []


def test_every_statement_is_cited_and_every_refusal_explains_itself(answers: list[tuple[Sample, Answer]]) -> None:
    for sample, answer in answers:
        numbers = {citation.number for citation in answer.citations}
        assert all(s.citations and set(s.citations) <= numbers for s in answer.statements), sample.id
        assert (answer.refusal is None) == (answer.status == "answered"), sample.id
        assert bool(answer.statements) != (answer.status == "refused"), sample.id


def test_most_questions_are_answered_or_refused_rightly(
    answers: list[tuple[Sample, Answer]], capsys: pytest.CaptureFixture[str]
) -> None:
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for sample, answer in answers:
        for group in (sample.lang, "all"):
            for kind in ("answerable" if sample.answerable else "unanswerable", "all"):
                asked[group, kind] += 1
                right[group, kind] += is_right(sample, answer)
    table = [f"\n{SET.name}: answered or refused rightly"]
    for (group, kind), count in sorted(asked.items()):
        table.append(f"  {group:5} {kind:12} {right[group, kind]:3} of {count:3}  {right[group, kind] / count:.2f}")
    with capsys.disabled():
        sys.stdout.write("\n".join(table) + "\n")
    assert all(right[lang, "all"] / asked[lang, "all"] >= LEAST for lang in ("en", "zh"))
