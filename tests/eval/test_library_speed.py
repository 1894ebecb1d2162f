"""The command that measures what a library costs."""

from pathlib import Path

from eval.library_speed import measure, synthetic


def test_it_measures_every_cost(tmp_path: Path) -> None:
    cost = measure(12, tmp_path)
    assert cost.abstracts == 12
    assert cost.chunks >= 12 * 4
    assert cost.ratio == cost.add_s / cost.chroma_s
    assert min(cost.one_more_s, cost.open_s, cost.first_s, cost.p50_ms, cost.memory_mb, cost.disk_mb) > 0


def test_synthetic_abstracts_are_always_the_same() -> None:
    assert list(synthetic(3)) == list(synthetic(3))
