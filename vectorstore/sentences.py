"""Where sentences begin and end, in English and Chinese, with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = frozenset(
    "al approx assoc ca cf chap co corp dept dr ed eds e.g eq eqs esp etc fig figs i.e inc jr ltd max min mr mrs ms "
    "no nos nr p.m a.m ph.d pp prof ref refs resp rev sec sect sp spp sr ssp st subsp supp suppl syn tab temp var viz "
    "vol vols vs v.s i.v i.p s.c i.m p.o b.i.d t.i.d q.d u.s u.k".split()
)
"""Lower case, without the last full stop. A full stop after one of these ends no sentence before a name or number."""

_MAY_END = frozenset({"al", "etc", "p.m", "a.m", "ph.d", "u.s", "u.k", "i.v", "i.p", "s.c", "i.m", "p.o"})
"""Abbreviations that may also be the last word: then a capitalised plain word decides."""

_OPENERS = frozenset(
    "the a an in this these those that we our it its they their there here however moreover furthermore although "
    "while after before when both all no most patients results methods conclusions thus therefore finally".split()
)
"""Words that begin a sentence rather than a name, lower case."""

_LETTERED = frozenset("vitamin hepatitis type group grade class factor influenza arm stage phase protein part".split())
"""Words after which a single capital letter is a label, not an initial: "hepatitis C." may end a sentence."""

_STOP = re.compile(r"[。！？；!?…]+|\.+")
_CLOSERS = re.compile(r"[\"'”’」』】》〉）)\]]*(?:\[[\d,;\s–-]+\])?")
_PAIRS = {"(": ")", "[": "]", "（": "）", "【": "】", "「": "」", "『": "』", "《": "》", "“": "”"}
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text, in order, without overlap, covering every non-space character.

    A blank line always ends a sentence; a single line break does not. Text without a final stop is a sentence too.

    Args:
        text: Any text; empty or blank gives an empty list.

    Returns:
        (start, end) pairs, half-open, without surrounding white space.

    >>> sentence_spans("E. coli grew (p<0.05; see Fig. 2). 氯胺酮有效。真的？")
    [(0, 34), (35, 41), (41, 44)]
    """
    spans = []
    start = 0
    for end in [*_boundaries(text), len(text)]:
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(piece.strip())))
        start = end
    return spans


def _boundaries(text: str) -> Iterator[int]:
    """Offsets just behind the end of each sentence but the last."""
    bracketed = _bracketed(text)
    stops = ((m.start(), m.end(), m.group()) for m in _STOP.finditer(text))
    breaks = ((m.start(), m.end(), "") for m in re.finditer(r"\n[ \t]*\n\s*", text))
    for start, end, mark in sorted([*stops, *breaks]):
        if not mark:
            yield end
        elif start not in bracketed:
            closed = _CLOSERS.match(text, end)
            end = closed.end() if closed else end
            if _ends_sentence(text, start, end, mark):
                yield end


def _bracketed(text: str) -> set[int]:
    """Offsets inside brackets or paired quotes that are closed again in the same paragraph.

    A full stop at the very end of a bracket that holds a whole sentence is still inside: the bracket's own
    surroundings decide.
    """
    inside: set[int] = set()
    open_at: list[tuple[int, str]] = []
    for offset, char in enumerate(text):
        if char in _PAIRS:
            open_at.append((offset, _PAIRS[char]))
        elif char == "\n" and text[offset : offset + 2] == "\n\n":
            open_at.clear()
        elif open_at and char == open_at[-1][1]:
            begin, _ = open_at.pop()
            if not _holds_whole_sentence(text, begin, offset):
                inside.update(range(begin, offset))
    return inside


def _holds_whole_sentence(text: str, begin: int, end: int) -> bool:
    """Whether a quotation or bracket ends with a stop and nothing of its sentence follows it."""
    after = text[end + 1 :].lstrip(" ")
    return text[end - 1] in "。！？.!?" and (not after or after[0].isupper() or after[0] == "\n" or after[0] > "\u2e7f")


def _ends_sentence(text: str, start: int, end: int, mark: str) -> bool:
    if mark[0] in "。！？；":
        return True
    before, after = text[:start], text[end:]
    if before[-1:] > "\u2e7f":  # a half-width stop after Chinese
        return not after[:1].isdigit()
    if after and not after[0].isspace():
        return mark[0] in "!?" and after[0] > "\u2e7f"
    following = after.lstrip()
    if not following or mark[0] in "!?…":
        return not following[:1].islower()
    if following[0].islower() or following[0] in ",;:)–":
        return False
    return not _is_abbreviation(before, following)


_LONGEST_WORD = 60  # characters; to search the whole text for its last word takes longer with every sentence


def _is_abbreviation(before: str, following: str) -> bool:
    """Whether the full stop between the two belongs to an abbreviation or an initial."""
    match = _LAST_WORD.search(before[-_LONGEST_WORD:])
    word = match.group() if match else ""
    next_word = re.match(r"[^\W_]*", following)
    opens = next_word is not None and next_word.group().casefold() in _OPENERS
    if word.casefold() in _ABBREVIATIONS:
        return not (word.casefold() in _MAY_END and opens)
    if len(word) == 1 and word.isupper():
        previous = before[: -len(word)].split()
        return not (opens or (previous and previous[-1].casefold() in _LETTERED))
    return False
