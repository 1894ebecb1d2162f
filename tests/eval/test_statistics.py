"""Measures against hand-computed cases and scikit-learn; intervals that are there and always the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from eval.statistics import Auroc, Measure, Quantile, Ratio, RiskCoverage, bootstrap, estimate, percentiles, wilson

NOTHING = np.array([])


def value(measure: Measure, samples: int) -> float:
    return float(measure.values(np.ones((1, samples)))[0])


def test_a_ratio_is_parts_over_wholes() -> None:
    assert value(Ratio(np.array([1.0, 0, 2]), np.array([1.0, 1, 2])), 3) == 0.75
    assert Ratio(np.array([1.0, 0]), np.array([1.0, 0])).n == 1


def test_ties_count_half_in_the_area_under_the_roc_curve() -> None:
    # pairs of positive and negative: 0.9>0.5 1, 0.9>0.1 1, 0.5=0.5 half, 0.5>0.1 1: 3.5 of 4
    auroc = Auroc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([True, True, False, False]))
    assert value(auroc, 4) == 0.875
    assert value(Auroc(np.full(4, 0.3), np.array([True, False, True, False])), 4) == 0.5


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 3)), min_size=2, max_size=40))
def test_the_area_agrees_with_scikit_learn_also_under_weights(rows: list[tuple[int, bool, int]]) -> None:
    scores, positive, weights = (np.array(column) for column in zip(*rows, strict=True))
    kept = positive[weights > 0]
    found = Auroc(scores.astype(float), positive.astype(bool)).values(weights[None, :].astype(float))[0]
    if len(set(kept.tolist())) == 2:
        assert found == pytest.approx(roc_auc_score(positive, scores, sample_weight=weights))
    else:
        assert np.isnan(found)


def test_one_kind_alone_has_no_area() -> None:
    assert estimate(Auroc(np.array([0.1, 0.2]), np.array([True, True])), 2).value is None
    assert estimate(Auroc(np.array([0.1, np.nan]), np.array([True, False])), 2).value is None


def test_the_risk_coverage_area_is_the_mean_risk_from_the_most_confident_on() -> None:
    # risks: 0/1, 1/2, 1/3 -> mean 5/18
    measure = RiskCoverage(np.array([0.9, 0.8, 0.1]), np.array([0.0, 1, 0]))
    assert value(measure, 3) == pytest.approx(5 / 18)
    # all alike: nothing is told apart, so the plain share of errors
    assert value(RiskCoverage(np.full(4, 0.5), np.array([1.0, 0, 0, 0])), 4) == 0.25


def test_quantiles_are_numbers_that_occurred() -> None:
    numbers = np.array([4.0, 1, 3, 2, np.nan])
    assert value(Quantile(numbers, 0.5), 5) == 2
    assert value(Quantile(numbers, 0.95), 5) == 4
    assert Quantile(numbers, 0.5).n == 4


@pytest.mark.parametrize(
    "measure",
    [
        Ratio(NOTHING, NOTHING),
        Auroc(NOTHING, NOTHING.astype(bool)),
        RiskCoverage(NOTHING, NOTHING),
        Quantile(NOTHING, 0.5),
    ],
)
def test_nothing_measured_has_no_value_and_no_interval(measure: Measure) -> None:
    found = estimate(measure, 0)
    assert (found.value, found.n, found.low, found.high) == (None, 0, None, None)


def test_the_interval_of_a_share_is_wilsons_and_never_empty() -> None:
    # Wilson 1927 for 9 of 10, as R's prop.test(9, 10, correct=FALSE) prints it
    assert wilson(0.9, 10) == (pytest.approx(0.5958, abs=1e-4), pytest.approx(0.9821, abs=1e-4))
    assert estimate(Ratio(np.ones(1), np.ones(1)), 1).low == pytest.approx(0.2065, abs=1e-4)
    all_right = estimate(Ratio(np.full(20, 3.0), np.full(20, 3.0)), 20)
    assert (all_right.high, all_right.low) == (1.0, pytest.approx(0.8389, abs=1e-4))


def test_the_bootstrap_holds_the_truth_and_is_always_the_same() -> None:
    numbers = np.random.default_rng(1).normal(10, 2, 200)
    measure = Ratio(numbers, np.ones(200) * 1.0)
    found = estimate(measure, 200)
    assert found.low is not None
    assert found.high is not None
    assert found.low < numbers.mean() < found.high
    assert found.high - found.low == pytest.approx(2 * 1.96 * numbers.std() / 200**0.5, rel=0.1)
    assert estimate(measure, 200) == found


def test_clusters_are_drawn_together_and_widen_the_interval() -> None:
    numbers, clusters = np.repeat([0.0, 1.0, 0.0, 1.0], 25), [str(at // 25) for at in range(100)]
    alone, together = (
        percentiles(bootstrap(Ratio(numbers, np.ones(100)).values, 100, names)) for names in ([], clusters)
    )
    assert together == (0.0, 1.0)
    assert alone[0] is not None
    assert alone[0] > 0.35
