from pathlib import Path

import pytest

from assistant import Answer, Assistant
from eval.metrics import facts_met, is_right, stray_citations
from eval.samples import Sample, load_samples
from vectorstore.errors import InputError


def sample(**fields: object) -> Sample:
    given = {"id": "1", "lang": "en", "category": "direct", "question": "?", "answerable": True, **fields}
    return Sample.model_validate(given)


@pytest.fixture(scope="module")
def pathways(assistant: Assistant) -> Answer:
    return assistant.ask("Which pathways are implicated?")


@pytest.fixture(scope="module")
def conclusion(assistant: Assistant) -> Answer:
    return assistant.ask("What do the authors conclude?")


def test_a_fact_is_met_by_one_of_its_alternatives_in_any_case_and_width(pathways: Answer) -> None:
    assert facts_met(sample(facts=("ＭＴＯＲ", "nothing|gsk3")), pathways)
    assert not facts_met(sample(facts=("mTOR", "BDNF")), pathways)
    assert facts_met(sample(), pathways)


def test_half_of_the_citations_may_lie_outside_the_evidence(conclusion: Answer) -> None:
    assert len(conclusion.citations) == 2
    assert stray_citations(sample(evidence=("Our review highlights",)), conclusion) == 1
    assert is_right(sample(evidence=("Our review highlights",)), conclusion)
    assert not is_right(sample(evidence=("Something else",)), conclusion)


def test_refusing_is_right_only_for_what_can_not_be_answered(assistant: Assistant, pathways: Answer) -> None:
    refused = assistant.ask("What dose was given?")
    assert is_right(sample(answerable=False), refused)
    assert not is_right(sample(answerable=False), pathways)
    assert not is_right(sample(), refused)


def test_a_line_that_is_no_sample_is_named(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": "1", "lang": "fr", "category": "x", "question": "?", "answerable": true}')
    with pytest.raises(InputError, match=r"set\.jsonl, line 1: lang"):
        load_samples(file)
