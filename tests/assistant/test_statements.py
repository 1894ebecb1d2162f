"""What the check of a model's statements learns from: written cases, and sentences with one thing changed."""

from __future__ import annotations

import json
import random
from itertools import count
from pathlib import Path

import pytest

from assistant.making.answered import read_answers
from assistant.making.changing import changed, restated, shortened
from assistant.making.claims import read_claims
from assistant.making.lessons import part_of
from assistant.making.statements import STATEMENTS, families, retold
from assistant.scorer import Text
from assistant.stated import differences, read_statements

_TEXT = """@ en
title: Tea in cats
1 Twelve cats drank 5 mg of tea for 3 weeks.
2 Tea may have increased sleep.
+ | en | 1,2 | Twelve cats may have slept more after tea.
- direction | zh | 2 | 茶可能减少睡眠。
"""


def test_a_file_gives_its_statements_with_what_they_cite(tmp_path: Path) -> None:
    (tmp_path / "cats.txt").write_text(_TEXT, encoding="utf-8")
    true, false = read_statements(tmp_path)
    assert (true.carried, true.language, len(true.quotes)) == (True, "en", 2)
    assert (false.carried, false.kind, false.language) == (False, "direction", "zh")
    assert false.quotes == ("Tea may have increased sleep.",)


@pytest.mark.parametrize("line", ["+ | en | 7 | Cats.", "- | Cats."])
def test_a_line_that_can_not_be_meant_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "cats.txt").write_text(f"{_TEXT}{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"cats.txt:7"):
        read_statements(tmp_path)


def test_what_is_wrong_with_a_false_statement_is_known_from_the_true_one_above_it(tmp_path: Path) -> None:
    (tmp_path / "cats.txt").write_text(
        "@ en\n1 Tea woke cats.\n+ | en | 1 | Tea woke cats.\n- entity | en | 1 | Tea woke dogs.\n", encoding="utf-8"
    )
    true, false = read_statements(tmp_path)
    assert (true.wrong, false.wrong) == ([], [(9, 13)])


def test_where_a_word_is_missing_its_neighbours_are_wrong() -> None:
    assert differences("Tea did not help.", "Tea did help.") == [(4, 12)]


def test_other_words_and_a_shorter_sentence_stay_true_to_the_numbers() -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    sentence = "Scores increased by 1.4 points in patients (p=0.03), and sleep improved."
    said = {restated(sentence, chance) for _ in range(50)} | {shortened(sentence, chance) for _ in range(9)}
    assert len(said) > 5
    assert all("1.4" in one for one in said)
    assert "Scores increased by 1.4 points in patients, and sleep improved." in said


def test_our_own_statements_are_true_and_false_in_both_languages() -> None:
    ours = read_statements(STATEMENTS)
    assert {(case.carried, case.language) for case in ours} == {(t, x) for t in (True, False) for x in ("en", "zh")}


@pytest.mark.parametrize(
    "sentence",
    ["Twelve cats drank 5 mg of tea for 3 weeks and slept more.", "氯胺酮10 mg使小鼠前额叶皮质BDNF表达升高。"],
)
def test_one_thing_is_changed_and_the_rest_is_kept(sentence: str) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    made = [changed(sentence, [sentence, "IL-6 rose."], chance) for _ in range(30)]
    kinds = {kind for kind, text in filter(None, made) if text != sentence}
    assert {"number", "direction"} <= kinds


def test_statements_are_claims_to_which_sentences_of_the_abstract_speak(tmp_path: Path) -> None:
    (tmp_path / "cats.txt").write_text(
        f"{_TEXT}+ | en | 1 | Twelve cats took part.\n- negation | en | 1 | No cat took part.\n", encoding="utf-8"
    )
    agreed, opposed, also = read_claims(tmp_path)
    assert (agreed.question, agreed.needed) == ("Twelve cats may have slept more after tea.", (0, 1))
    assert (opposed.question, opposed.needed) == ("茶可能减少睡眠。", (1,))
    assert (also.question, also.needed) == ("Twelve cats took part.", (0,))
    assert agreed.text.title == "Tea in cats"


def test_statements_about_one_abstract_are_told_together_and_stay_true_or_false(tmp_path: Path) -> None:
    (tmp_path / "cats.txt").write_text(
        "@ en\n1 Tea woke cats.\n2 Milk calmed mice.\n"
        "+ | en | 1 | Cats woke after tea.\n- entity | en | 1 | Dogs woke after tea.\n"
        "+ | en | 2 | Mice were calm after milk.\n- entity | en | 2 | Rats were calm after milk.\n",
        encoding="utf-8",
    )
    written = families(read_statements(tmp_path))
    others = [Text("", ("Water boiled, and IL-6 rose.",), ("other",))]
    told = [f for seed in range(60) for f in retold(others, written, random.Random(seed))]  # noqa: S311 - no secret
    both = [family for family in told if len(family[0].quotes) == 2 and ", and " in family[0].text]
    assert both
    for true, *_, false in both:
        assert true.carried
        assert not false.carried
        assert ("dogs" in false.text.casefold()) != ("rats" in false.text.casefold())
        assert "dogs" not in true.text.casefold()
        assert "rats" not in true.text.casefold()


def test_answers_of_public_questions_are_statements_and_other_answers_false_ones(tmp_path: Path) -> None:
    ids = (str(number) for number in count() if part_of(str(number)) == "scorer")
    context = "Tea was drunk in 1999. Milk was drunk in 2003."
    asked = [
        {"id": next(ids), "question": "When was tea drunk?", "answers": [{"text": "1999", "answer_start": 17}]},
        {"id": next(ids), "question": "When was milk drunk?", "answers": [{"text": "2003", "answer_start": 41}]},
        {
            "id": next(ids), "question": "When was beer drunk?", "answers": [], "is_impossible": True,
            "plausible_answers": [{"text": "1999", "answer_start": 17}],
        },
    ]  # fmt: skip
    for name, held in (
        ("squad2/questions", asked),
        ("cmrc2018/questions", []),
        ("xquad/xquad.en", []),
        ("xquad/xquad.zh", []),
    ):
        path = tmp_path / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"data": [{"paragraphs": [{"context": context, "qas": held}]}]}), encoding="utf-8")
    told = [(case.carried, case.text, case.quotes) for family in read_answers(tmp_path) for case in family]
    assert (True, "When was tea drunk? 1999", ("Tea was drunk in 1999.",)) in told
    assert (False, "When was tea drunk? 2003", ("Tea was drunk in 1999.",)) in told
    assert (False, "When was beer drunk? 1999", ("Tea was drunk in 1999.",)) in told
