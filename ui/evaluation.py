"""The evaluation page: the runs of question sets that were saved, and what one of them came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ui.component import element
from ui.state import language
from ui.words import TAGS, say
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from assistant import Assistant
    from eval.mistakes import Mistake
    from eval.rows import MetricRow

_MOST_RUNS = 200  # remembered; older ones are read again

Found = tuple[list["MetricRow"], list["Mistake"]]
"""The scores of a run, and what went wrong in it."""


@dataclass(frozen=True, slots=True)
class _Saved:
    """A file in the folder of runs."""

    path: str
    changed: int
    created: str
    about: str  # by what it is told from others: when, which sets, which model
    reason: str  # why it can't be read; empty when it can


def show_evaluation(assistant: Assistant) -> None:
    """Show the evaluation page over the runs in an assistant's home."""
    st.title(say(language(), "evaluation"), anchor=False)
    st.text(say(language(), "evaluation_note"))
    saved = _saved(assistant.library.home / "runs")
    runs = {run.path: run for run in saved if not run.reason}
    if runs:
        chosen = st.selectbox(say(language(), "run"), runs, format_func=lambda path: runs[path].about, key="run")
        _show(runs[chosen])
    else:
        st.text(say(language(), "runs_none"))
        st.code("abstract-assistant eval run QUESTIONS.jsonl", language=None)
    for run in saved:
        if run.reason:
            st.text(say(language(), "run_unreadable", reason=run.reason))


def _saved(folder: Path) -> list[_Saved]:
    """What is in the folder of runs, newest first."""
    return sorted((_glance(*stamp) for stamp in _stamps(folder)), key=lambda run: run.created, reverse=True)


def _stamps(folder: Path) -> list[tuple[str, int]]:
    """Each file with the time of its last change, by which a changed one is read anew."""
    return [(str(path), path.stat().st_mtime_ns) for path in folder.glob("*.json") if path.is_file()]


@st.cache_data(show_spinner=False, max_entries=_MOST_RUNS)
def _glance(path: str, changed: int) -> _Saved:
    from eval.runs import load_run  # the chat is shown sooner without the evaluation

    try:
        run = load_run(Path(path))
    except InputError as e:
        return _Saved(path, changed, "", "", str(e))
    names = " + ".join(info.name for info in run.header.sets)
    return _Saved(path, changed, run.created, " · ".join([_moment(run.created), names, run.header.model]), "")


def _moment(created: str) -> str:
    """When a run was finished, as it is read; whatever else stands there, as it stands."""
    try:
        return f"{datetime.fromisoformat(created):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return created


def _show(run: _Saved) -> None:
    from ui.scored import scored_data

    with st.spinner(say(language(), "scoring")):
        rows, wrong = _found(run.path, run.changed)
    element("scored")(key="scored", data={"lang": TAGS[language()], **scored_data(rows, wrong, language())})


@st.cache_data(show_spinner=False, max_entries=3)
def _found(path: str, changed: int) -> Found:
    from eval.mistakes import mistakes
    from eval.runs import load_run
    from eval.scoring import score

    run = load_run(Path(path))
    return score(run), mistakes(run)
