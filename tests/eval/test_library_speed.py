from pathlib import Path

from eval.library_speed import measure, synthetic
from vectorstore.plain_text import read_plain_text


def test_the_synthetic_abstracts_are_whole_and_different() -> None:
    records = [read_plain_text(text)[0] for text in synthetic(3)]
    assert len({record.id for record in records}) == 3
    assert {s.role for s in records[0].sections} >= {"title", "reference", "background", "results", "conclusions"}


def test_a_small_run_gives_every_line(tmp_path: Path) -> None:
    lines = list(measure(5, tmp_path))
    assert [line.split()[1] for line in lines[:6]] == ["added"] * 5 + ["searchable"]
    assert "first question" in lines[-1]
