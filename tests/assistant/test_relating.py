"""Made-up findings: what follows from them, what does not, and how they are told."""

from __future__ import annotations

import random

import pytest

from assistant.making.relating import Finding, carries, related

_DRUG, _OTHER = ("ketamine", "氯胺酮"), ("placebo", "安慰剂")
_PAIN, _WOMEN = ("pain", "疼痛"), ("women", "女性")


def _finding(kind: str, *, up: bool = False, **more: object) -> Finding:
    return Finding(kind, _DRUG, _OTHER, _PAIN, up, **more)  # type: ignore[arg-type]  # kinds and fields by name


@pytest.mark.parametrize(
    ("held", "said", "follows"),
    [
        (_finding("effect"), _finding("effect"), True),
        (_finding("effect"), _finding("effect", up=True), False),
        (_finding("effect"), _finding("hedged"), True),
        (_finding("hedged"), _finding("effect"), False),
        (_finding("linked"), _finding("effect"), False),
        (_finding("stronger"), _finding("effect"), True),
        (_finding("measured", numbers=(3, 7)), _finding("compared"), True),
        (_finding("compared"), Finding("compared", _OTHER, _DRUG, _PAIN, up=True), True),
        (_finding("compared"), Finding("compared", _OTHER, _DRUG, _PAIN, up=False), False),
        (_finding("measured", numbers=(3, 7)), Finding("one", _OTHER, _DRUG, _PAIN, up=True, numbers=(7, 3)), True),
        (_finding("alike"), _finding("compared"), False),
        (_finding("effect", who=_WOMEN), _finding("effect"), False),
    ],
)
def test_what_follows_from_a_finding(held: Finding, said: Finding, *, follows: bool) -> None:
    assert carries(held, said) is follows


def test_a_family_has_a_true_statement_first_and_then_others_in_the_same_form() -> None:
    families = [related(["BDNF"], random.Random(seed)) for seed in range(200)]  # noqa: S311 - no secret
    assert all(family[0].carried and not any(case.carried for case in family[1:]) for family in families)
    assert all(case.source == family[0].text != case.text for family in families for case in family[1:])
    kinds = {case.kind for family in families for case in family}
    assert kinds == {
        "true", "direction", "comparison", "entity", "negation", "causal", "population", "number",
    }  # fmt: skip
    assert {(f[0].language, f[0].is_across) for f in families} == {(x, y) for x in ("en", "zh") for y in (True, False)}


def test_the_same_draws_give_the_same_family() -> None:
    assert related(["BDNF"], random.Random(7)) == related(["BDNF"], random.Random(7))  # noqa: S311 - no secret


def test_a_name_keeps_its_small_letter_where_a_sentence_begins() -> None:
    told = [case.text for seed in range(300) for case in related(["eEF2"], random.Random(seed))]  # noqa: S311
    assert any("eEF2" in text for text in told)
    assert not any("EEF2" in text for text in told)
