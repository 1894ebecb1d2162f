"""What a language model replies: whether the question is answered, and statements that name sentences by number.

Two forms carry it: JSON of a schema, for models with structured output or tools, and strict lines for the others.
Nothing is repaired: what is not of the form is a fault, and the model is told which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from langchain_core.utils.json import parse_partial_json

LONGEST = 600
"""Characters of a statement; one sentence needs no more."""

_MOST = 20  # statements of a reply
_VERDICT = re.compile(r"ANSWERED: (yes|partly|no)")
_STATEMENT = re.compile(r"\[([1-9][0-9]{0,4}(?:, ?[1-9][0-9]{0,4})*)\] (\S.*)")
_MISSING = re.compile(r"MISSING: (\S.*)")


class Verdict(Enum):
    """Whether the sentences answer, in the model's opinion."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as the model makes it."""

    sentences: tuple[int, ...]
    """Numbers of the sentences that carry it, from 1; they may not exist."""
    text: str
    """What is said."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply, or the beginning of one."""

    verdict: Verdict
    """Whether the question is answered."""
    statements: tuple[Told, ...] = ()
    """Statements in order."""
    missing: tuple[str, ...] = ()
    """What is asked and not said."""

    def to_json(self) -> str:
        """The reply as a model with structured output writes it."""
        statements = [{"sentences": list(told.sentences), "text": told.text} for told in self.statements]
        data = {"answered": self.verdict.value, "statements": statements, "missing": list(self.missing)}
        return json.dumps(data, ensure_ascii=False)


class MalformedError(ValueError):
    """A reply is not of the form; the message says what is wrong with it, for the model and for the log."""


SCHEMA: dict[str, Any] = {
    "title": "answer",
    "description": "Whether the sentences answer the question, and statements that they carry.",
    "type": "object",
    "additionalProperties": False,
    "required": ["answered", "statements", "missing"],
    "properties": {
        "answered": {"type": "string", "enum": [verdict.value for verdict in Verdict]},
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["sentences", "text"],
                "properties": {
                    "sentences": {"type": "array", "items": {"type": "integer"}},
                    "text": {"type": "string"},
                },
            },
        },
        "missing": {"type": "array", "items": {"type": "string"}},
    },
}
"""JSON schema of a reply. `answered` comes first, so that a statement that streams in is known to be meant."""


def as_lines(reply: Reply) -> str:
    """A reply in lines, as `from_lines` reads it."""
    lines = [f"ANSWERED: {reply.verdict.value}"]
    lines += [f"[{','.join(map(str, told.sentences))}] {told.text}" for told in reply.statements]
    return "\n".join([*lines, *([f"MISSING: {'; '.join(reply.missing)}"] if reply.missing else [])])


def from_lines(text: str, *, ended: bool) -> Reply | None:
    r"""Read a reply in lines.

    Args:
        text: What has come so far.
        ended: Whether more will come; until then the last line is not looked at.

    Returns:
        The reply so far; None where not even the first line is whole.

    Raises:
        MalformedError: A line is not of the form.

    >>> from_lines("ANSWERED: yes\n[2] Tea helps.\n[3", ended=False).statements
    (Told(sentences=(2,), text='Tea helps.'),)
    """
    lines = text.split("\n")
    whole = lines if ended else lines[:-1]
    if ended and whole and not whole[-1]:
        whole.pop()  # the line break at the end
    if not whole:
        if ended:
            raise MalformedError("it is empty.")
        return None
    first = _VERDICT.fullmatch(whole[0].rstrip("\r"))
    if not first:
        raise MalformedError(f"its first line is {_short(whole[0])} and not 'ANSWERED: yes', 'partly' or 'no'.")
    rest = [line.rstrip("\r") for line in whole[1:]]
    last = _MISSING.fullmatch(rest[-1]) if rest else None
    missing = tuple(part.strip() for part in re.split("[;；]", last[1]) if part.strip()) if last else ()
    statements = tuple(_statement(line) for line in (rest[:-1] if last else rest))
    return _sound(Reply(Verdict(first[1]), statements, missing), ended=ended)


def _statement(line: str) -> Told:
    found = _STATEMENT.fullmatch(line)
    if not found:
        raise MalformedError(f"{_short(line)} is neither '[numbers] statement' nor, at the end, 'MISSING: ...'.")
    return Told(tuple(int(part) for part in found[1].split(",")), found[2].strip())


def from_json(text: str, *, ended: bool) -> Reply | None:
    """Read a reply in JSON of the schema, or the beginning of one that is still being written.

    Until it has ended, its last statement is not looked at, since it may be cut off.

    Raises:
        MalformedError: It is not of the schema.
    """
    if not ended:
        return _from_data(_begun(text), ended=False)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise MalformedError("it is no JSON object.") from None
    return _from_data(data, ended=True)


def _begun(text: str) -> object:
    try:
        return parse_partial_json(text)
    except (ValueError, RecursionError):
        return None


def _from_data(data: object, *, ended: bool) -> Reply | None:
    if not isinstance(data, Mapping):
        if ended:
            raise MalformedError("it is no JSON object.")
        return None
    verdict = data.get("answered")
    if not isinstance(verdict, str) or verdict not in {known.value for known in Verdict}:
        if ended:
            raise MalformedError("its 'answered' is not 'yes', 'partly' or 'no'.")
        return None
    listed = data.get("statements", [] if not ended else None)
    missing = data.get("missing", [] if not ended else None)
    if not isinstance(listed, list) or not isinstance(missing, list):
        raise MalformedError("'statements' and 'missing' must be lists.")
    told = [_told(entry) for entry in (listed if ended else listed[:-1])]
    if ended and not all(isinstance(word, str) for word in missing):
        raise MalformedError("'missing' must hold words.")
    words = tuple(word.strip() for word in missing if word.strip()) if ended else ()
    return _sound(Reply(Verdict(verdict), tuple(told), words), ended=ended)


def _told(entry: object) -> Told:
    if not isinstance(entry, Mapping) or set(entry) != {"sentences", "text"}:
        raise MalformedError("each statement must have 'sentences' and 'text' and nothing else.")
    numbers, text = entry["sentences"], entry["text"]
    sound = isinstance(numbers, list) and all(type(number) is int for number in numbers)
    if not sound or not isinstance(text, str) or not text.strip():
        raise MalformedError("'sentences' must be whole numbers and 'text' a sentence.")
    return Told(tuple(numbers), " ".join(text.split()))


def _sound(reply: Reply, *, ended: bool) -> Reply:
    if len(reply.statements) > _MOST:
        raise MalformedError(f"it makes more than {_MOST} statements.")
    if any(len(told.text) > LONGEST for told in reply.statements):
        raise MalformedError(f"a statement has more than {LONGEST} characters.")
    if reply.verdict is Verdict.NO and reply.statements:
        raise MalformedError("it says that nothing answers, and makes a statement.")
    if ended and reply.verdict is not Verdict.NO and not reply.statements:
        raise MalformedError("it says that the question is answered, and makes no statement.")
    return reply


def _short(line: str) -> str:
    return repr(line if len(line) <= 60 else line[:57] + "...")
