"""The rules that compare a statement with its quotes, in both languages."""

import pytest

from assistant import sides
from assistant.quantities import quantities
from assistant.sides import Side

QUOTE = "Ketamine 0.5 mg/kg twice weekly may have reduced BDI scores by 12% in 84 patients after 3 weeks (p=0.03)."
HAN_QUOTE = "氯胺酮可能使84例患者的抑郁评分降低12%,但未改善睡眠(P=0.03)。"


def wrong(rule: str, statement: str, quote: str) -> bool:
    found: bool = getattr(sides, rule)(Side(statement), Side(quote))
    return found


@pytest.mark.parametrize(
    ("rule", "statement", "quote"),
    [
        ("number", "Scores fell by 21%.", QUOTE),
        ("number", "Scores fell by 12% after 3 months.", QUOTE),
        ("number", "Ketamine was given once weekly.", QUOTE),
        ("number", "抑郁评分降低了21%。", HAN_QUOTE),
        ("number", "抑郁评分在九十例患者中降低。", HAN_QUOTE),
        ("number", "睡眠时间缩短5小时。", "Sleep was 5 days shorter."),
        ("name", "HAM-D scores fell.", QUOTE),
        ("name", "MDMA降低了评分。", HAN_QUOTE),
        ("direction", "Scores may have increased by 12%.", QUOTE),
        ("direction", "抑郁评分可能升高12%。", HAN_QUOTE),
        ("direction", "评分可能升高12%。", QUOTE),
        ("negation", "Scores did not change.", "Scores changed in both groups."),
        ("negation", "Sleep improved.", "Sleep was not improved."),
        ("negation", "氯胺酮改善了睡眠。", "氯胺酮未改善睡眠。"),
        ("strength", "Ketamine reduced BDI scores.", QUOTE),
        ("strength", "Smoking causes insomnia.", "Smoking was associated with insomnia."),
        ("strength", "氯胺酮降低评分。", "氯胺酮可能降低评分。"),
    ],
)
def test_what_is_otherwise_is_seen(rule: str, statement: str, quote: str) -> None:
    assert wrong(rule, statement, quote)


@pytest.mark.parametrize("rule", ["number", "name", "direction", "negation", "strength"])
@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (QUOTE, QUOTE),
        ("After three weeks BDI scores may be 12% lower.", QUOTE),
        ("84名患者的BDI评分可能下降12%。", QUOTE),
        ("Depression scores may have dropped by 12%, but sleep was no better.", HAN_QUOTE),
        ("十二只猫喝了茶。", "Twelve cats drank tea."),
    ],
)
def test_what_is_the_same_in_other_words_is_let_pass(rule: str, statement: str, quote: str) -> None:
    assert not wrong(rule, statement, quote)


def test_names_with_figures_are_no_quantities() -> None:
    assert [(q.value, q.unit) for q in quantities("5-HT and IL-6 after 2 h, 1,200 cells")] == [
        (2, "hour"),
        (1200, None),
    ]


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("It was seen in 5 of 12 patients.", "It was seen in 5 out of 12 patients."),
        ("They took 10 mg.", "They took 10 mg in 10 mL saline."),
    ],
)
def test_a_number_that_is_there_is_found(statement: str, quote: str) -> None:
    assert not wrong("number", statement, quote)


def test_other_numbers_of_patients_are_seen() -> None:
    assert wrong("number", "Scores fell in 9 of 14 patients.", "Scores fell in 5 of 12 patients.")


@pytest.mark.parametrize("word", ["normal", "novel nodes", "notable"])
def test_a_short_word_denies_only_as_a_whole(word: str) -> None:
    assert not Side(f"Sleep was {word}.").denies


def test_coverage_crosses_the_languages() -> None:
    same = sides.coverage(Side("氯胺酮降低抑郁评分。"), Side("Ketamine reduced depression scores."))
    other = sides.coverage(Side("氯胺酮降低抑郁评分。"), Side("Coral reefs need cold water."))
    assert same > 0.5 > other
