"""The interface says everything in both languages."""

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from assistant.answer import Reason
from ui.words import CATALOGUE, LANGUAGES, TAGS, say
from vectorstore.records import Language, Role

UI = Path(__file__).parents[2] / "ui"


def blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_phrase_is_there_in_both_languages(key: str) -> None:
    phrases = CATALOGUE[key]
    assert set(phrases) == set(get_args(Language))
    assert all(phrase.strip() for phrase in phrases.values())
    assert blanks(phrases["en"]) == blanks(phrases["zh"])
    assert re.search(r"[\u4e00-\u9fff]", phrases["zh"])


def test_every_language_has_its_name_and_its_tag() -> None:
    assert set(LANGUAGES) == set(TAGS) == set(get_args(Language))


def test_every_role_and_every_reason_to_refuse_has_its_words() -> None:
    assert {f"role_{role}" for role in get_args(Role)} <= set(CATALOGUE)
    assert {f"refused_{reason}" for reason in get_args(Reason)} <= set(CATALOGUE)


def test_no_phrase_is_asked_for_in_vain_and_none_is_idle() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in UI.glob("*.py") if path.name != "words.py")
    asked = set(re.findall(r'say\([\w.()]+, "(\w+)"', code))
    assert asked - set(CATALOGUE) == set()
    composed = ("role_", "refused_")
    assert {key for key in CATALOGUE if not key.startswith(composed) and f'"{key}"' not in code} == set()


def test_values_are_filled_in() -> None:
    assert say("en", "loaded_many", count=3) == "3 abstracts loaded"
    assert say("zh", "loaded_many", count=3) == "已载入 3 篇摘要"
