"""What is wrong with a question set is named, each kind; our own sets are sound."""

from pathlib import Path

import pytest

from eval.linting import lint
from eval.samples import Sample, load_samples
from tests.eval.making import sample

SETS = sorted((Path(__file__).parents[2] / "eval" / "questions").glob("*.jsonl"))
EVIDENCE = ("Intracellular signaling pathways",)


def complaints(tmp_path: Path, *samples: Sample) -> list[str]:
    balance = [sample(id=f"u{at}", question=f"What dose {at}?", answerable=False) for at in range(len(samples))]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(s.model_dump_json() for s in [*samples, *balance]), encoding="utf-8")
    return lint(path)


def test_a_sound_set_has_no_complaints(tmp_path: Path) -> None:
    assert complaints(tmp_path, sample(facts=("mTOR",), evidence=EVIDENCE)) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (sample(evidence=("Nowhere",)), "the evidence 'Nowhere' occurs 0 times"),
        (sample(evidence=("ketamine",)), "the evidence 'ketamine' occurs"),
        (sample(evidence=EVIDENCE, facts=("BDNF|brain-derived",)), "the fact 'BDNF|brain-derived' does not occur"),
        (sample(evidence=EVIDENCE, facts=("BDNF|10.1016",)), "does not occur in a sentence of the evidence"),
        (sample(), "answerable, but names no evidence"),
        (sample(answerable=False, facts=("mTOR",)), "unanswerable, but names evidence or facts"),
        (sample(evidence=EVIDENCE, reason="advice"), "has a reason to refuse"),
        (sample(evidence=EVIDENCE, question="涉及哪些?"), "its lang is 'en', but there is Chinese"),
        (sample(evidence=EVIDENCE, lang="zh"), "its lang is 'zh', but there is no Chinese"),
        (sample(evidence=EVIDENCE, question=" "), "there is no question"),
    ],
)
def test_each_fault_is_named_with_its_sample(tmp_path: Path, wrong: Sample, said: str) -> None:
    assert any(line.startswith("1: ") and said in line for line in complaints(tmp_path, wrong))


def test_the_same_question_twice_is_named(tmp_path: Path) -> None:
    one, other = (sample(id=name, question="Is mTOR  involved?", evidence=EVIDENCE) for name in ("1", "2"))
    assert "2: the same question as 1" in complaints(tmp_path, one, other)
    again = other.model_copy(update={"history": (("Who?", "They."),)})
    assert complaints(tmp_path, one, again) == []


def test_a_set_without_unanswerable_questions_is_out_of_balance(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(sample(evidence=EVIDENCE).model_dump_json(), encoding="utf-8")
    assert any("0% of the questions are unanswerable" in line for line in lint(path))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.name)
def test_our_own_sets_are_sound(path: Path) -> None:
    assert lint(path) == []


def test_no_question_stands_both_in_a_set_and_in_its_held_part() -> None:
    for held in (path for path in SETS if path.name.endswith(".held.jsonl")):
        rest = held.with_name(held.name.replace(".held", ""))
        words, others = ({" ".join(s.question.casefold().split()) for s in load_samples(p)} for p in (held, rest))
        assert len(words & others) <= 2, held.name  # written apart from each other, two people may ask the same
