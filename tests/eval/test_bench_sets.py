"""Reading the public sets: what is gold, what is in scope, and how a malformed file is told."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from eval.bench.medical import pubmedqa, scifact
from eval.bench.running import Selection, bench
from eval.bench.squad import cmrc2018, xquad
from tests.eval.bench_data import FILES, write
from vectorstore.errors import InputError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "data")


def test_gold_stretches_are_the_words_of_the_answer(data: Path) -> None:
    pools = [
        *xquad(data / "xquad"),
        *cmrc2018(data / "cmrc2018"),
        *scifact(data / "scifact"),
        *pubmedqa(data / "pubmedqa"),
    ]
    found = []
    for pool in pools:
        texts = {abstract.id: abstract.text for abstract in pool.abstracts}
        items = [item for table in pool.tables if table.task == "sentence" for item in table.items]
        found += [texts[item.about][start:end] for item in items for start, end in item.spans]
    english, chinese = ["voles", "nine hours"], ["三天", "五毫升", "三天", "茶"]
    assert found == [*english, *chinese, "Barn owls hunt voles at dusk.", "Voles feed owls. At dusk.", "Sticky indeed."]


def test_each_pubmedqa_question_is_asked_with_its_abstract_and_without(data: Path) -> None:
    bare, whole = pubmedqa(data / "pubmedqa")
    answerable = next(table for table in bare.tables if table.task == "answerable")
    scopes = [(item.id, item.scope, item.answered) for item in answerable.items]
    assert scopes == [("501", None, True), ("501", ("502",), False), ("502", None, True), ("502", ("501",), False)]
    assert [section.role for section in whole.abstracts[0].sections] == ["objective", "results", "conclusions"]
    assert "Voles feed owls" not in bare.abstracts[0].text


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("scifact/corpus.jsonl", '{"doc_id": "1", "title": "x"}', "line 1: sentences: Field required"),
        (
            "scifact/claims.jsonl",
            '{"id": 1, "claim": "x", "cited_doc_ids": [99], "evidence": {}}',
            "claim 1.* 99 is not",
        ),
        (
            "scifact/claims.jsonl",
            '{"id": 1, "claim": "x", "cited_doc_ids": [], "evidence": {}}',
            "claim 1: it cites no",
        ),
        (
            "scifact/claims.jsonl",
            '{"id": 1, "claim": "x", "cited_doc_ids": [11], "evidence": {"11": [{"sentences": [3]}]}}',
            "claim 1.* no such sentence",
        ),
        ("pubmedqa/questions.json", "[", "Invalid JSON"),
        (
            "pubmedqa/questions.json",
            FILES["pubmedqa/questions.json"].replace('"AIMS", ', ""),
            "501: LABELS and CONTEXTS",
        ),
        ("xquad/xquad.zh.json", FILES["cmrc2018/questions.json"], "the same questions in the same order"),
        ("tico19/segments.tsv", "source\ten\nS_1:1 x\tTea\n", "line 2: zh: Field required"),
        ("cmrc2018/questions.json", '{"data": [{"paragraphs": [{"context": "x"}]}]}', "data.0.paragraphs.0.qas"),
        ("squad2/questions.json", '{"data": []}', "holds nothing to ask"),
        ("healthver/claims.csv", "id,evidence,claim,label\n1,x,y,Perhaps\n", "line 2: label"),
        ("healthver/claims.csv", b"id,evidence\n1,\xff\n", "can't decode"),
    ],
)
def test_a_malformed_file_is_named(data: Path, file: str, content: str | bytes, message: str) -> None:
    (data / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    name = file.split("/")[0]
    with pytest.raises(InputError, match=message) as caught:
        bench(data, Selection([name], limit=1), Settings(data), print)
    assert name in str(caught.value)
