"""What kind of study an abstract reports: from its publication types, else from its title and text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, get_args

from vectorstore.patterns import read_table
from vectorstore.text import folded

Design = Literal[
    "meta_analysis",
    "systematic_review",
    "randomised_trial",
    "review",
    "cohort",
    "case_control",
    "cross_sectional",
    "case_report",
    "animal",
    "in_vitro",
]
"""A study design, as references show it and as a limit takes it."""

DESIGNS: tuple[Design, ...] = get_args(Design)
"""All of them, in the order in which they are looked for."""

_IN_TEXT: tuple[Design, ...] = ("randomised_trial", *(name for name in DESIGNS if name != "randomised_trial"))
# a trial's abstract may speak of earlier meta-analyses, and no meta-analysis was randomised


def design_of(types: Sequence[str], title: str, text: str) -> Design | None:
    """The design of a study; None where nothing tells.

    What a database says comes first (`Randomized Controlled Trial`), then the title's words, then the text's.

    Args:
        types: Publication types as PubMed names them, and MeSH terms such as `Animals`.
        title: The title; may be empty.
        text: The abstract; may be empty.

    >>> design_of(["Journal Article", "Meta-Analysis"], "", "")
    'meta_analysis'
    >>> design_of([], "Tea in cats: a randomised trial", "")
    'randomised_trial'
    """
    typed = {folded(name) for name in types}
    if "humans" in typed:
        typed.discard("animals")  # PubMed gives both to most studies of people
    listed = next((design for design in DESIGNS if typed & _types()[design]), None)
    return listed or _told(title, DESIGNS) or _told(text, _IN_TEXT)


def tells_design(text: str, design: Design | None = None) -> bool:
    """Whether a sentence tells the design of a study; of any design by default.

    >>> tells_design("Our review highlights glutamate."), tells_design("Sleep improved.")
    (True, False)
    """
    return _told(text, (design,) if design else DESIGNS) is not None


def _told(words: str, designs: Sequence[Design]) -> Design | None:
    plain = folded(words)
    return next((design for design in designs if _patterns()[design].search(plain)), None)


@lru_cache(maxsize=1)
def _types() -> dict[Design, frozenset[str]]:
    listed = read_table("vectorstore", "designs")["types"]
    return {design: frozenset(str(listed.get(design, "")).split("|")) - {""} for design in DESIGNS}


@lru_cache(maxsize=1)
def _patterns() -> dict[Design, re.Pattern[str]]:
    listed = read_table("vectorstore", "designs")["words"]
    return {design: re.compile(str(listed[design])) for design in DESIGNS}
