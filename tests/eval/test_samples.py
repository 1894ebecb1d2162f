"""Reading question sets, and finding the abstracts that they are asked over."""

from pathlib import Path

import pytest

from eval.samples import abstracts_for, holder, load_samples
from tests.conftest import CHINESE, TRIAL
from tests.eval.making import sample
from vectorstore.errors import InputError
from vectorstore.library import bundled_abstract


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_line_that_is_no_sample_is_named(tmp_path: Path) -> None:
    line = '{"id": "1", "lang": "fr", "category": "x", "question": "?", "answerable": true}'
    with pytest.raises(InputError, match=r"set\.jsonl, line 1: lang"):
        load_samples(written(tmp_path / "set.jsonl", line))


def test_an_id_that_stands_twice_is_named(tmp_path: Path) -> None:
    line = sample(id="q7").model_dump_json()
    with pytest.raises(InputError, match=r"line 2: the id 'q7' stands on an earlier line"):
        load_samples(written(tmp_path / "set.jsonl", line, line))


def test_an_empty_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no question"):
        load_samples(written(tmp_path / "set.jsonl"))


def test_a_set_is_asked_over_the_folder_beside_it_and_so_is_its_held_part(tmp_path: Path) -> None:
    folder = tmp_path / "mine.abstracts"
    folder.mkdir()
    written(folder / "a.txt", TRIAL)
    written(folder / "b.txt", CHINESE)
    names = {abstract.name for abstract in abstracts_for(tmp_path / "mine.jsonl")}
    assert len(names) == 2
    assert {abstract.name for abstract in abstracts_for(tmp_path / "mine.held.jsonl")} == names
    assert abstracts_for(tmp_path / "other.jsonl") == [bundled_abstract()]


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.abstracts").mkdir()
    with pytest.raises(InputError, match=r"mine\.abstracts"):
        abstracts_for(tmp_path / "mine.jsonl")


def test_the_abstract_of_a_sample_is_the_one_that_holds_its_evidence() -> None:
    texts = {"a": "cats slept.", "b": "dogs barked."}
    assert holder(sample(evidence=("Dogs barked",)), texts) == "b"
    assert holder(sample(evidence=("Birds",)), texts) is None
    assert holder(sample(answerable=False), texts) is None
