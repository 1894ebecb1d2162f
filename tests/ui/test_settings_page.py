"""The settings page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from assistant import Assistant
from tests.ui.pages import alone, said


@pytest.fixture
def page(tmp_path: Path) -> Iterator[AppTest]:
    yield alone("settings", "show_settings", str(tmp_path / "home"))
    streamlit.cache_resource.clear()  # closes the library


def test_the_number_of_passages_is_used_and_remembered(page: AppTest, tmp_path: Path) -> None:
    page.run().slider(key="passages").set_value(20).run()
    assert page.session_state["visit"].passages == 20
    with Assistant.open(home=tmp_path / "home") as assistant:
        assert assistant.library.preferences.get("passages") == "20"
    assert not page.exception


def test_a_model_that_can_not_be_used_is_a_sentence_and_the_old_one_stays(page: AppTest) -> None:
    page.run().text_input(key="model-name").set_value("nobody:none")
    page.button[0].click().run()
    assert "nobody:none can't be used; builtin stays in use." in said(page)
    assert page.session_state["visit"].model == "builtin"
    assert not page.exception


def test_the_built_in_reader_always_works(page: AppTest, tmp_path: Path) -> None:
    page.run().text_input(key="model-name").set_value(" builtin ")
    page.button[0].click().run()
    assert "builtin answers." in said(page)
    assert str(tmp_path / "home") in said(page)
    assert not page.exception


def test_a_typed_key_reaches_the_model_and_nothing_else(
    page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    seen: list[tuple[str, str]] = []
    monkeypatch.setattr("ui.settings.try_connection", lambda name, key: seen.append((name, key)))
    page.run().text_input(key="model-name").set_value("openai:gpt-5")
    page.text_input(key="secret").set_value("sk-canary")
    page.button[0].click().run()
    assert seen == [("openai:gpt-5", "sk-canary")]
    assert page.session_state["visit"].model == "openai:gpt-5"
    assert "sk-canary" not in repr(page.session_state["visit"])
    assert "sk-canary" not in said(page) + "".join(capfd.readouterr())
    assert not any(b"sk-canary" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert not page.exception
