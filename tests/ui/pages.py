"""The pages without a browser: the whole program, or one page over an assistant of its own."""

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "ui" / "app.py"
"""The whole program, as Streamlit runs it."""

ALONE = """
import streamlit as st
from assistant import Assistant
from ui.dialogs import show_dialog
from ui.{module} import {function}

@st.cache_resource(on_release=Assistant.close)
def shared():
    return Assistant.open(home={home!r})

{function}(shared())
show_dialog(shared())
"""


def alone(module: str, function: str, home: str) -> AppTest:
    """One page by itself, with its dialogs."""
    return AppTest.from_string(ALONE.format(module=module, function=function, home=home), default_timeout=60)


def elements(page: AppTest, name: str) -> list[dict[str, Any]]:
    """What the browser gets for each element of a kind."""
    found = [element.proto for element in page.get("bidi_component")]
    return [json.loads(proto.json) for proto in found if proto.component_name == f"abstract_assistant_{name}"]


def said(page: AppTest) -> str:
    """All plain text of a page."""
    return "\n".join(text.value for text in page.text)


def newest(page: AppTest) -> dict[str, Any]:
    """The last turn, as the browser gets it."""
    turn: dict[str, Any] = elements(page, "turn")[-1]["turn"]
    return turn


def settled(page: AppTest) -> AppTest:
    """The page when the question on its way has been answered; a browser would look again by itself."""
    asking = page.session_state["visit"].asking
    if asking is not None:
        assert asking.wait(60)
        page.run()
    return page
