"""The learned check: whether quotes carry a statement, and which of its words they carry least.

A cross-encoder reads the statement with the sentences that it cites. It shares its vocabulary and its lower half with
the scorer, whose file holds them for both. What it was made from stands in `data/reader/card.md`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.scorer import ARTEFACT, QUESTION, Encoded, Floats, Text, batch, encode, load

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_WORD = re.compile(r"[A-Za-z0-9][\w.%-]*[\w%]|[A-Za-z0-9%]|[\u3400-\u9fff]{1,2}|\S", re.ASCII)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the network makes of a statement."""

    carried: float
    """Log-odds that what it cites carries it."""
    wrong: float
    """The highest log-odds of a part that it is not carried."""
    part: str
    """That part, as whole words."""


class Checker:
    """The network and its tokenizer, loaded when first used; may be shared by threads."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or ARTEFACT
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None

    def judge(self, statement: str, quotes: Sequence[str]) -> Judgement:
        """Judge a statement by the sentences that it cites, in either language: some 10 ms.

        Sentences that can't be read at once are read in several goes, and the one that carries it best counts. Of a
        statement that is longer than can be read, nobody knows what its end says: it is not carried.
        """
        tokenizer, session = self._load()
        offsets = tokenizer.encode(statement, add_special_tokens=False).offsets
        if not 0 < len(offsets) <= QUESTION:
            end = offsets[QUESTION][0] if offsets else 0
            return Judgement(-20.0, 20.0, statement[end:] or statement)
        pieces = encode(tokenizer, statement, Text("", tuple(quotes), ("other",) * len(quotes)))
        carried, marks = max((_read(session, piece) for piece in pieces), key=lambda read: read[0])
        worst = int(marks.argmax())
        return Judgement(round(carried, 4), round(float(marks[worst]), 4), _whole(statement, offsets[worst]))

    def _load(self) -> tuple[Tokenizer, InferenceSession]:
        with self._lock:
            if self._loaded is None:
                self._loaded = load(self._folder, "checker.onnx")
            return self._loaded


def _read(session: InferenceSession, piece: Encoded) -> tuple[float, Floats]:
    """Log-odds that a piece's sentences carry the statement, and for each of its tokens that they don't."""
    ids, mask, pool = batch([piece])
    carried, words = session.run(["carried", "words"], {"ids": ids, "mask": mask, "pool": pool})
    start, end = piece.spans[0]
    return float(carried[0]), np.asarray(words)[0][start:end]


def _whole(text: str, at: tuple[int, int]) -> str:
    """The words that a stretch of a text touches."""
    touched = [found for found in _WORD.finditer(text) if found.start() < at[1] and found.end() > at[0]]
    return text[touched[0].start() : touched[-1].end()] if touched else text[at[0] : at[1]].strip()


@lru_cache(maxsize=1)
def default_checker() -> Checker:
    """The checker that ships, one for the process."""
    return Checker()
