"""Printed section labels: "METHODS:", "**Methods.**", "【方法】", "目的：", or a label alone on its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vectorstore.records import Role
from vectorstore.roles import labels, role_of_label
from vectorstore.text import HAN


@dataclass(frozen=True, slots=True)
class Labelled:
    """A stretch of text behind a label, up to the next one."""

    label: str | None
    """As printed, without punctuation; None before the first label."""
    role: Role | None
    """What it stands for."""
    start: int
    """Where the text behind the label starts."""
    end: int
    """Where it ends."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A label with its punctuation, and a label alone."""
    known = "|".join(sorted(map(re.escape, labels()), key=len, reverse=True)).replace(r"\ ", r"[ \t]+")
    joined = rf"(?P<label>(?:{known})(?:(?:\s*[,/&]\s*(?:and\s+)?|\s+and\s+|[与和及、])(?:{known})){{0,3}})"
    bracketed = rf"[【\[〔［]\s*{joined}\s*[】\]〕］]\s*[:：]?"
    starred = rf"(?:\*\*|__|#+\s*){joined}\s*[:：.]?\s*(?:\*\*|__)?\s*[:：]?"
    plain = rf"{joined}\s*(?:[:：]|(?<=[A-Z])\s*[-–—]\s|(?<=[A-Z])\.(?=\s))"
    opening = "|".join(form.replace("?P<label>", f"?P<l{n}>") for n, form in enumerate((bracketed, starred, plain)))
    return re.compile(rf"(?:{opening})[ \t\u3000]*", re.IGNORECASE), re.compile(rf"{joined}\s*", re.IGNORECASE)


def _label_of(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def label_at(text: str, *, alone: bool = False) -> str | None:
    """The label with which a text begins, as printed; None when it begins with none.

    A word that is a label only with punctuation behind it, or alone on its line.

    >>> label_at("METHODS: We asked."), label_at("Methods are hard."), label_at("【目的】探讨"), label_at("Results")
    ('METHODS', None, '目的', 'Results')
    """
    opening, single = _patterns()
    whole = single.fullmatch(text) or opening.fullmatch(text)
    if whole:
        return _label_of(whole)
    begun = None if alone else opening.match(text)
    return _label_of(begun) if begun and _is_label(text, begun) else None


def labelled(text: str) -> list[Labelled]:
    """A paragraph cut at its labels, also where they stand inside it ("... . METHODS: ...").

    Args:
        text: One paragraph.

    Returns:
        Stretches in order, without labels and surrounding white space; one without label when there is none.
    """
    starts = [match for match in _patterns()[0].finditer(text) if _begins(text, match) and _is_label(text, match)]
    whole = _patterns()[1].fullmatch(text)
    if whole:
        return [Labelled(_label_of(whole), role_of_label(_label_of(whole)), len(text), len(text))]
    return list(_stretches(text, starts))


def _stretches(text: str, starts: list[re.Match[str]]) -> Iterator[Labelled]:
    bounds = [match.start() for match in starts] + [len(text)]
    if text[: bounds[0]].strip():
        yield _stretch(text, None, 0, bounds[0])
    for match, end in zip(starts, bounds[1:], strict=True):
        yield _stretch(text, _label_of(match), match.end(), end)


def _stretch(text: str, label: str | None, start: int, end: int) -> Labelled:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return Labelled(label, _role(label), left, max(left, start + len(piece.rstrip())))


def _role(label: str | None) -> Role | None:
    """The role of a label, of its first half where it joins two ("Background and aims")."""
    if label is None:
        return None
    return role_of_label(label) or role_of_label(re.split(r"\s*[/&]\s*|\s+and\s+|[与和及]", label)[0])


def _begins(text: str, match: re.Match[str]) -> bool:
    """Whether a label stands where one may stand: at the beginning, or behind the end of a sentence."""
    before = text[: match.start()].rstrip()
    return not before or before[-1] in '.。!！?？;；)）]】”"*'


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether it is written as a label, not as a word of a sentence: in Latin letters it begins with a capital."""
    label = _label_of(match)
    marked = text[match.start()] in "【[〔［*#_"
    return marked or bool(HAN.match(label)) or label[0].isupper()
