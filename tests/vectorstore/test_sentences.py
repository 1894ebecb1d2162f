from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.sentences import sentence_spans

MIXED = st.text(alphabet="aB c.D,12!?。！？；“”()（）「」\n 药效…", max_size=80)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Smith et al. reported it.",
        "Drug A vs. Drug B was tested.",
        "Some cells, i.e. Neurons, died.",
        "As Fig. 2 shows, it rose.",
        "E. coli was grown.",
        "The change was 3.5 points (p = 0.03).",
        "We thank J. R. Tolkien for advice.",
        "It fell (see Table 1. Details follow.) in all mice.",
        "The ratio was 1.2 vs. 3.4 in both.",
        "Approx. 30 mice were used at 5 p.m. daily.",
        "the drug (Acme Inc. Boston) worked.",
    ],
)
def test_stops_inside_a_sentence_do_not_end_it(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It works. It lasts.", ["It works.", "It lasts."]),
        ("P was <0.05. The rest died!", ["P was <0.05.", "The rest died!"]),
        ("It had hepatitis C. Patients died.", ["It had hepatitis C.", "Patients died."]),
        ("Several were tried, etc. The rest failed.", ["Several were tried, etc.", "The rest failed."]),
        ('He said "it works." Then he left.', ['He said "it works."', "Then he left."]),
        ("It rose.[12] It fell.", ["It rose.[12]", "It fell."]),
        ("有效。真的？是！", ["有效。", "真的？", "是！"]),
        ("一组好转；二组恶化。", ["一组好转；", "二组恶化。"]),
        ("他说：“有效。”我们同意。", ["他说：“有效。”", "我们同意。"]),
        ("(结果见表1。)随后改善。", ["(结果见表1。)", "随后改善。"]),
        ("增加了3.5倍。P<0.05。", ["增加了3.5倍。", "P<0.05。"]),
        ("Ketamine有效.氯胺酮也有效.", ["Ketamine有效.", "氯胺酮也有效."]),
        ("First line\nsame sentence.\n\nNext paragraph", ["First line\nsame sentence.", "Next paragraph"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@given(st.one_of(MIXED, st.text(max_size=60)))
def test_spans_are_ordered_disjoint_and_cover_every_visible_character(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    covered = {offset for start, end in spans for offset in range(start, end)}
    assert all(offset in covered for offset, char in enumerate(text) if not char.isspace())
