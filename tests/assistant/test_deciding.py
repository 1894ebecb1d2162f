"""From signs to a probability, and what a sentence's neighbours have to do with it."""

from __future__ import annotations

from assistant.deciding import decision
from assistant.signs import Signs

_PLAIN = Signs(*([0.0] * len(Signs._fields)))


def test_the_file_weighs_every_sign_and_no_other() -> None:
    rule = decision()
    assert set(rule.same) == set(rule.across) == {"intercept", *Signs._fields}
    assert 0 < rule.threshold < 1


def test_what_the_scorer_finds_answered_is_more_likely_answered() -> None:
    for across in (False, True):
        low, high = (decision().probability(_PLAIN._replace(told=told), across=across) for told in (-4.0, 4.0))
        assert 0 <= low < high <= 1


def test_no_sign_is_too_large_to_be_weighed() -> None:
    wild = _PLAIN._replace(told=1e9, best=-1e9)
    assert 0 <= decision().probability(wild, across=False) <= 1


def test_what_is_known_beside_the_signs_counts() -> None:
    low, high = (decision().probability(_PLAIN, across=False, prior=prior) for prior in (-2.0, 0.0))
    assert low < high
