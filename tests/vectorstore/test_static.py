"""The built-in embedding: unit vectors, always the same, near for what means the same, in both languages."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.static import ARTEFACT, StaticEmbeddings, Vocabulary, bare

MOST_BYTES = 12_000_000
EMBEDDINGS = StaticEmbeddings()
"""Loads on first use, so that nothing happens when tests are collected."""


def nearness(first: str, second: str) -> float:
    a, b = EMBEDDINGS.embed([first, second])
    return float(a @ b)


def test_vectors_are_lists_of_floats_of_unit_length() -> None:
    vectors = EMBEDDINGS.embed_documents(["Ketamine acts within hours.", "氯胺酮数小时内起效。"])
    assert [type(vector) for vector in vectors] == [list, list]
    assert all(isinstance(value, float) for vector in vectors for value in vector)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-6)


def test_no_texts_give_no_vectors() -> None:
    assert EMBEDDINGS.embed_documents([]) == []


@pytest.mark.parametrize("text", ["", " \n", "?!。，", "😀", "ठ"])
def test_text_without_known_words_gives_the_zero_vector(text: str) -> None:
    vector = EMBEDDINGS.embed_query(text)
    assert vector
    assert not any(vector)


@given(st.text(max_size=80))
def test_any_text_gives_a_vector_of_length_one_or_zero(text: str) -> None:
    length = float(np.linalg.norm(EMBEDDINGS.embed_query(text)))
    assert length == 0.0 or length == pytest.approx(1.0, abs=1e-5)


@given(st.lists(st.sampled_from(["mTOR 通路", "dose of ketamine", "", "剂量", "GSK-3β"]), max_size=6))
def test_a_text_has_the_same_vector_alone_and_among_others(texts: list[str]) -> None:
    assert EMBEDDINGS.embed_documents(texts) == [EMBEDDINGS.embed_query(text) for text in texts]


def test_another_process_gives_the_same_vector() -> None:
    text = "Rapid antidepressant effect of ketamine 氯胺酮"
    code = f"from vectorstore.static import StaticEmbeddings; print(StaticEmbeddings().embed_query({text!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == str(EMBEDDINGS.embed_query(text))


def test_case_width_and_accents_make_no_difference() -> None:
    assert EMBEDDINGS.embed_query("Ménière GSK3") == EMBEDDINGS.embed_query("meniere ＧＳＫ３")


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("heart attack", "myocardial infarction", "kidney stones"),
        ("blood pressure", "血压", "近视"),
        ("抑郁症的治疗", "treatment of depression", "road traffic accidents"),
        ("糖尿病患者的死亡率", "mortality in diabetic patients", "the history of the railway"),
        ("疫苗接种", "vaccination", "fracture of the hip"),
    ],
)
def test_what_means_the_same_is_nearer_within_and_across_languages(text: str, near: str, far: str) -> None:
    assert nearness(text, near) > nearness(text, far) + 0.1


def test_latin_words_are_looked_up_whole_then_cut_into_the_longest_pieces() -> None:
    vocabulary = Vocabulary(["ket", "##amine", "ketamine", "##s", "a"])
    assert vocabulary.tokens("Ketamine ketamines KETS a-?") == [2, 2, 3, 0, 3, 4]


def test_chinese_is_cut_into_the_longest_words_from_the_left() -> None:
    vocabulary = Vocabulary(["氯", "氯胺酮", "胺", "信号", "通路", "信号通路"])
    assert vocabulary.tokens("氯胺酮与mTOR信号通路，氯胺") == [1, 5, 0, 2]
    assert vocabulary.parts("信号通路") == [3, 4]


def test_text_is_looked_up_without_case_width_and_accents() -> None:
    assert bare("Ménière, ＧＳＫ３β") == "meniere, gsk3β"


def test_the_artefact_is_small_enough_for_the_wheel() -> None:
    assert sum(path.stat().st_size for path in ARTEFACT.iterdir()) <= MOST_BYTES


def test_the_card_names_the_files_that_lie_beside_it() -> None:
    card = (ARTEFACT / "card.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"\| `([^`]+)` \| [\d,]+ \| `([0-9a-f]{64})` \|", card))
    files = {path.name: path for path in ARTEFACT.iterdir() if path.name != "card.md"}
    assert named == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
