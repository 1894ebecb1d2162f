"""Languages that are kept and named, and not understood: all but English and Chinese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from vectorstore.records import Language
from vectorstore.text import HAN

OTHER = "other"
"""Stands for a language that nobody names."""

_OURS = ("en", "zh", "ch", "英", "中")  # how the codes and names of English and Chinese begin
_NONE = {"und", "mul", "zxx"}  # undetermined, several, none (ISO 639-2)
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-]|\s\d)")  # IL in IL-6 and E in E2 are no words
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u0900-\u0eff\u3040-\u30ff\uac00-\ud7af]")
_SCRIPT = 0.2  # share of letters of another script, from where on it is not Greek letters in a text or a name
_CHINESE = 0.5  # share of Han characters, from where on Latin words are names in a Chinese text
_FEWEST = 3  # frequent words that tell a language; one may be part of a name
_TELLING = 0.12  # share of its frequent words, from where on a text is of a language


def foreign_code(stated: str | None) -> str | None:
    """A language that a record states, where it is neither English nor Chinese.

    >>> foreign_code("fre"), foreign_code("eng"), foreign_code("Chinese"), foreign_code("eng; fre")
    ('fre', None, None, 'fre')
    """
    codes = [code for code in re.split(r"[\s,;/|]+", stated or "") if code and code.casefold() not in _NONE]
    return next((code for code in codes if not code.casefold().startswith(_OURS)), None)


def foreign_in(text: str, stated: Iterable[str] = ()) -> str | None:
    """The language of a text that is neither English nor Chinese, as its record states it, or `other`.

    The text decides, for most records of French articles have an English abstract.

    Args:
        text: A paragraph; of a few words nothing can be told.
        stated: Languages of the article, as the record has them.

    >>> foreign_in("Le thé améliore le sommeil des chats.", ["fre"]), foreign_in("Der Tee und das Bett der Katzen")
    ('fre', 'other')
    >>> foreign_in("Tea improves the sleep of cats.", ["fre"])
    """
    if not (_in_other_script(text) or _has_foreign_words(text)):
        return None
    return next(filter(None, map(foreign_code, stated)), OTHER)


def tongue_name(code: str, language: Language) -> str:
    """What we call a language.

    >>> tongue_name("fre", "en"), tongue_name("fr-FR", "zh"), tongue_name("xyz", "en")
    ('French', '法语', 'another language')
    """
    known = _known().get(_plain(code))
    return str(known[language]) if known else ("其他语言" if language == "zh" else "another language")


def tongue_tag(code: str) -> str:
    """What `lang` attributes hold; `und` for a language that we don't know (BCP 47).

    >>> tongue_tag("fre"), tongue_tag("other")
    ('fr', 'und')
    """
    known = _known().get(_plain(code))
    return str(known["codes"]).split()[0] if known else "und"


def _plain(code: str) -> str:
    return code.casefold().split("-")[0].split("_")[0]


def _in_other_script(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return len(_FOREIGN.findall(text)) > _SCRIPT * letters


def _has_foreign_words(text: str) -> bool:
    if len(HAN.findall(text)) > _CHINESE * sum(map(str.isalpha, text)):
        return False
    words = _WORD.findall(text.casefold())
    ours, theirs = _frequent()
    found = max(sum(word in those for word in words) for those in theirs)
    return found >= max(_FEWEST, _TELLING * len(words)) and found > sum(word in ours for word in words)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("vectorstore") / "data" / "tongues.toml").read_text(encoding="utf-8"))


@cache
def _known() -> dict[str, dict[str, str]]:
    """Each language by each of its codes and names."""
    return {code: tongue for tongue in _data()["tongue"] for code in tongue["codes"].split()}


@cache
def _frequent() -> tuple[frozenset[str], list[frozenset[str]]]:
    """Frequent words of English, and of each other language that has Latin letters."""
    theirs = [frozenset(tongue["words"].split()) for tongue in _data()["tongue"] if "words" in tongue]
    return frozenset(_data()["english"].split()), theirs
