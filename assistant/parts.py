"""A text that asks several questions, taken apart."""

from __future__ import annotations

import re

from assistant.focus import focus_terms
from assistant.follow_up import carried_on
from assistant.question import analyse
from assistant.subject import subjects
from vectorstore.cues import asked_roles

_ASK_EN = (
    r"(?:what|which|who|whose|when|where|why|how|is|are|was|were|does|do|did|has|have|can"
    r"|list|name|give|summari[sz]e)\b"
)
_ASK_ZH = r"(?:什么|哪|谁|多少|几|吗|何|啥|如何|怎)"
_ENDS = r"(?<=[?？!！])\s*(?=\S)|(?<=[.;])\s+(?=[A-Z])|[;；]\s*"
_JOINS_EN = rf",?\s+(?:and|or|also|plus)(?: also)?\s+(?={_ASK_EN})|,\s+(?={_ASK_EN})"
_JOINS_ZH = rf"[,，、]?(?:以及|并且|另外|此外|还有)(?=.*{_ASK_ZH})|[,，](?=.*{_ASK_ZH})"
_SPLIT = re.compile(f"{_ENDS}|{_JOINS_EN}|{_JOINS_ZH}", re.IGNORECASE | re.ASCII)
_ASKS = re.compile(rf"\b{_ASK_EN}|{_ASK_ZH}|呢|是否|有没有|总结|概括|说明|介绍|[?？]", re.IGNORECASE | re.ASCII)

_SHARES_VERB = re.compile(r"(?:in |on |at |to |for )?(?:which|what|how many|how much) [\w-]+", re.IGNORECASE)
"""A part that has no verb of its own ("which drug" of "which drug and which dose were used?")."""


def parts_of(text: str) -> list[str]:
    """The questions in a text that asks several, in order; a text that asks one is returned whole.

    A pronoun of a later part is replaced by what it stands for in the parts before.

    >>> parts_of("Who wrote it, and what did they find? Is it fast?")
    ['Who wrote it', 'what did they find?', 'Is it fast?']
    >>> parts_of("作者是谁,发表在哪个期刊?")
    ['作者是谁', '发表在哪个期刊?']
    >>> parts_of("What dose of ketamine was given, and how long did it last?")
    ['What dose of ketamine was given', 'how long did ketamine last?']
    >>> parts_of("Which drug and which dose were used?")
    ['Which drug and which dose were used?']
    >>> parts_of("近年来,氯胺酮有什么作用?")
    ['近年来,氯胺酮有什么作用?']
    """
    pieces = [piece.strip() for piece in _SPLIT.split(text) if piece and piece.strip()]
    whole = len(pieces) < 2 or not all(_ASKS.search(piece) and _is_about_something(piece) for piece in pieces)
    if whole or any(_SHARES_VERB.fullmatch(piece) for piece in pieces[:-1]):
        return [text]
    parts = pieces[:1]
    for piece in pieces[1:]:
        parts.append(carried_on(piece, next((part for part in reversed(parts) if subjects(part)), parts[-1])))
    return parts


def _is_about_something(text: str) -> bool:
    """Whether a text has focus terms, names a section or reference line, or wants a summary."""
    return bool(asked_roles(text) or focus_terms(text) or analyse(text).kind == "summary")
