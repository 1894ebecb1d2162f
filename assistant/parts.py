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
_ASK_ZH = r"(?:什么|哪|谁|多[少长久大高快]|几|吗(?!啡)|何|啥|如何|怎)"
_ENDS = r"(?<=[?？!！])\s*(?=\S)|(?<=[.;])\s+(?=[A-Z])|[;；]\s*"
_WITH = r"(?:(?:for|at|in|on|by|to|from|with|of) (?=what|which|how|whom))?"
_JOINS_EN = rf",?\s+(?:and|or|also|plus)(?: also)?\s+(?={_WITH}{_ASK_EN})|,\s+(?={_ASK_EN})"
_JOINS_ZH = rf"[,，、]?(?:以及|并且|另外|此外|还有)(?=.*{_ASK_ZH})|[,，](?=.*{_ASK_ZH})"
_SPLIT = re.compile(f"{_ENDS}|{_JOINS_EN}|{_JOINS_ZH}", re.IGNORECASE | re.ASCII)
_ASKS = re.compile(
    rf"^(?:(?:and|so|but|also|then|please|now),? )*{_ASK_EN}|\b(?:what|which|who|whose|when|where|why|how)\b"
    rf"|{_ASK_ZH}|呢|是否|有没有|总结|概括|说明|介绍|[?？]",
    re.IGNORECASE | re.ASCII,
)

_AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|can)\b"
_VERB_APART = re.compile(rf"(?!.*\b{_AUXILIARY})", re.IGNORECASE | re.ASCII)
"""A beginning whose verb comes after a comma ("which scale, MADRS or HAM-D, was used")."""

_NO_QUESTION_YET = re.compile(
    r"(?:after|before|when|once|if|since|because|although|though|while|given|as|now that"
    r"|(?:among|in|of|for|to|during|within|from|at|on|with|under|without|despite|besides)"
    r"(?! (?:which|what|how|whom|whose)\b)) .*"
    r"|(?:what|how) about [^?]*",
    re.IGNORECASE | re.ASCII,
)
"""A clause that leads up to a question, or names what it is about."""

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
    pieces = _joined([piece for piece in _SPLIT.split(text) if piece and piece.strip()], text)
    whole = len(pieces) < 2 or not all(_ASKS.search(piece) and _is_about_something(piece) for piece in pieces)
    if whole or any(_SHARES_VERB.fullmatch(piece) for piece in pieces[:-1]):
        return [text]
    parts = pieces[:1]
    for piece in pieces[1:]:
        parts.append(carried_on(piece, next((part for part in reversed(parts) if subjects(part)), parts[-1])))
    return parts


def _joined(pieces: list[str], text: str) -> list[str]:
    """Pieces with those put back together that a comma alone does not make two questions of."""
    made: list[str] = []
    starts: list[int] = []
    at = 0
    for piece in pieces:
        start = text.index(piece, at)
        at = start + len(piece)
        if made and _leads_up(made[-1].strip(), piece):
            made[-1] = text[starts[-1] : at]
        else:
            made.append(piece)
            starts.append(start)
    return [piece.strip() for piece in made]


def _leads_up(piece: str, following: str) -> bool:
    if piece.endswith(("?", "？", ".", "!", ";")):
        return False
    verb = re.match(_AUXILIARY, following.strip(), re.IGNORECASE | re.ASCII)
    return bool(_NO_QUESTION_YET.fullmatch(piece) or (verb and _VERB_APART.match(piece)))


def _is_about_something(text: str) -> bool:
    """Whether a text has focus terms, names a section or reference line, or wants a summary."""
    return bool(asked_roles(text) or focus_terms(text) or analyse(text).kind == "summary")
