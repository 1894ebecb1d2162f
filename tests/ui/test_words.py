"""The interface says everything in both languages."""

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from assistant.answer import Reason
from ui.trouble import Trouble, Way
from ui.turn import REASONS
from ui.words import LANGUAGES, TAGS, catalogue, say, section_name
from vectorstore.records import Language, Role
from vectorstore.store import Outcome

UI = Path(__file__).parents[2] / "ui"


def blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


@pytest.mark.parametrize("key", catalogue())
def test_every_phrase_is_there_in_both_languages(key: str) -> None:
    phrases = catalogue()[key]
    assert set(phrases) == set(get_args(Language))
    assert all(phrase.strip() for phrase in phrases.values())
    assert blanks(phrases["en"]) == blanks(phrases["zh"])
    assert re.search(r"[\u4e00-\u9fff]", phrases["zh"])


def test_every_language_has_its_name_and_its_tag() -> None:
    assert set(LANGUAGES) == set(TAGS) == set(get_args(Language))


def test_every_role_reason_and_trouble_has_its_words() -> None:
    assert all(section_name(role, language) for role in get_args(Role) for language in get_args(Language))
    assert {f"refused_{reason}" for reason in get_args(Reason)} <= set(catalogue())
    assert {f"trouble_{trouble}" for trouble in get_args(Trouble) if trouble} <= set(catalogue())
    assert {f"way_{way}" for way in get_args(Way) if way} <= set(catalogue())
    assert {f"bad_{reason}" for reason in REASONS} <= set(catalogue())
    assert {f"done_{outcome}" for outcome in get_args(Outcome)} <= set(catalogue())


def test_no_phrase_is_asked_for_in_vain_and_none_is_idle() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in UI.glob("*.py") if path.name != "words.py")
    asked = set(re.findall(r'say\([\w.()]+, "(\w+)"', code))
    assert asked - set(catalogue()) == set()
    composed = ("refused_", "trouble_", "way_", "bad_", "done_", "in_", "delete_", "take_out_", "count_", "export_")
    assert {key for key in catalogue() if not key.startswith(composed) and f'"{key}"' not in code} == set()


def test_values_are_filled_in() -> None:
    assert say("en", "loaded_many", count=3) == "3 abstracts loaded"
    assert say("zh", "loaded_many", count=3) == "已载入 3 篇摘要"
