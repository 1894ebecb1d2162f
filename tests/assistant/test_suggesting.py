"""Suggested questions are made from the abstracts, answered by them, and lead on."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from assistant import Assistant
from assistant.suggesting import topics_of
from vectorstore.library import bundled_abstract
from vectorstore.plain_text import read_plain_text
from vectorstore.records import Abstract, Language
from vectorstore.text import HAN

LANGUAGES = get_args(Language)


@pytest.fixture
def several(tmp_path: Path, trial: Abstract, chinese: Abstract) -> Iterator[Assistant]:
    with Assistant.open(home=tmp_path) as opened:
        opened.library.add(trial)
        opened.library.add(chinese)
        yield opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bundled_abstract_offers_four_to_six_questions_that_it_answers(
    assistant: Assistant, language: Language
) -> None:
    questions = assistant.suggest(language)
    assert 4 <= len(questions) <= 6
    assert all(bool(HAN.search(question)) == (language == "zh") for question in questions)
    answers = [assistant.ask(question) for question in questions]
    assert {answer.status for answer in answers} == {"answered"}
    assert len({answer.citations for answer in answers}) == len(questions)


def test_the_same_library_gives_the_same_questions(assistant: Assistant) -> None:
    assert assistant.suggest("en") == assistant.suggest("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_several_abstracts_each_is_asked_about_by_what_it_speaks_of(several: Assistant, language: Language) -> None:
    questions = several.suggest(language)
    assert len(questions) >= 4
    cited = {c.abstract_id for question in questions for c in several.ask(question).citations}
    assert len(cited) == 3


def test_questions_keep_to_the_abstracts_in_scope(several: Assistant, trial: Abstract) -> None:
    questions = several.suggest("en", abstracts=[trial.id])
    assert questions
    cited = {c.abstract_id for q in questions for c in several.ask(q, abstracts=[trial.id]).citations}
    assert cited == {trial.id}


@pytest.mark.parametrize("question", ["Which pathways are implicated?", "涉及哪些信号通路?", "What dose was given?"])
def test_going_on_brings_something_new(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    following = assistant.suggest(answer.language, after=answer, most=3)
    assert 2 <= len(following) <= 3
    known = {c.quote for c in answer.citations}
    for further in following:
        assert {c.quote for c in assistant.ask(further).citations} - known


def test_an_empty_library_suggests_nothing(tmp_path: Path) -> None:
    with Assistant.open(home=tmp_path) as empty:
        empty.library.remove(bundled_abstract().id)
        assert empty.suggest("en") == []


def test_topics_are_the_abstract_s_own_words_names_first(trial: Abstract) -> None:
    assert topics_of(bundled_abstract(), "zh")[:3] == ["mTOR", "GSK3", "eEF2"]
    assert "tinnitus" in topics_of(trial, "zh")


def test_a_word_without_end_is_no_topic(tmp_path: Path) -> None:
    [record] = read_plain_text("RESULTS: Aspirin helped cats. " + "Zebrafish" * 3_000 + ".")
    with Assistant.open(home=tmp_path) as opened:
        opened.library.add(record)
        assert max(map(len, opened.suggest("en", [record.id]))) < 100
