"""Metrics of a run: slices, failures that stay visible, thresholds in the right direction."""

import pytest

from eval.rows import MetricRow, as_json
from eval.scoring import Threshold, missed, score
from tests.eval.making import answer, citation, outcome, run_of, sample
from vectorstore.errors import InputError

CATS = "Cats slept 7 hours."
RIGHT = outcome(sample(id="1", facts=("7",), evidence=("Cats",)), answer((CATS, citation(CATS)), confidence=0.9))
WRONG = outcome(sample(id="2", lang="zh", facts=("7",), evidence=("猫",)), answer(refused="not_stated", confidence=0.2))
REFUSED = outcome(sample(id="3", answerable=False, category="unstated"), answer(refused="advice", confidence=0.1, ms=9))
FAILED = outcome(sample(id="4", facts=("7",), evidence=("Cats",)), None)


def found(rows: list[MetricRow], metric: str, name: str = "all") -> MetricRow:
    [row] = [row for row in rows if (row.metric, row.slice) == (metric, name)]
    return row


def test_each_language_and_category_is_scored_by_itself() -> None:
    rows = score(run_of(RIGHT, WRONG, REFUSED))
    assert found(rows, "joint_accuracy").value == pytest.approx(2 / 3)
    assert (found(rows, "joint_accuracy", "zh").value, found(rows, "joint_accuracy", "en").value) == (0, 1)
    assert found(rows, "joint_accuracy", "category:unstated").n == 1
    assert found(rows, "auroc").value == 1  # 0.9 and 0.2 above 0.1
    assert found(rows, "p50_ms").value == 1
    assert found(rows, "p95_ms").value == 9
    assert found(rows, "over_refusal").value == 0.5


def test_a_failure_counts_as_not_right_and_is_never_averaged_away() -> None:
    rows = score(run_of(RIGHT, FAILED))
    right = found(rows, "joint_accuracy")
    assert (right.value, right.n, right.failed) == (0.5, 2, 1)
    assert (found(rows, "p50_ms").n, found(rows, "p50_ms").failed) == (1, 1)


def test_what_can_not_be_judged_is_counted_and_not_taken_for_wrong() -> None:
    row = found(score(run_of(RIGHT, outcome(sample(id="5"), answer((CATS, citation(CATS)))))), "joint_accuracy")
    assert (row.value, row.n, row.unscored) == (1, 1, 1)


def test_all_refused_and_one_sample_have_scores() -> None:
    rows = score(run_of(REFUSED))
    assert found(rows, "refusal_recall").value == 1
    assert (found(rows, "citation_precision").value, found(rows, "citation_precision").n) == (None, 0)
    assert found(rows, "auroc").value is None


def test_a_threshold_knows_which_direction_is_better() -> None:
    rows = score(run_of(RIGHT, WRONG, REFUSED))
    assert missed(Threshold.parsed("joint_accuracy=0.6"), rows) == []
    assert [row.slice for row in missed(Threshold.parsed("joint_accuracy@zh=0.6"), rows)] == ["zh"]
    assert missed(Threshold.parsed("over_refusal=0.6"), rows) == []
    assert len(missed(Threshold.parsed("over_refusal=0.4"), rows)) == 1
    assert len(missed(Threshold.parsed("p95_ms=5"), rows)) == 1
    assert missed(Threshold.parsed("p95_ms=10"), rows) == []


def test_a_value_that_is_missing_misses_its_threshold() -> None:
    assert len(missed(Threshold.parsed("citation_precision=0.1"), score(run_of(REFUSED)))) == 1


@pytest.mark.parametrize("text", ["joint_accuracy", "joint_accuracy=high", "=0.5", ""])
def test_what_is_no_threshold_is_named(text: str) -> None:
    with pytest.raises(InputError, match="is no threshold"):
        Threshold.parsed(text)


def test_a_threshold_for_an_unknown_metric_names_those_that_there_are() -> None:
    with pytest.raises(InputError, match=r"no 'accuracy' over 'all'.*joint_accuracy.*zh"):
        missed(Threshold.parsed("accuracy=1"), score(run_of(RIGHT, WRONG)))


def test_the_rows_are_those_of_the_contract() -> None:
    [first, *_] = as_json(score(run_of(RIGHT)))["metrics"]
    assert list(first) == "set task slice system metric value n low high unscored failed".split()
