"""What the scorer and the plain facts about words do alone, on what neither was fitted on.

python -m assistant.making.ablation --data ../shared/data

Needs what the tests need.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.deciding import Decision, decision
from assistant.making.decision import Case, cases, hit, signs_of, weight_of
from assistant.making.lessons import read_lessons
from assistant.scorer import default_scorer
from assistant.signs import Signs

ABLATION: dict[str, tuple[str, ...]] = {
    "facts about words": tuple(name for name in Signs._fields if name not in ("told", "best", "lead")),
    "scorer": ("told", "best", "lead", "length"),
    "both": Signs._fields,
}
"""Which signs are weighed when a part of them is left out."""


def ablation(fitted: Sequence[Case], held: Sequence[Case], rule: Decision) -> list[str]:
    """Lines of a table: what each kind of sign does alone, on cases that neither scorer nor decision saw.

    Args:
        fitted: What the regressions are fitted on.
        held: What is reported: for each source, the share of right best sentences, and the area under the ROC curve of
            "is it answered?" where some are and some are not.
        rule: The decision; its weights of word overlap go to both.
    """
    both = (rule.overlap, rule.overlap_across)
    overlaps = {"facts about words": (1e3, 1e3), "scorer": (0.0, 0.0), "both": both}
    lines = ["| set | measure | n | " + " | ".join(ABLATION) + " |", "|---|---|---|" + "---|" * len(ABLATION)]
    told = {id(case): signs_of(case, rule) for case in (*fitted, *held)}
    models = {name: _part_model(fitted, told, names) for name, names in ABLATION.items()}
    for source in dict.fromkeys(case.lesson.source.split(" ")[0] for case in held):
        own = [case for case in held if case.lesson.source.split(" ")[0] == source]
        answered = [case for case in own if case.lesson.answered]
        hits = [_hits(answered, replace(rule, overlap=own, overlap_across=across)) for own, across in overlaps.values()]
        lines.append(_line(source, "best sentence is right", len(answered), hits))
        if len(answered) < len(own):
            areas = [_area(own, told, names, models[name]) for name, names in ABLATION.items()]
            lines.append(_line(source, "area under the ROC curve", len(own), areas))
    return lines


def _part_model(cases: Sequence[Case], told: dict[int, Signs], names: tuple[str, ...]) -> LogisticRegression:
    y = [case.lesson.answered for case in cases]
    weight = [case.weight for case in cases]
    return LogisticRegression(max_iter=2000).fit(_columns(cases, told, names), y, sample_weight=weight)


def _columns(cases: Sequence[Case], told: dict[int, Signs], names: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([[getattr(told[id(case)], name) for name in names] for case in cases])


def _area(cases: Sequence[Case], told: dict[int, Signs], names: tuple[str, ...], model: LogisticRegression) -> float:
    sure = model.predict_proba(_columns(cases, told, names))[:, 1]
    return float(roc_auc_score([case.lesson.answered for case in cases], sure))


def _line(source: str, measure: str, n: int, values: Sequence[float]) -> str:
    return f"| {source} | {measure} | {n} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


def _hits(cases: Sequence[Case], rule: Decision) -> float:
    return sum(hit(case, rule) / case.weight for case in cases) / len(cases)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    fitted = cases(read_lessons(data, "decision"), default_scorer(), weight_of)
    held = cases(read_lessons(data, "held"), default_scorer(), lambda _: 1.0)
    print("\n".join(ablation(fitted, held, decision())))  # noqa: T201


if __name__ == "__main__":
    main()
