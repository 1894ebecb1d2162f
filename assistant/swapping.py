"""What stands after "and" or before "呢" put in the place of its like in the question before."""

from __future__ import annotations

import re

from assistant.expected import Expected, meets
from assistant.focus import focus_terms, looks_like_name
from assistant.pronouns import meaning
from assistant.subject import likest, things
from vectorstore.cues import asked_roles
from vectorstore.patterns import patterns
from vectorstore.text import HAN, folded

_LIKE = 0.2
"""Cosine of the built-in embedding from which two words are of one sort (women and men 0.47, women and a drug 0)."""

_DISEASE = Expected("disease")

_NUMBER = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a|[一二两三四五六七八九十半]+)"
_TIME = re.compile(
    rf"\b{_NUMBER}[ -]?(?:weeks?|days?|hours?|hrs?|minutes?|min|months?|years?)\b(?:'? (?:later|follow-?up))?"
    rf"|{_NUMBER} ?(?:周|天|日|小时|分钟|个?月|年)(?:的时候|以?后|时|内|之后)?",
    re.IGNORECASE | re.ASCII,
)
_PREPOSITION = re.compile(
    r"(?P<prep>compared (?:with|to)|versus|vs\.?|at|in|for|with|without|after|before|on|by|from|among"
    r"|during|within|under|over|between|against)\s+(?P<of>.+)",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"compared|versus|vs\b|与|和.*比|跟.*比|同.*比|相比|对于|对.+(?:而言|来说)|在", re.IGNORECASE)
_ONE_GROUP = re.compile(r"(?:\w+(?:-\w+)? )(?:group|arm)s?\b|[^\W的在了有中对和与及是、]{1,6}组", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


def swapped(earlier: str, new: str) -> str:
    """The earlier question asked of something else.

    Args:
        earlier: A question that stands alone.
        new: A few words without a question of their own.

    Returns:
        The new words alone where they name a section or reference line; else the earlier question with its like
        replaced ("men" by "women"), the new words added to it ("in women"), or asked of its subject ("the dose of").
    """
    if asked_roles(new) and (not asked_roles(earlier) or len(focus_terms(new)) <= 1):
        return new
    placed = _PREPOSITION.fullmatch(new)
    bare = _ARTICLE.sub("", placed["of"] if placed else new)
    preposition = placed["prep"] if placed else ""
    old = _time(earlier, bare, preposition) or _like(earlier, bare)
    if old and not _COMPARED.match(new):
        return _replaced(earlier, old, bare)
    if placed or _TIME.fullmatch(bare) or _is_group(bare) or _COMPARED.match(new):
        return _added(earlier, new, preposition)
    return _of_subject(earlier, new, bare) or _fallen_back(earlier, new, bare)


def _time(earlier: str, bare: str, preposition: str) -> tuple[int, int] | None:
    """Where the earlier question names a time, if the new words are one with the same preposition."""
    match = _TIME.search(earlier) if _TIME.fullmatch(bare) else None
    before = earlier[: match.start()].split() if match else []
    other = preposition and before and _PREPOSITION.match(f"{before[-1]} x") and before[-1] != preposition
    return match.span() if match and not other else None


def _like(earlier: str, bare: str) -> tuple[int, int] | None:
    """Where the earlier question names something of the same sort."""
    if _TIME.fullmatch(bare):
        return None
    group = _ONE_GROUP.search(earlier) if _is_group(bare) else None
    if group:
        return group.span()
    named = things(earlier)
    if _is_group(bare):
        named = [thing for thing in named if _is_group(thing.text)] or named
    new = things(bare)
    if not _is_group(bare):
        named = [thing for thing in named if thing.is_aspect == (not new or new[0].is_aspect)]
    both_kinds = [thing for thing in named if thing.is_kind and new and new[0].is_kind]
    thing, score = likest(bare, both_kinds or named)
    if thing and (score >= _LIKE or both_kinds or (_is_group(bare) and _is_group(thing.text))):
        return thing.start, thing.end
    return None


def _is_group(text: str) -> bool:
    return patterns("assistant", "questions", "follow")["group"].fullmatch(folded(text)) is not None


def _replaced(earlier: str, old: tuple[int, int], bare: str) -> str:
    return f"{earlier[: old[0]]}{bare}{earlier[old[1] :]}"


def _added(earlier: str, new: str, preposition: str) -> str:
    """The earlier question with a group, a time or a circumstance added."""
    if HAN.search(new):
        return f"{new if _TIME.fullmatch(new) or _COMPARED.match(new) else f'在{new}中'}，{earlier}"
    joint = "" if preposition else "at " if _TIME.fullmatch(new) else "in "
    small = new if looks_like_name(new.split()[0]) else new[0].lower() + new[1:]
    return f"{earlier.rstrip(' ?？.!')} {joint}{small}?"


def _of_subject(earlier: str, new: str, bare: str) -> str | None:
    """The new words asked of the earlier question's subject, where they are what can be asked of any."""
    about, asked = meaning("it", earlier), things(bare)
    if not about or any(not thing.is_aspect for thing in asked) or not focus_terms(bare):
        return None
    if HAN.search(new):
        return f"{about}的{new}呢?"
    return f"{new} of {about}?"


def _fallen_back(earlier: str, new: str, bare: str) -> str:
    """The earlier question with the thing replaced that new words unlike all of it most probably stand for.

    A name stands for a name, a disease for a disease or else for the last thing, anything else for the first.
    """
    every = things(earlier)
    named = [thing for thing in every if not thing.is_aspect] or every
    if looks_like_name(bare):
        named = [thing for thing in named if thing.is_name] or named
        return _replaced(earlier, (named[-1].start, named[-1].end), bare) if named else new
    if meets(_DISEASE, bare):
        named = [thing for thing in named if meets(_DISEASE, thing.text)] or every[-1:]
    return _replaced(earlier, (named[0].start, named[0].end), bare) if named else new
