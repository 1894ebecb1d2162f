"""Parts that the tests of the evaluation share: a small question set, and running it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.settings import Settings, settings_from
from eval.running import Choice, run_sets
from eval.runs import Run
from tests.eval.making import sample


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Five questions over the bundled abstract, one of which the `Failing` assistant can't take."""
    samples = [
        sample(
            id="1", question="Which pathways are implicated?", facts=("mTOR",), evidence=("Intracellular signaling",)
        ),
        sample(id="2", lang="zh", question="涉及哪些信号通路?", facts=("mTOR",), evidence=("细胞内信号通路",)),
        sample(id="3", category="unstated", question="What dose was given?", answerable=False, reason="not_stated"),
        sample(id="4", category="off_topic", question="Do dogs bark?", answerable=False),
        sample(id="5", question="Is there a bug in depression?", answerable=False),
    ]
    path = tmp_path / "five.jsonl"
    path.write_text("".join(s.model_dump_json() + "\n" for s in samples), encoding="utf-8")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_from(tmp_path / "home")


Ran = Callable[..., Run]


@pytest.fixture
def ran(questions: Path, settings: Settings, tmp_path: Path) -> Ran:
    """Runs the five questions and gives the run."""

    def go(choice: Choice | None = None, make: type[Assistant] = Assistant, out: str = "run.json") -> Run:
        return run_sets([questions], tmp_path / out, settings, choice or Choice(), lambda done, total: None, make)[1]

    return go
