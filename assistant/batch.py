"""Questions out of files: question-set rows (JSONL) and histories (JSON)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from vectorstore.errors import InputError


class Row(TypedDict):
    """One question of a file."""

    id: str
    """The row's own id, or its line number."""
    question: str
    """What is asked."""
    history: list[tuple[str, str]]
    """Earlier turns, oldest first."""


def read_rows(path: Path) -> list[Row]:
    """The rows of a question set; fields that are not needed here are ignored, blank lines skipped.

    Raises:
        InputError: The file can't be read, or a row is not one; the message names the line.
    """
    return [_row(line, number, path) for number, line in numbered_lines(path)]


def numbered_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a UTF-8 file that are not blank, with their numbers from 1.

    Raises:
        InputError: The file can't be read.
    """
    return [(number, line) for number, line in enumerate(_text(path).split("\n"), start=1) if line.strip()]


def _row(line: str, number: int, path: Path) -> Row:
    where = f"{path}, line {number}"
    try:
        data = json.loads(line)
    except ValueError as e:
        raise InputError(
            f"{where}: this is not JSON ({e}). Each line must be one JSON object with a 'question'."
        ) from e
    if not isinstance(data, dict) or not isinstance(data.get("question"), str) or not data["question"].strip():
        raise InputError(f"{where}: there is no 'question' in it. Each line must be one JSON object with a 'question'.")
    return Row(id=str(data.get("id", number)), question=data["question"], history=_pairs(data.get("history"), where))


def read_history(path: Path) -> list[tuple[str, str]]:
    """Earlier turns from a JSON file: a list of [question, answer] pairs, oldest first.

    Raises:
        InputError: The file can't be read or holds something else.
    """
    try:
        data = json.loads(_text(path))
    except ValueError as e:
        raise InputError(f"{path}: this is not JSON ({e}). Give a list of [question, answer] pairs.") from e
    return _pairs(data, str(path))


def _pairs(data: object, where: str) -> list[tuple[str, str]]:
    entries = [] if data is None else data
    if not isinstance(entries, list):
        raise InputError(f"{where}: the history must be a list of [question, answer] pairs, not {type(data).__name__}.")
    pairs = []
    for entry in entries:
        if not (isinstance(entry, list) and len(entry) == 2 and all(isinstance(text, str) for text in entry)):
            raise InputError(f"{where}: {entry!r} in the history is not a [question, answer] pair of texts.")
        pairs.append((entry[0], entry[1]))
    return pairs


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        raise InputError(f"{path} can't be read: {e}. Save it in UTF-8.") from e
    except OSError as e:
        raise InputError(f"{path} can't be read: {e.strerror or e}. Is its name spelt right?") from e
