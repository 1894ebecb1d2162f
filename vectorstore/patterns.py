"""Regular expressions kept as data: lists of alternatives in English and Chinese, joined into one pattern."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict, cast


class Alternatives(TypedDict, total=False):
    """What is written in a file for one pattern."""

    en: list[str]
    """English alternatives; each stands between word boundaries."""
    zh: list[str]
    """Chinese alternatives; each may stand anywhere."""


def joined(alternatives: Alternatives) -> re.Pattern[str]:
    """One pattern for folded text that matches any of the alternatives.

    >>> bool(joined({"en": ["dose"]}).search("doses")), bool(joined({"zh": ["剂量"]}).search("总剂量"))
    (False, True)
    """
    english = "|".join(alternatives.get("en", []))
    parts = alternatives.get("zh", []) + ([rf"\b(?:{english})\b"] if english else [])
    return re.compile("|".join(parts), re.ASCII)  # so that a Chinese neighbour ends an English word


@lru_cache(maxsize=8)
def read_table(package: str, name: str) -> dict[str, dict[str, Alternatives]]:
    """The tables of a data file `data/NAME.toml` of a package, read once."""
    return cast(
        dict[str, dict[str, Alternatives]],
        tomllib.loads((files(package) / "data" / f"{name}.toml").read_text(encoding="utf-8")),
    )


@lru_cache(maxsize=32)
def patterns(package: str, name: str, table: str) -> dict[str, re.Pattern[str]]:
    """The patterns of one table by key, in the file's order, compiled once, when they are first needed."""
    return {key: joined(alternatives) for key, alternatives in read_table(package, name)[table].items()}
