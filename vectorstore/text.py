"""Text as we store it, and text as we compare it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from vectorstore.records import Language

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
"""One Han character (Unicode blocks CJK Unified Ideographs, extensions A to H, and compatibility)."""

_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_HAN_PER_WORD = 1.5  # characters in an average Chinese word, so that both sides count words


def stored(text: str) -> str:
    """The form in which plain text is kept: no byte-order mark, LF line ends, NFC; nothing else changes."""
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def folded(text: str) -> str:
    """The form in which text is compared: case, width and Greek letters folded, hyphens alike, Chinese simplified.

    Not the same length as the input, so never a source of offsets.

    >>> folded("ＧＳＫ３ – β"), folded("信號通路")
    ('gsk3 - β', '信号通路')
    """
    if text.isascii():  # most of what is compared
        return text.casefold()
    return simplified(re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text).casefold()))


def simplified(text: str) -> str:
    """The text with simplified Chinese characters for traditional ones.

    >>> simplified("GSK3信號通路")
    'GSK3信号通路'
    """
    return _converter()(text) if HAN.search(text) else text


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    """OpenCC's, by phrases (loaded only where there is Chinese)."""
    import opencc

    return opencc.OpenCC("t2s").convert


def language_of(text: str) -> Language:
    """`zh` when the text has more Chinese words than words in Latin letters, else `en`.

    Names such as mTOR or TRD are the same in both languages and don't count.

    >>> language_of("mTOR信号通路起什么作用?"), language_of("What is 氯胺酮?")
    ('zh', 'en')
    """
    han = len(HAN.findall(text)) / _HAN_PER_WORD
    words = [word for word in _LATIN_WORD.findall(text) if sum(map(str.isupper, word)) < 2]
    return "zh" if han > len(words) else "en"
