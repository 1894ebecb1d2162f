"""The page's own elements: HTML, CSS and JavaScript of this package, without a build step or an outside address.

The Python side decides every word; the JavaScript side puts words into the page as text, never as markup, and reports
clicks. Text arrives already cut at the marks, since JavaScript counts in UTF-16 units and Python in characters.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

Data = dict[str, object]
"""What goes to the browser as JSON."""

Name = Literal["turn", "source", "shelf", "asks", "scored"]
"""An element: a turn of a conversation, a source to read, things to open, questions to ask, the scores of a run."""

_PARTS: dict[Name, tuple[str, ...]] = {"turn": ("base", "card", "turn")}


@cache
def element(name: Name) -> ComponentRenderer:
    """The function that mounts an element of the page."""
    from streamlit.components import v2

    parts = _PARTS.get(name, ("base", name))
    css, js = ("\n".join(read(f"{part}.{kind}") for part in parts) for kind in ("css", "js"))
    return v2.component(f"abstract_assistant_{name}", html='<div class="root"></div>', css=css, js=js)


def read(name: str) -> str:
    """The text of one file of this package."""
    return (files(__name__) / name).read_text(encoding="utf-8")
