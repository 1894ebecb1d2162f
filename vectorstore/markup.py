"""Markup and entities of structured records into readable characters, decided once, on the way in.

`10<sup>-3</sup>` becomes `10⁻³`, `CO<sub>2</sub>` becomes `CO₂`; what Unicode has no raised or lowered form for is
written `x^ab` or `T_max`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−–=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_PLACED = re.compile(r"<(sup|sub)>([^<>]{1,40})</\1>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|br|p|sup|sub|span|italic|bold|title|sec|jats:[\w-]+)(?:\s+[\w:-]+\s*=[^<>]{0,200})?\s*/?>",
    re.I,
)
_HALF = re.compile("[\ud800-\udfff]")  # half of a character: JSON that was cut off
_SPACE = re.compile(r"\s+")


def raised(text: str) -> str:
    """Text as a superscript.

    >>> raised("-3"), raised("2+"), raised("ab")
    ('⁻³', '²⁺', '^ab')
    """
    return _placed(text, _RAISED, "^")


def lowered(text: str) -> str:
    """Text as a subscript.

    >>> lowered("2"), lowered("max"), lowered("0.5")
    ('₂', 'ₘₐₓ', '_0.5')
    """
    return _placed(text, _LOWERED, "_")


def _placed(text: str, table: dict[int, int], sign: str) -> str:
    text = text.strip()
    if text and all(ord(char) in table for char in text):
        return text.translate(table)
    return f"{sign}{text}" if text else ""


def readable(text: str) -> str:
    """Text of a field on one line: entities and the usual HTML tags decoded, white space joined, NFC.

    >>> readable("p &lt; 0.05 in  H<sub>2</sub>O, <i>n</i>&nbsp;= 3")
    'p < 0.05 in H₂O, n = 3'
    """
    text = _HALF.sub("\ufffd", text)
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _PLACED.sub(lambda found: (raised if found[1].casefold() == "sup" else lowered)(found[2]), text)
        text = _TAG.sub(lambda found: " " if found[0].casefold().startswith(("<br", "<p", "</p")) else "", text)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def text_of(element: Element | None) -> str:
    """The readable text of an XML element with all that is marked up in it; empty for None."""
    return "" if element is None else readable("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    """Pieces of an element's text in order, children by what their tag means."""
    inside = [element.text or ""]
    for at, child in enumerate(element):
        text = "".join(_pieces(child))
        name = _name(element)
        if name in ("msup", "msub") and at == 1:  # MathML: base, then what is raised or lowered
            text = raised(text) if name == "msup" else lowered(text)
        inside += [text, child.tail or ""]
    whole = "".join(inside)
    name = _name(element)
    yield raised(whole) if name == "sup" else lowered(whole) if name in ("sub", "inf") else whole


def _name(element: Element) -> str:
    """The tag without its namespace; comments and the like have none."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""
