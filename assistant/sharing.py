"""Answers and conversations as text for other people: to copy, as Markdown, as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from assistant import wording
from assistant.answer import Answer, Citation, Statement
from vectorstore.records import Language

Turn = tuple[str, Answer | None]
"""A question with its answer; None when there is none."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def as_text(answer: Answer) -> str:
    """An answer as plain text, with its quotes, sections and references.

    The question is not part of it. A refusal gives its message and the nearest passages.
    """
    return "\n".join(_lines(answer))


def as_markdown(title: str, turns: Sequence[Turn]) -> str:
    """A conversation as Markdown; what people, abstracts and models wrote is escaped, so that it stays text."""
    parts = [f"# {escaped(title)}"]
    for question, answer in turns:
        parts.append(f"## {escaped(' '.join(question.split()))}")
        parts += [escaped(line) for line in (_lines(answer) if answer else ["—"]) if line]
    return "\n\n".join(parts) + "\n"


def as_json(turns: Sequence[Turn]) -> str:
    """The answers of a conversation as a JSON array in the form of the contract; unanswered turns are left out."""
    rows = [answer.model_dump(mode="json", by_alias=True) for _, answer in turns if answer]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def escaped(text: str) -> str:
    r"""Text with a backslash before everything that Markdown might take for markup.

    >>> print(escaped("![x](y) <b> 5*3"))
    \!\[x\](y) \<b\> 5\*3
    """
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))


def _lines(answer: Answer) -> list[str]:
    lines = [_said(statement) for statement in answer.statements]
    lines += [notice.text for notice in answer.notices]
    lines += [wording.withdrawn(gone.text, gone.reason, answer.language) for gone in answer.withdrawn]
    lines += _sources(answer.citations, answer.language)
    if answer.refusal:
        lines += ["", answer.refusal.message] if lines else [answer.refusal.message]
        if answer.refusal.nearest:
            lines += ["", wording.nearest(answer.language), *_sources(answer.refusal.nearest, answer.language)]
    return lines


def _said(statement: Statement) -> str:
    marks = "".join(f" [{number}]" for number in statement.citations)
    return f"{statement.text}{marks}" + (f" ({statement.checks.note})" if statement.checks.note else "")


def _sources(citations: Sequence[Citation], language: Language) -> list[str]:
    lines = [""] if citations else []
    for citation in citations:
        lines.append(f"[{citation.number}] “{citation.quote}” {wording.source(citation, language)}")
    return lines
