"""The repository's own question set: answered and refused rightly as often as we say, every quote in place."""

from pathlib import Path

import pytest

from assistant import Answer
from assistant.settings import settings_from
from eval.running import Choice, run_sets
from eval.runs import Run
from eval.samples import load_samples
from eval.scoring import Threshold, missed, score

SET = Path(__file__).parents[2] / "eval" / "questions" / "ketamine.jsonl"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("run")
    return run_sets([SET], folder / "run.json", settings_from(folder / "home"), Choice(), lambda done, total: None)[1]


def test_it_has_both_languages_and_a_third_that_can_not_be_answered() -> None:
    samples = load_samples(SET)
    assert min(sum(s.lang == lang for s in samples) for lang in ("en", "zh")) >= 150
    assert sum(not s.answerable for s in samples) >= len(samples) / 3


@pytest.mark.parametrize(
    "limit",
    [
        "joint_accuracy@en=0.85",
        "joint_accuracy@zh=0.85",
        "verbatim_rate=1",
        "offsets_right=1",
        "uncited_statements=0",
        "numbers_grounded=1",
    ],
)
def test_it_is_answered_as_well_as_we_say(run: Run, limit: str) -> None:
    assert missed(Threshold.parsed(limit), score(run)) == []


def test_every_statement_is_cited_and_every_refusal_explains_itself(run: Run) -> None:
    for asked in run.asked:
        assert isinstance(asked.answer, Answer), asked.error
        answer, numbers = asked.answer, {citation.number for citation in asked.answer.citations}
        assert all(s.citations and set(s.citations) <= numbers for s in answer.statements), asked.sample.id
        assert (answer.refusal is None) == (answer.status == "answered"), asked.sample.id
        assert bool(answer.statements) != (answer.status == "refused"), asked.sample.id
