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

from assistant.scorer import ARTEFACT, Text, batch, encode, load

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
        """Judge a statement by the sentences that it cites: some 15 ms. One in the languages' other is judged too."""
        tokenizer, session = self._load()
        piece = next(encode(tokenizer, statement, Text("", tuple(quotes), ("other",) * len(quotes))))
        ids, mask, pool = batch([piece])
        carried, words = session.run(["carried", "words"], {"ids": ids, "mask": mask, "pool": pool})
        start, end = piece.spans[0]
        marks = np.asarray(words)[0][start:end]
        if not len(marks):
            return Judgement(-20.0, 20.0, statement)
        worst = int(marks.argmax())
        at = tokenizer.encode(statement, add_special_tokens=False).offsets[worst]
        return Judgement(round(float(carried[0]), 4), round(float(marks[worst]), 4), _whole(statement, at))

    def _load(self) -> tuple[Tokenizer, InferenceSession]:
        with self._lock:
            if self._loaded is None:
                self._loaded = load(self._folder, "checker.onnx")
            return self._loaded


def _whole(text: str, at: tuple[int, int]) -> str:
    """The words that a stretch of a text touches."""
    touched = [found for found in _WORD.finditer(text) if found.start() < at[1] and found.end() > at[0]]
    return text[touched[0].start() : touched[-1].end()] if touched else text[at[0] : at[1]].strip()


@lru_cache(maxsize=1)
def default_checker() -> Checker:
    """The checker that ships, one for the process."""
    return Checker()
