"""The bench over miniature sets: which rows it gives, which part it asks, what it skips and refuses."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from eval.bench.items import Item, Table, chosen, part_of
from eval.bench.measuring import Asking
from eval.bench.running import SETS, Selection, bench
from eval.bench.systems import System
from eval.rows import MetricRow
from tests.eval.bench_data import write
from vectorstore.errors import InputError

Rows = dict[tuple[str, str, str, str, str], MetricRow]

SENTENCE = {("sentence", language, system) for language in ("en", "zh") for system in ("ours", "overlap")}
ANSWERABLE = {("answerable", "en", system) for system in ("ours", "bm25", "overlap")}
ENGLISH = {("retrieval", "en-en", "ours"), ("retrieval", "en-en", "bm25"), ("latency", "en-en", "ours")}
CROSSED = {(t, d, s) for d in ("en-zh", "zh-en") for t, _, s in ENGLISH}
EXPECTED = {
    "scifact": ENGLISH | ANSWERABLE | {entry for entry in SENTENCE if entry[1] == "en"},
    "pubmedqa": ENGLISH | ANSWERABLE | {entry for entry in SENTENCE if entry[1] == "en"},
    "xquad": ENGLISH | CROSSED | {(t, "zh-zh", s) for t, _, s in ENGLISH} | SENTENCE,
    "tico19": CROSSED,
    "cmrc2018": {entry for entry in SENTENCE if entry[1] == "zh"},
    "squad2": ANSWERABLE,
    "healthver": ANSWERABLE,
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "data")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, list[str], Path]:
    """The whole bench over the miniature sets, run once."""
    folder, lines = tmp_path_factory.mktemp("bench"), list[str]()
    settings = Settings(home=folder / "home")
    rows = bench(write(folder / "data"), Selection(part="all", baselines=True), settings, lines.append)
    return {(r.set, r.task, r.slice, r.system, r.metric): r for r in rows}, lines, settings.home


def test_every_set_gives_its_rows_and_nothing_fails(measured: tuple[Rows, list[str], Path]) -> None:
    rows, lines, home = measured
    for name in SETS:
        assert {key[1:4] for key in rows if key[0] == name} == EXPECTED[name], name
    assert all(row.n > 0 and row.value is not None and row.failed == 0 for row in rows.values())
    assert {key[4] for key in rows if key[1] == "retrieval"} == {
        "ndcg_at_10",
        "mrr_at_10",
        "recall_at_1",
        "recall_at_10",
    }
    assert {key[4] for key in rows if key[1] == "sentence"} == {"hit_at_1", "hit_at_3"}
    assert sum(" items, " in line for line in lines) == 17
    assert not home.exists()


def test_what_is_plain_is_found(measured: tuple[Rows, list[str], Path]) -> None:
    rows, _, _ = measured
    for system in ("ours", "bm25"):
        assert rows["pubmedqa", "retrieval", "en-en", system, "recall_at_1"].value == 1
        assert rows["xquad", "retrieval", "zh-zh", system, "ndcg_at_10"].value == 1
        assert rows["pubmedqa", "answerable", "en", system, "auroc"].value == 1
    assert rows["scifact", "sentence", "en", "ours", "hit_at_1"].value == 1
    assert rows["healthver", "answerable", "en", "ours", "auroc"].value == 1


def test_what_can_not_be_judged_is_counted_apart(measured: tuple[Rows, list[str], Path]) -> None:
    row = measured[0]["cmrc2018", "sentence", "zh", "ours", "hit_at_1"]
    assert (row.n, row.unscored) == (1, 2)


def test_the_parts_are_disjoint_and_complete_and_about_seven_to_three() -> None:
    items = [Item(str(number), "?", "x") for number in range(1000)]
    fit, held = (chosen(items, part) for part in ("fit", "held"))
    assert sorted([*fit, *held], key=lambda item: int(item.id)) == items == chosen(items)
    assert 650 < len(fit) < 750
    assert (part_of("0"), part_of("2")) == ("held", "fit")  # sha256("0") begins with 5feceb66


def test_a_limit_takes_the_same_ids_each_time_and_both_items_of_one() -> None:
    items = [Item(str(number), question, "x") for number in range(50) for question in ("here", "gone")]
    few = chosen(items, "all", 5)
    assert len(few) == 10
    assert few == chosen(items[::-1], "all", 5)[::-1]
    assert {item.id for item in few} < {item.id for item in chosen(items, "all", 6)}


def test_a_missing_folder_or_file_is_a_line(data: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    (data / "xquad" / "xquad.zh.json").unlink()
    assert bench(data, Selection(["xquad"]), Settings(tmp_path), lines.append) == []
    assert lines == [f"xquad: skipped, {data / 'xquad' / 'xquad.zh.json'} is not there"]
    assert bench(tmp_path, Selection(), Settings(tmp_path), lines.append) == []
    assert len(lines) == 1 + len(SETS)


@pytest.mark.parametrize(
    ("selection", "message"),
    [(Selection(["scifact", "trivia"]), "'trivia'.*scifact, pubmedqa"), (Selection(limit=0), "at least 1")],
)
def test_a_selection_that_makes_no_sense_is_refused(data: Path, selection: Selection, message: str) -> None:
    with pytest.raises(InputError, match=message):
        bench(data, selection, Settings(data), print)


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere is no folder"):
        bench(tmp_path / "nowhere", Selection(), Settings(tmp_path), print)


def test_a_failure_counts_as_nothing_found_and_is_told() -> None:
    def rank(question: str) -> list[str]:
        return ["x"] if question == "Fine?" else [][0]

    lines: list[str] = []
    items = (Item("1", "Fine?", "x", gold=("x",)), Item("2", "Broken?", "y", gold=("y",)))
    table = Table("retrieval", "en-en", items)
    rows = Asking("scifact", table, items, System("ours", rank=rank), lines.append).rows()
    assert [(row.n, row.failed) for row in rows] == [(2, 1)] * 5
    assert [row.value for row in rows[:4]] == [0.5] * 4
    assert lines == ["scifact retrieval en-en ours: 1 of 2 failed, the first with: IndexError: list index out of range"]
