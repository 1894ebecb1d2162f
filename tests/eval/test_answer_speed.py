"""The command that measures how fast answers come."""

from pathlib import Path

from eval.answer_speed import cold, many_abstracts, one_abstract
from eval.samples import Sample


def test_it_times_every_question(tmp_path: Path) -> None:
    sample = Sample(id="q1", lang="en", category="direct", question="Which pathways?", answerable=False)
    assert min(one_abstract(tmp_path / "one", [sample, sample])) > 0
    assert len(many_abstracts(tmp_path / "many", 3)) == 100


def test_it_times_a_whole_process_beside_the_bare_import(tmp_path: Path) -> None:
    asked, imported = cold(tmp_path, runs=1)
    assert asked > imported > [0.0]
