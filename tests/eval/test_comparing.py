"""Two runs side by side: paired differences, wins and losses, and regressions only where the interval says so."""

import pytest

from eval.comparing import Comparison, Difference, compare, regressions
from eval.metrics import Outcome
from eval.scoring import Threshold
from tests.eval.making import answer, citation, outcome, run_of, sample
from vectorstore.errors import InputError

CATS = "Cats slept 7 hours."


def samples(right: list[bool], abstracts: int = 1) -> list[Outcome]:
    """Samples that are answered rightly or refused, about so many abstracts in turn."""
    return [
        outcome(
            sample(id=str(at), facts=("7",), evidence=("Cats",)),
            answer((CATS, citation(CATS))) if good else answer(refused="not_stated"),
            abstract=f"a{at % abstracts}",
        )
        for at, good in enumerate(right)
    ]


def compared(before: list[bool], after: list[bool], abstracts: int = 1) -> Comparison:
    return compare(run_of(*samples(before, abstracts)), run_of(*samples(after, abstracts)))


def difference(found: Comparison, metric: str = "joint_accuracy") -> Difference:
    [one] = [d for d in found.differences if (d.metric, d.slice) == (metric, "all")]
    return one


def test_wins_and_losses_are_named() -> None:
    found = compared([True, True, False, False], [True, False, True, True])
    assert [o.sample.id for o in found.wins] == ["2", "3"]
    assert [o.sample.id for o in found.losses] == ["1"]
    assert difference(found).change == pytest.approx(0.25)


def test_the_interval_is_that_of_the_paired_difference() -> None:
    # 30 of 100 got worse, none better: the paired difference has a standard error of sqrt(0.3*0.7/100) = 0.046
    found = difference(compared([True] * 100, [True] * 70 + [False] * 30))
    assert (found.low, found.high) == (pytest.approx(-0.39, abs=0.015), pytest.approx(-0.21, abs=0.015))


def test_samples_about_one_abstract_are_drawn_together() -> None:
    before, after = [True] * 40, [at % 4 != 0 for at in range(40)]  # all that is lost is about one of four abstracts
    alone, together = compared(before, after), compared(before, after, abstracts=4)
    assert (alone.clusters, together.clusters) == (40, 4)
    low, high = difference(together).low, difference(together).high
    assert low is not None
    assert high is not None
    assert (high, low < -0.5) == (0, True)
    assert difference(alone).high is not None
    assert difference(alone).high != 0


def test_a_regression_needs_the_whole_interval() -> None:
    sure, chance = compared([True] * 100, [True] * 70 + [False] * 30), compared([True] * 10, [True] * 9 + [False])
    assert len(regressions(Threshold.parsed("joint_accuracy=0.1"), sure)) == 1
    assert regressions(Threshold.parsed("joint_accuracy=0.25"), sure) == []
    assert regressions(Threshold.parsed("joint_accuracy=0"), chance) == []
    assert len(regressions(Threshold.parsed("over_refusal=0.1"), sure)) == 1  # lower is better there
    better = compared([False] * 30, [True] * 30)
    assert regressions(Threshold.parsed("over_refusal=0"), better) == []


def test_one_group_alone_tells_nothing_of_chance() -> None:
    found = difference(compared([True], [False]))
    assert (found.change, found.low, found.high) == (-1, None, None)
    assert not found.is_regression(0)


def test_a_metric_that_is_not_compared_is_named() -> None:
    with pytest.raises(InputError, match="no 'accuracy' over 'all'"):
        regressions(Threshold.parsed("accuracy=0"), compared([True], [True]))


def test_runs_of_other_questions_can_not_be_compared() -> None:
    with pytest.raises(InputError, match="only one of them has s:2"):
        compare(run_of(*samples([True] * 2)), run_of(*samples([True] * 3)))
    other = outcome(sample(id="0", question="Another?"), answer(refused="advice"))
    with pytest.raises(InputError, match="the same ids stand for other questions"):
        compare(run_of(*samples([True])), run_of(other))
