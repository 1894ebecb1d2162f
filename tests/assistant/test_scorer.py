"""The learned scorer: every sentence gets a score, alone or in company the same, and the right one the highest."""

from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from assistant.scorer import ARTEFACT, LONGEST, Scorer, Text, default_scorer, encode

TRIAL = Text(
    title="Melatonin for night nurses: a randomised trial",
    sentences=(
        "Night shifts disturb sleep, and many nurses ask for something to help.",
        "We gave 5 mg of melatonin or placebo to 40 nurses before their day's sleep for six weeks.",
        "Total sleep rose by 38 minutes with melatonin and by 11 minutes with placebo (p = 0.01).",
        "Headache was reported by three nurses, all of them on placebo.",
        "Melatonin lengthens the sleep of nurses after night shifts.",
    ),
    roles=("background", "methods", "results", "results", "conclusions"),
)
ASKED = [
    ("What dose of melatonin was given?", 1),
    ("褪黑素的剂量是多少?", 1),
    ("How many participants were there?", 1),
    ("Did anyone get a sore head?", 3),
    ("哪些不良反应?", 3),
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(ARTEFACT / "tokenizer.json"))


@pytest.mark.parametrize(("question", "place"), ASKED)
def test_the_sentence_that_answers_scores_highest_in_either_language(question: str, place: int) -> None:
    scores = default_scorer().score(question, [TRIAL])[0]
    assert max(range(5), key=lambda at: scores.relevance[at]) == place


def test_questions_that_are_answered_score_above_those_that_are_not() -> None:
    told = [default_scorer().score(question, [TRIAL])[0].answered for question, _ in ASKED]
    strange = ("Which enzyme breaks melatonin down?", "Did melatonin lower blood pressure?", "谁资助了这项研究?")
    untold = [default_scorer().score(question, [TRIAL])[0].answered for question in strange]
    assert sorted(told)[1] > max(untold)  # all but one


def test_a_text_scores_the_same_alone_and_beside_others_and_in_a_new_scorer() -> None:
    other = Text("", ("Tea is popular.", "茶很受欢迎。"), ("other", "other"))
    together = default_scorer().score("Is tea popular?", [TRIAL, other])
    assert together == [Scorer().score("Is tea popular?", [text])[0] for text in (TRIAL, other)]


def test_traditional_chinese_is_read_as_simplified() -> None:
    texts = [Text("", (f"四十名{nurse}服用褪黑素。",), ("other",)) for nurse in ("護士", "护士")]
    scores = [default_scorer().score(question, texts) for question in ("護士有幾名?", "护士有几名?")]
    assert len({score for of_question in scores for score in of_question}) == 1


def test_a_text_without_sentences_gets_no_scores() -> None:
    assert default_scorer().score("Is tea popular?", [Text("A title", (), ())])[0].relevance == ()


def test_every_sentence_of_a_long_text_is_scored() -> None:
    many = tuple(f"In group {number} the mean rose to {number * 3} units after a year." for number in range(90))
    scores = default_scorer().score("What was the mean in group 77?", [Text("", many, ("results",) * 90)])[0]
    assert len(scores.relevance) == len(scores.answers) == 90


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=300),
    st.text(max_size=200),
    st.lists(st.text(max_size=900), max_size=12),
)
def test_pieces_hold_every_sentence_once_and_are_not_too_long(
    tokenizer: Tokenizer, question: str, title: str, sentences: list[str]
) -> None:
    pieces = list(encode(tokenizer, question, Text(title, tuple(sentences), ("other",) * len(sentences))))
    held = [piece.first + at for piece in pieces for at in range(len(piece.spans) - 1)]
    assert held == list(range(len(sentences)))
    assert all(len(piece.ids) <= LONGEST for piece in pieces)
    assert all(0 < start <= end < len(piece.ids) for piece in pieces for start, end in piece.spans)


def test_the_card_tells_the_hashes_of_what_lies_beside_it() -> None:
    card = (ARTEFACT / "card.md").read_text(encoding="utf-8")
    for name in ("scorer.onnx", "tokenizer.json", "decision.toml", "checker.onnx", "check.toml"):
        assert hashlib.sha256((ARTEFACT / name).read_bytes()).hexdigest() in card


def test_the_scorer_and_the_check_take_no_more_room_than_they_may() -> None:
    def packed(*names: str) -> int:  # as a wheel packs it, or worse
        return sum(len(zlib.compress((ARTEFACT / name).read_bytes(), 1)) for name in names)

    assert packed("scorer.onnx", "tokenizer.json", "decision.toml") <= 40_000_000
    assert packed("checker.onnx", "check.toml") <= 15_000_000
