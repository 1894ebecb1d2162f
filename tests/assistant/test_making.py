"""What the built-in reader is made from: our own abstracts and questions, read as their README says."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.making.lessons import WRITTEN, part_of, read_written

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


@pytest.mark.parametrize("line", ["? direct | en | 3 | How many?", "? direct | en | How many?"])
def test_a_line_that_can_not_be_meant_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "cats-01.txt").write_text(f"{_TEXT}{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"cats-01.txt:11"):
        read_written(tmp_path, "scorer")


def test_items_of_public_sets_have_one_purpose_each() -> None:
    assert {part_of(str(number)) for number in range(50)} == {"scorer", "decision", "held"}
