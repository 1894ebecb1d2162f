"""Which role a section plays: from its printed label, from cues in its words, or from its position."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from vectorstore.patterns import patterns, read_table
from vectorstore.records import PROSE_ROLES, Role
from vectorstore.text import folded

_JOINT = re.compile(r"\s*[,/&]\s*(?:and\s+)?|\s+and\s+|[与和及、]", re.IGNORECASE)


@lru_cache(maxsize=1)
def labels() -> dict[str, Role]:
    """Section labels as authors print them (folded) and the role each stands for (`data/cues.toml`)."""
    table = cast("dict[Role, str]", read_table("vectorstore", "cues")["label"])
    return {label: role for role, listed in table.items() for label in listed.split("|")}


def role_of_label(label: str) -> Role | None:
    """Role that a printed heading stands for; None when it is not one we know.

    Of several names joined, the first one's.

    >>> role_of_label("METHODS"), role_of_label("【目的】"), role_of_label("Table 1")
    ('methods', 'objective', None)
    >>> role_of_label("Design, Setting, and Participants")
    'methods'
    """
    whole = labels().get(_plain(label))
    roles = [labels().get(_plain(part)) for part in _JOINT.split(label)]
    return whole or (roles[0] if all(roles) else None)


def _plain(label: str) -> str:
    return re.sub(r"[\W_]+", " ", folded(label)).strip()


def cued_role(paragraph: str) -> Role | None:
    """The role that a paragraph or sentence names by its own words; None when it names none.

    >>> cued_role("The aim of this article is to see."), cued_role("Mice slept.")
    ('objective', None)
    """
    text = folded(paragraph)
    known = patterns("vectorstore", "cues", "section")
    return next((cast(Role, role) for role, pattern in known.items() if pattern.search(text)), None)


def prose_roles(paragraphs: list[str]) -> list[Role]:
    """Roles of the unlabelled paragraphs of one language, in order.

    A paragraph that says what it is gets that role; the others take the role that their position leaves: what comes
    before the objective is background, what comes between objective or methods and the conclusions is results.
    A single paragraph is `other`: it holds everything; so are all when none says what it is.

    Args:
        paragraphs: Texts in order; may be empty.

    Returns:
        One role a paragraph.
    """
    cued = [cued_role(paragraph) for paragraph in paragraphs]
    if len(paragraphs) == 1 or not any(cued):
        return ["other"] * len(paragraphs)
    roles: list[Role] = []
    for position, cue in enumerate(cued):
        least = PROSE_ROLES.index(roles[-1]) if roles else 0
        if cue and PROSE_ROLES.index(cue) >= least:
            roles.append(cue)
        elif position == len(cued) - 1 and least >= PROSE_ROLES.index("methods"):
            roles.append("conclusions")
        else:
            roles.append("results" if least >= PROSE_ROLES.index("objective") else "background")
    return roles
