"""Each metric against a hand-computed case: met and missed, refused, failed, nothing to judge, Chinese."""

import pytest

from assistant import Answer, Assistant
from eval import metrics
from eval.metrics import Judge, Outcome, facts_met, is_right, stray_citations
from tests.eval.making import answer, citation, outcome, sample

CATS, DOGS, CHINESE = "Cats slept 7 hours.", "Dogs slept 3 hours.", "猫睡了7小时。"

CAT_QUESTION = sample(facts=("7 hours|7 h",), evidence=("Cats slept",))
UNANSWERABLE = sample(answerable=False)


@pytest.fixture(scope="module")
def pathways(assistant: Assistant) -> Answer:
    return assistant.ask("Which pathways are implicated?")


@pytest.fixture(scope="module")
def conclusion(assistant: Assistant) -> Answer:
    return assistant.ask("What do the authors conclude?")


def test_a_fact_is_met_by_one_of_its_alternatives_in_any_case_and_width(pathways: Answer) -> None:
    assert facts_met(sample(facts=("ＭＴＯＲ", "nothing|gsk3")), pathways) == 2
    assert facts_met(sample(facts=("mTOR", "BDNF")), pathways) == 1
    assert facts_met(sample(), pathways) == 0


def test_half_of_the_citations_may_lie_outside_the_evidence(conclusion: Answer) -> None:
    assert len(conclusion.citations) == 2
    assert stray_citations(sample(evidence=("Our review highlights",)), conclusion) == 1
    assert is_right(sample(evidence=("Our review highlights",)), conclusion)
    assert not is_right(sample(evidence=("Something else",)), conclusion)


def test_refusing_is_right_only_for_what_can_not_be_answered(assistant: Assistant, pathways: Answer) -> None:
    refused = assistant.ask("What dose was given?")
    assert is_right(UNANSWERABLE, refused)
    assert not is_right(UNANSWERABLE, pathways)
    assert not is_right(sample(), refused)


RIGHT = outcome(CAT_QUESTION, answer((CATS, citation(CATS))))
BESIDE = outcome(CAT_QUESTION, answer((CATS, citation(CATS)), (DOGS, citation(DOGS))))
REFUSED = outcome(CAT_QUESTION, answer(refused="not_stated"))
FAILED = outcome(CAT_QUESTION, None)
RIGHTLY_REFUSED = outcome(UNANSWERABLE, answer(refused="not_stated"))
ANSWERED_ANYWAY = outcome(UNANSWERABLE, answer((CATS, citation(CATS))))
CHINESE_ANSWER = outcome(
    sample(lang="zh", facts=("７小时",), evidence=("猫睡了",)), answer((CHINESE, citation(CHINESE)))
)
WITHOUT_EVIDENCE = outcome(sample(), answer((CATS, citation(CATS))))


@pytest.mark.parametrize(
    ("judge", "given", "expected"),
    [
        (metrics.joint_accuracy, RIGHT, (1, 1)),
        (metrics.joint_accuracy, BESIDE, (1, 1)),  # half of the citations
        (metrics.joint_accuracy, REFUSED, (0, 1)),
        (metrics.joint_accuracy, FAILED, (0, 1)),
        (metrics.joint_accuracy, CHINESE_ANSWER, (1, 1)),
        (metrics.joint_accuracy, WITHOUT_EVIDENCE, None),
        (metrics.fact_recall, RIGHT, (1, 1)),
        (metrics.fact_recall, outcome(sample(facts=("7", "99")), answer((CATS, citation(CATS)))), (0.5, 1)),
        (metrics.all_facts, outcome(sample(facts=("7", "99")), answer((CATS, citation(CATS)))), (0, 1)),
        (metrics.fact_recall, FAILED, (0, 1)),
        (metrics.fact_recall, RIGHTLY_REFUSED, None),
        (metrics.citation_precision, BESIDE, (0.5, 1)),
        (metrics.citation_precision, REFUSED, None),
        (metrics.citation_recall, RIGHT, (1, 1)),
        (metrics.citation_recall, outcome(sample(evidence=("Cats", "Dogs")), answer((CATS, citation(CATS)))), (0.5, 1)),
        (metrics.citation_recall, REFUSED, (0, 1)),
        (metrics.refusal_precision, RIGHTLY_REFUSED, (1, 1)),
        (metrics.refusal_precision, REFUSED, (0, 1)),
        (metrics.refusal_precision, RIGHT, (0, 0)),
        (metrics.refusal_recall, ANSWERED_ANYWAY, (0, 1)),
        (metrics.refusal_recall, RIGHT, (0, 0)),
        (metrics.refusal_f1, RIGHTLY_REFUSED, (2, 2)),
        (metrics.refusal_f1, ANSWERED_ANYWAY, (0, 1)),
        (metrics.refusal_f1, REFUSED, (0, 1)),
        (metrics.refusal_f1, RIGHT, (0, 0)),
        (metrics.over_refusal, REFUSED, (1, 1)),
        (metrics.over_refusal, FAILED, (0, 1)),
        (metrics.right_reason, outcome(sample(answerable=False, reason="advice"), answer(refused="advice")), (1, 1)),
        (metrics.right_reason, outcome(sample(answerable=False, reason="advice"), answer(refused="off_topic")), (0, 1)),
        (metrics.right_reason, RIGHTLY_REFUSED, None),
        (metrics.verbatim_rate, CHINESE_ANSWER, (1, 1)),
        (
            metrics.verbatim_rate,
            outcome(CAT_QUESTION, answer((CATS, citation("Cats slept 8 hours.", start=0)))),
            (0, 1),
        ),
        (metrics.offsets_right, outcome(CAT_QUESTION, answer((CATS, citation(CATS, start=3)))), (0, 1)),
        (metrics.offsets_right, RIGHT, (1, 1)),
        (metrics.uncited_statements, BESIDE, (0, 2)),
        (metrics.withdrawn_statements, BESIDE, (0, 2)),
        (metrics.withdrawn_statements, FAILED, None),
        (metrics.numbers_grounded, RIGHT, (1, 1)),
        (metrics.numbers_grounded, outcome(CAT_QUESTION, answer(("7 of 9 cats.", citation(CATS)))), (1, 2)),
        (metrics.numbers_grounded, CHINESE_ANSWER, (1, 1)),
    ],
)
def test_a_metric_gives_part_and_whole(judge: Judge, given: Outcome, expected: tuple[float, float] | None) -> None:
    assert judge(given) == expected


def test_a_citation_that_does_not_exist_leaves_its_statement_uncited() -> None:
    said = answer((CATS, citation(CATS)))
    broken = said.model_copy(update={"citations": ()})
    assert metrics.uncited_statements(outcome(CAT_QUESTION, broken)) == (1, 1)


def test_what_was_withdrawn_counts_among_what_was_to_be_said() -> None:
    said = answer((CATS, citation(CATS))).model_copy(update={"withdrawn": ({"text": "x", "reason": "y"},)})
    assert metrics.withdrawn_statements(outcome(CAT_QUESTION, said)) == (1, 2)
