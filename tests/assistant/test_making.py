"""What the built-in reader is made from: our own abstracts and questions, read as their README says."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from assistant.making.bundled import bundled_text
from assistant.making.lessons import BUNDLED, WRITTEN, Lesson, part_of, read_written
from assistant.making.rounding import STEPS, rounded
from assistant.making.rounds import rounds
from assistant.making.standing import standings
from assistant.scorer import Text

_TEXT = """@ en
title: Tea in cats
reference: Doe J
methods: Twelve cats drank tea.
results: Nine slept, and three did not.
? direct | en | 1 | How many cats were there?
? list | en | 1,2 | How many cats were there, and how many slept?
? claim | zh | 1/2 | 猫喝了茶。
? unstated | en | ~2 | How long did they sleep? | how long
? direct | en | R1 | Who wrote about cats?
"""


def test_a_file_gives_its_lessons(tmp_path: Path) -> None:
    (tmp_path / "cats-01.txt").write_text(_TEXT, encoding="utf-8")
    direct, several, either, unanswered = read_written(tmp_path, "scorer")
    assert (direct.text.title, direct.text.roles, direct.needed) == ("Tea in cats", ("methods", "results"), (0,))
    assert several.needed == (0, 1)
    assert (either.needed, either.enough) == ((0,), (1,))
    assert (unanswered.answered, unanswered.tempting) == (False, 1)


def test_files_for_the_decision_are_kept_from_the_scorer(tmp_path: Path) -> None:
    (tmp_path / "cats-04.txt").write_text(_TEXT, encoding="utf-8")
    assert read_written(tmp_path, "scorer") == []
    assert len(read_written(tmp_path, "decision")) == 4
    ours = [{lesson.text for lesson in read_written(WRITTEN, part)} for part in ("scorer", "decision")]  # type: ignore[arg-type]  # a loop over literals
    assert all(ours)
    assert not ours[0] & ours[1]


def test_lessons_may_be_about_the_bundled_abstract(tmp_path: Path) -> None:
    asked = "@ zh bundled\n? direct | zh | 5 | 哪些通路?\n"
    (tmp_path / "mixed-01.txt").write_text(asked + _TEXT, encoding="utf-8")
    about, *others = read_written(tmp_path, "scorer")
    assert (about.source, len(about.text.sentences)) == (BUNDLED, 8)
    assert "mTOR" in about.text.sentences[about.needed[0]]
    assert {(lesson.source == BUNDLED, lesson.text.title) for lesson in others} == {(False, "Tea in cats")}


@pytest.mark.parametrize("line", ["? direct | en | 3 | How many?", "? direct | en | How many?"])
def test_a_line_that_can_not_be_meant_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "cats-01.txt").write_text(f"{_TEXT}{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"cats-01.txt:11"):
        read_written(tmp_path, "scorer")


def test_items_of_public_sets_have_one_purpose_each() -> None:
    assert {part_of(str(number)) for number in range(50)} == {"scorer", "decision", "held"}


def test_rounded_weights_lie_on_steps_and_change_what_a_layer_gives_less_than_each_rounded_alone() -> None:
    chance = np.random.default_rng(7)
    weight = chance.normal(size=(20, 40))
    given = chance.normal(size=(500, 10)) @ chance.normal(size=(10, 40)) + 0.1 * chance.normal(size=(500, 40))
    step = np.abs(weight).max(axis=1, keepdims=True) / STEPS
    found = rounded(weight, given.T @ given)
    assert np.allclose(found / step, np.round(found / step))
    assert np.allclose(np.abs(found).max(axis=1, keepdims=True), step * STEPS)  # so that the same steps are found again
    alone = np.round(weight / step) * step
    assert np.square(given @ (found - weight).T).sum() < 0.5 * np.square(given @ (alone - weight).T).sum()


def test_a_text_stands_out_for_a_question_about_it_and_less_for_one_about_nothing_there() -> None:
    remedies = [
        f"{first}{second}" for first in ("ar", "bel", "cor", "dim", "est") for second in ("ato", "ine", "ol", "um")
    ]
    texts = [
        Text("", (f"We gave {name} to cats.", f"Cats slept well after {name}."), ("methods", "results"))
        for name in remedies
    ]
    with standings(Lesson("written", "?", text, (0,)) for text in texts) as standing:
        asked, strange = "Did cats sleep after corine?", "Did horses cough in deserts?"
        [meant] = [text for text in texts if "corine" in text.sentences[0]]
        assert (standing(asked, meant) or -9) > max(standing(strange, text) or -9 for text in texts)
        assert standing(asked, texts[0]) is None  # not read: three are


def test_a_round_asks_of_the_bundled_abstract_what_is_about_it_and_what_is_not() -> None:
    known, tea = bundled_text("en"), Text("", ("Twelve cats drank tea.", "Nine slept."), ("other", "other"))
    lessons = [Lesson("written direct", f"How many cats drank cup {cup}?", tea, (0,)) for cup in range(40)]
    about = [Lesson(BUNDLED, question, known, (at,)) for at, question in enumerate(["Which pathways?", "Why?", "Who?"])]
    read = next(rounds([*lessons, *about], random.Random(3)))  # noqa: S311 - no secret
    bundled = [lesson for lesson in read if lesson.source == BUNDLED]
    assert all(set(lesson.text.sentences) <= set(known.sentences) for lesson in bundled)  # not of its translation
    strange = {lesson.question for lesson in bundled} - {lesson.question for lesson in about}
    assert strange == {lesson.question for lesson in lessons}
    assert not any(lesson.answered for lesson in bundled if lesson.question in strange)
