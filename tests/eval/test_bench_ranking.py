"""The ranking metrics and the area under the ROC curve, by hand and against scikit-learn."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score, roc_auc_score

from eval.ranking import hit_at, ndcg_at, recall_at, reciprocal_rank_at
from eval.statistics import Auroc

RANKING = ["d", "b", "a", "c"]


def test_the_metrics_of_a_ranking_worked_out_by_hand() -> None:
    gold = {"b", "c", "x"}
    best = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg_at(RANKING, gold, 10) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / best)
    assert reciprocal_rank_at(RANKING, gold, 10) == 1 / 2
    assert [recall_at(RANKING, gold, k) for k in (1, 2, 4)] == [0, 1 / 3, 2 / 3]
    assert [hit_at(RANKING, gold, k) for k in (1, 2, 4)] == [0, 1, 1]


def test_what_lies_below_the_cut_does_not_count() -> None:
    assert [metric(RANKING, {"c"}, 3) for metric in (ndcg_at, reciprocal_rank_at, recall_at, hit_at)] == [0, 0, 0, 0]


def test_a_perfect_ranking_is_perfect_even_when_more_is_gold_than_fits() -> None:
    assert ndcg_at(["a", "b"], {"a", "b", "c"}, 2) == 1
    assert recall_at(["a"], ["a"], 1) == reciprocal_rank_at(["a"], ["a"], 1) == hit_at(["a"], ["a"], 1) == 1


def test_an_empty_ranking_finds_nothing() -> None:
    assert [metric([], {"a"}, 10) for metric in (ndcg_at, reciprocal_rank_at, recall_at, hit_at)] == [0, 0, 0, 0]


@pytest.mark.parametrize("metric", [ndcg_at, reciprocal_rank_at, recall_at])
def test_without_gold_nothing_can_be_measured(metric: Callable[[list[str], set[str], int], float]) -> None:
    with pytest.raises(ValueError, match="can't be judged"):
        metric(RANKING, set(), 10)
    assert hit_at(RANKING, set(), 10) == 0


@given(st.permutations(range(20)), st.sets(st.integers(0, 19), min_size=1), st.integers(1, 25))
def test_ndcg_is_that_of_scikit_learn(ranked: list[int], gold: set[int], k: int) -> None:
    relevance = [[float(item in gold) for item in range(20)]]
    scores = [[-float(ranked.index(item)) for item in range(20)]]
    assert ndcg_at(ranked, gold, k) == pytest.approx(ndcg_score(relevance, scores, k=k))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_auroc_is_that_of_scikit_learn_with_ties_too(samples: list[tuple[int, bool]]) -> None:
    scores, positive = np.array([float(s) for s, _ in samples]), np.array([p for _, p in samples])
    measure = Auroc(scores, positive)
    if len(set(positive)) == 1:
        assert measure.n == 0
        assert np.isnan(measure.values(np.ones((1, len(samples))))).all()
    else:
        assert measure.values(np.ones((1, len(samples))))[0] == pytest.approx(roc_auc_score(positive, scores))


def test_auroc_of_nothing_and_of_one_is_nothing() -> None:
    assert Auroc(np.array([]), np.array([], dtype=bool)).n == 0
    assert Auroc(np.array([0.4]), np.array([True])).n == 0
