"""Is everything well? What is installed, where the library is, which model and embeddings are used."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from assistant.assistant import Assistant
from assistant.settings import Settings
from vectorstore.errors import AssistantError

_LEAST_FREE = 20_000_000
"""Bytes; the index of the bundled abstract alone takes about 2 million, and is written anew before the old one goes."""

_SHOWN = ("langchain-core", "chromadb", "bm25s", "tiktoken", "streamlit")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    """What it is."""
    well: bool
    """Whether it is as it should be."""
    text: str
    """What was found, and what to do when it is not well."""


def check_up(settings: Settings) -> list[Check]:
    """Look at the installation, the library and the index; asks one question to see that the chain works."""
    packages = ", ".join(f"{name} {version(name)}" for name in _SHOWN)
    found = [
        Check(
            "version", True, f"abstract-assistant {version('abstract-assistant')}, Python {platform.python_version()}"
        ),
        Check("packages", True, packages),
        Check("model", True, settings.model),
        Check("embeddings", True, settings.embeddings),
    ]
    try:
        with Assistant(settings) as assistant:
            return [*found, _disk(settings.home), *_library(assistant)]
    except AssistantError as e:
        return [*found, Check("library", False, str(e))]


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(home).free
    enough = free >= _LEAST_FREE
    way = "" if enough else f"; at least {_LEAST_FREE // 1_000_000} MB are wanted, so free some space"
    return Check("disk", enough, f"{free // 1_000_000:,} MB free at {home}{way}")


def _library(assistant: Assistant) -> list[Check]:
    library = assistant.library
    view = library.view()
    state, held = library.vectors.state(), library.vectors.count()
    wanted = len(view.lexical.places)
    answer = assistant.ask("What is this about?")
    wrong = [c for c in answer.citations if library.get(c.abstract_id).text[c.start : c.end] != c.quote]
    described = f"{state.embedding}, {state.dimension} dimensions, " if state else ""
    mended = "" if held == wanted else ". Run 'abstract-assistant rebuild'"
    return [
        Check(
            "library",
            True,
            f"{library.database.path}: {len(view.entries)} abstract{'' if len(view.entries) == 1 else 's'}",
        ),
        Check("index", held == wanted, f"{described}{held} of {wanted} passages{mended}"),
        Check(
            "answering",
            not wrong and answer.status == ("answered" if view.entries else "refused"),
            f"{answer.status} in {answer.elapsed_ms:.0f} ms, {len(answer.citations) - len(wrong)} of "
            f"{len(answer.citations)} quotes found word for word",
        ),
    ]
