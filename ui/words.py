"""What the page says, in English and in Chinese, from one catalogue (`words.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import cast

from assistant import wording
from vectorstore.records import Language, Role
from vectorstore.tongues import tongue_tag

LANGUAGES: dict[Language, str] = {"en": "English", "zh": "中文"}
"""The interface languages, each in its own words."""

TAGS: dict[Language, str] = {"en": "en", "zh": "zh-Hans"}
"""What `lang` attributes hold."""


def tag(spoken: Language, foreign: str | None) -> str:
    """What the `lang` attribute of an abstract's words holds.

    >>> tag("zh", None), tag("en", "fre")
    ('zh-Hans', 'fr')
    """
    return tongue_tag(foreign) if foreign else TAGS[spoken]


@cache
def catalogue() -> dict[str, dict[Language, str]]:
    """Every phrase of the interface by key."""
    text = (files("ui") / "words.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[Language, str]]", tomllib.loads(text))


def say(language: Language, key: str, **values: object) -> str:
    """The phrase with this key, its `{names}` filled in.

    >>> say("zh", "loaded_many", count=3)
    '已载入 3 篇摘要'
    """
    return catalogue()[key][language].format(**values)


def section_name(role: Role, language: Language) -> str:
    """What a section is called, as a heading.

    >>> section_name("results", "en")
    'Results'
    """
    return wording.section(role, language).capitalize()
