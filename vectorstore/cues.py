"""What a question's words say about where its answer stands: which section, which reference line."""

from __future__ import annotations

import re
from typing import cast

from vectorstore.patterns import patterns
from vectorstore.records import Field, Role
from vectorstore.text import folded

_WHEN = re.compile(r"\bwhen\b|什么时候|何时", re.ASCII)
_NAMES_WANTED = re.compile(
    r"\b(?:who|whose|names? of|list of|wrote)\b|\bauthors?(?: names?)?(?:,| and| or| &)"
    r"|(?:and|,|or|&)(?: the)? authors?\b"
    r"|谁|名单|名字|姓名|作者[和与及、,以]|[和与及、,]作者|作者(?:有|是(?!否|不是)|都)|哪些作者",
    re.ASCII,
)

_AUTHORS_DO = re.compile(
    r"\b(?:do|did|does|have|had|would|could|can|might|should) the authors?\b"
    r"|作者们?(?:自己)?(?:认为|觉得|推荐|建议|主张|把|将|对|是否|如何|怎么|为什么|为何|打算|给|想|提出|强调|指出)",
    re.ASCII,
)
"""The authors do something: what, and not who they are, is asked."""


def asked_fields(question: str) -> tuple[Field, ...]:
    """Reference lines that a question names or implies, in a fixed order; empty when it names none.

    >>> asked_fields("Who wrote it, and in which journal?"), asked_fields("涉及哪些信号通路?")
    (('authors', 'citation'), ())
    """
    text = folded(question)
    known = patterns("vectorstore", "cues", "field")
    fields = {name for name, pattern in known.items() if pattern.search(text)}
    if fields and _WHEN.search(text):
        fields.add("citation")  # the date of an article, not of what it describes
    if (len(fields) > 1 or _AUTHORS_DO.search(text)) and not _NAMES_WANTED.search(text):
        fields.discard("authors")  # "where do the authors work" does not ask who they are
    return tuple(cast(Field, name) for name in known if name in fields)


def named_fields(question: str) -> tuple[str, ...]:
    """The words with which a question names reference lines, in its own spelling.

    >>> named_fields("Who are the authors?")
    ('authors',)
    """
    found = (
        re.search(p.pattern, question, re.IGNORECASE | re.ASCII)
        for p in patterns("vectorstore", "cues", "field").values()
    )
    return tuple(match.group() for match in found if match)


def asked_roles(question: str) -> tuple[Role, ...]:
    """Roles of the sections that a question names or implies, in a fixed order; empty when it names none.

    >>> asked_roles("What was the aim?"), asked_roles("作者是谁?")
    (('objective',), ('reference',))
    """
    text = folded(question)
    known = patterns("vectorstore", "cues", "asked")
    roles = [cast(Role, role) for role, pattern in known.items() if pattern.search(text)]
    return (*roles, "reference") if asked_fields(question) else tuple(roles)


def without_cues(question: str) -> str:
    """The question without the words by which it names sections and reference lines, width folded."""
    text = question
    for table in ("asked", "field"):
        for pattern in patterns("vectorstore", "cues", table).values():
            text = re.sub(pattern.pattern, " ", text, flags=re.IGNORECASE | re.ASCII)
    return text
