"""Make the learned check of a model's statements, and the weights of its decision.

`make reader` makes all of it. The weights alone, for the network that is there, in half a minute:

    python -m assistant.making.check --reader assistant/data/reader
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from assistant.checker import Checker
from assistant.checking import DECISIVE, RULES, Signs, signs
from assistant.making.statements import STATEMENTS
from assistant.stated import Case, read_statements

if TYPE_CHECKING:
    from assistant.making.fitting import Stage
    from assistant.making.network import Network

_KEPT = 0.925
"""Share of the true statements that the rules and the lower threshold keep, among those it is chosen on: one standard
error above the 0.90 that is wanted of others, as these are but 138."""

_PASSED = 0.02
"""Share of the false statements that are taken for supported, among those that the upper threshold is chosen on."""

_FOLDS = 10
_LONGEST_ZH, _LONGEST_EN = 220, 500  # characters of a statement that stands for its translation
_SHORTEST_ZH, _SHORTEST_EN = 15, 31


def make_check(data: Path, reader: Path, scorer: Network, ready: Network, stages: Sequence[Stage]) -> None:
    """Train the network from the scorer's, write its file beside the scorer's (sharing its layers), fit weights.

    Args:
        data: The folder with the public sets.
        reader: Where the scorer's file is, and the check's goes.
        scorer: The scorer as it was trained.
        ready: The scorer as it is in its file.
        stages: The three stretches of its training.
    """
    import torch
    from tokenizers import Tokenizer

    from assistant.making.answered import read_answers
    from assistant.making.checker import SEED, SHARED, CheckNetwork, example, train
    from assistant.making.evening import CALIBRATED, make_ready
    from assistant.making.exporting import CHECKER, export, share
    from assistant.making.lessons import read_lessons
    from assistant.making.statements import drawn, families, retold
    from vectorstore.making.sources import read_sources

    torch.manual_seed(SEED)
    network = CheckNetwork(scorer.encoder)
    lessons = read_lessons(data, "scorer")
    own = list({lesson.text: None for lesson in lessons if lesson.source.startswith(("written", "pubmedqa"))})
    parallel = sorted(
        {
            (zh, en)
            for zh, en in read_sources(data).parallel
            if _SHORTEST_ZH <= len(zh) < _LONGEST_ZH and _SHORTEST_EN <= len(en) < _LONGEST_EN
        }
    )
    learned = read_statements(STATEMENTS / "learned")
    written = families(learned)
    tokenizer = Tokenizer.from_file(str(reader / "tokenizer.json"))
    mixed = partial(drawn, own, parallel, written, read_answers(data))
    train(network, tokenizer, zip(stages, (mixed, mixed, partial(retold, own, written)), strict=True), _tell)
    usual = random.Random(SEED).sample(learned, CALIBRATED)  # noqa: S311 - no secret
    pieces = [example(tokenizer, case).encoded for case in usual]
    make_ready(network.cpu().encoder, pieces, ready.encoder.encoder.layer[:SHARED])
    export(network, reader / "checker.onnx", CHECKER)
    _tell(f"{share(reader / 'checker.onnx', reader / 'scorer.onnx'):,} bytes are the scorer's")
    write_weights(reader)


def write_weights(reader: Path) -> None:
    """Fit the weights and both thresholds, and write their file."""
    (reader / "check.toml").write_text(make_weights(read_statements(STATEMENTS / "weighed"), Checker(reader)), "utf-8")


def make_weights(cases: Sequence[Case], checker: Checker) -> str:
    """The weights of the signs and both thresholds as a file, from cases that the network has not seen.

    The thresholds are chosen on probabilities that are cross-validated, so that no statement is judged by weights that
    have seen another about the same abstract.
    """
    seen = np.array([signs(case.text, case.quotes, checker=checker)[0] for case in cases])
    false = np.array([not case.carried for case in cases])
    doubted = {rule: seen[:, Signs._fields.index(rule)] > 0 for rule in RULES}
    vetoed = np.any([doubted[rule] for rule in DECISIVE], axis=0)
    plain = ~np.any([doubted[rule] for rule in RULES], axis=0)
    model = LogisticRegression(C=0.3, max_iter=1000, class_weight="balanced")
    about = [case.about for case in cases]
    wrong = cross_val_predict(model, seen, false, groups=about, cv=GroupKFold(_FOLDS), method="predict_proba")[:, 1]
    carried = np.where(vetoed, 0.0, 1 - np.asarray(wrong))
    keep = float(np.quantile(carried[~false], 1 - _KEPT))
    sure = max(keep, float(np.quantile(np.where(plain, carried, 0.0)[false], 1 - _PASSED)))
    model.fit(seen, false)
    for name, kind in (("false", false), ("true", ~false)):
        shown, supported = carried[kind] >= keep, (carried[kind] >= sure) & plain[kind]
        _tell(f"{name}, n = {kind.sum()}: shown {shown.mean():.3f}, as supported {supported.mean():.3f}")
    weights = zip(("intercept", *Signs._fields), (model.intercept_[0], *model.coef_[0]), strict=True)
    lines = [f"{name} = {round(float(value), 4)}" for name, value in weights]
    return "\n".join(
        [
            "# Made by assistant.making.check; what each sign is stands in assistant/checking.py.",
            "",
            f"keep = {keep:.3f}",
            f"sure = {sure:.3f}",
            "",
            "[signs]",
            *lines,
            "",
        ]
    )


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201  # a script of the making, which tells how far it is


def main() -> None:
    """Make the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", type=Path, required=True)
    write_weights(parser.parse_args().reader)


if __name__ == "__main__":
    main()
