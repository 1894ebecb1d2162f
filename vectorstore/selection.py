"""Limits on which abstracts are meant: by year, journal, design, language, words; without retracted ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vectorstore.design import DESIGNS, Design, design_of
from vectorstore.errors import InputError
from vectorstore.records import PROSE_ROLES, Abstract, Language
from vectorstore.text import folded

_YEARS = re.compile(r"(\d{4})?(-)?(\d{4})?")
_SHORT: dict[str, Design] = {"trial": "randomised_trial", "trials": "randomised_trial", "rct": "randomised_trial"}


@dataclass(frozen=True, slots=True)
class Selection:
    """What an abstract must be; the defaults take every one."""

    first_year: int | None = None
    """Published in this year or later."""
    last_year: int | None = None
    """Published in this year or before."""
    journal: str = ""
    """Part of the journal's name or abbreviation."""
    designs: tuple[Design, ...] = ()
    """One of these study designs; any when empty."""
    language: Language | None = None
    """Has prose in this language."""
    text: str = ""
    """Occurs in the text, the reference or the keywords."""
    without_retracted: bool = False
    """Leave out what was retracted."""

    @property
    def is_everything(self) -> bool:
        """Whether it takes every abstract."""
        return self == Selection()

    def takes(self, abstract: Abstract) -> bool:
        """Whether an abstract is meant."""
        known = abstract.reference
        year = known.year
        if (self.first_year or self.last_year) and year is None:
            return False
        if year is not None and not (self.first_year or year) <= year <= (self.last_year or year):
            return False
        if self.without_retracted and known.retracted:
            return False
        if self.language and self.language not in abstract.languages:
            return False
        if self.designs and study_design(abstract) not in self.designs:
            return False
        names = folded(f"{known.journal or ''}\n{known.journal_abbreviation or ''}")
        words = "\n".join((abstract.text, abstract.name, *known.mesh, *known.keywords))
        return folded(self.journal) in names and folded(self.text) in folded(words)


@lru_cache(maxsize=64)  # it is asked of every passage of an abstract
def study_design(abstract: Abstract) -> Design | None:
    """The study design of an abstract, where something tells it."""
    known = abstract.reference
    prose = " ".join(abstract.text[s.start : s.end] for s in abstract.sections if s.role in PROSE_ROLES)
    headings = [name.strip("*").split("/")[0] for name in known.mesh]
    return design_of((*known.publication_types, *headings), known.title or "", prose)


def years_of(text: str) -> tuple[int | None, int | None]:
    """First and last year of what a person writes.

    Raises:
        InputError: It is neither a year nor a span.

    >>> years_of("2015-2020"), years_of("2015-"), years_of("2015")
    ((2015, 2020), (2015, None), (2015, 2015))
    """
    found = _YEARS.fullmatch(text.strip())
    if not found or not (found[1] or found[3]):
        raise InputError(f"{text!r} is no year and no span of years. Write 2020, 2015-2020, 2015- or -2020.")
    first, last = (int(year) if year else None for year in (found[1], found[3]))
    return (first, last if found[2] else first)


def design_named(text: str) -> Design:
    """The design that a person names: as a reference shows it, or `trial` for a randomised one.

    Raises:
        InputError: There is none of that name; the message lists those that there are.
    """
    name = re.sub(r"[\s-]+", "_", folded(text.strip()))
    found = next((design for design in DESIGNS if design == name), None) or _SHORT.get(name)
    if not found:
        raise InputError(f"There is no study design {text!r}. Use one of {', '.join(DESIGNS)}.")
    return found
