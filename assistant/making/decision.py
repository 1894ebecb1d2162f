"""Fit the decision: whether a text answers and how much is said, on lessons that the scorer has not seen."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant.choosing import chosen, gap_of, ranked
from assistant.deciding import Decision
from assistant.making.lessons import Lesson, read_lessons
from assistant.making.likeness import Likeness
from assistant.making.standing import Standing, standings
from assistant.matching import Words
from assistant.question import analyse
from assistant.reader import placed
from assistant.scope import Scope
from assistant.scorer import Scorer, Scores, Text
from assistant.signs import Signs, signs
from assistant.weighing import Weighing
from vectorstore.records import Role, Sentence
from vectorstore.text import language_of

_ELSEWHERE = 1.0
"""Weight of a question asked of a text that has nothing to do with it."""

_THRESHOLD = 0.3
"""From this probability on a question counts as answered. Over the three sets that are tuned on (892 questions) 798 to
805 are right with 0.25, 0.3, 0.35 or 0.4; with 0.3, of the unanswerable ones 0.93 are refused and of the others 0.06. A
refusal shows the nearest sentences and an answer its quote: either mistake can be seen, and neither counts for more."""

_STANDING = 0.25
"""Least weight of how far an abstract stands out. The lessons of our own give it half of that: they are about texts of
a few sentences too, and in words that retrieval doesn't find there. Of PubMedQA with the right abstract removed (part
fit, n = 676) the area is 0.957 with the weight as it was fitted and 0.974 with this one. The sign's mean is 0.3, so
that the probabilities stay where they are."""

_OVERLAPS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
_SECONDS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
_NEARS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class Case:
    """A question read in a text, with what is right."""

    lesson: Lesson
    """The question, and its right sentences."""
    weighing: Weighing
    """The question against the text's words."""
    scores: Scores
    """What the scorer makes of it."""
    weight: float
    """How much it counts."""


def cases(lessons: Sequence[Lesson], scorer: Scorer, weight: Callable[[Lesson], float]) -> list[Case]:
    """Lessons as the reader meets them; left out is what rules answer by place.

    Each answerable one is also asked of another text: by turns one that looks like its own, and any. By turns they are
    asked of a library of all texts, where the best ones found are read, and of one that has no other text.
    """
    likeness, made = Likeness(lessons), []
    for number, (lesson, other) in enumerate(zip(lessons, [*lessons[37:], *lessons[:37]], strict=True)):
        share, shelved = weight(lesson), bool(number % 2)
        made += [(lesson, share, shelved)]
        near = likeness.near(lesson)[:1] if shelved else []
        text = near[0] if near else other.text
        if lesson.answered and text is not lesson.text:
            made += [(replace(lesson, text=text, needed=(), enough=()), share * _ELSEWHERE, bool(near))]
    with standings(lesson for lesson, _, _ in made) as standing:
        found = [_case(lesson, scorer, share, standing if shelved else None) for lesson, share, shelved in made]
    return [case for case in found if case is not None]


def _case(lesson: Lesson, scorer: Scorer, weight: float, standing: Standing | None) -> Case | None:
    question, scope = analyse(lesson.question), scope_of(lesson.text)
    if standing:
        scope = replace(scope, standing=standing(lesson.question, lesson.text))
        if scope.standing is None and scope.language == question.language:
            return None  # it would not be read
    if placed(question, scope) is not None:
        return None
    return Case(lesson, Weighing(question, scope), scorer.score(question.text, [scope.text])[0], weight)


def scope_of(text: Text) -> Scope:
    """A text as the reader's scope."""
    at, prose = 0, []
    language = language_of(" ".join(text.sentences))
    for sentence, role in zip(text.sentences, text.roles, strict=True):
        prose.append(Words(Sentence("made", _role(role), language, None, at, at + len(sentence), sentence)))
        at += len(sentence) + len(" LABEL: ")  # as in an abstract with labels, so that its roles are read
    title = Sentence("made", "title", language_of(text.title), None, at, at + len(text.title), text.title)
    return Scope(tuple(prose), (Words(title),) if text.title else (), {})


def _role(role: str) -> Role:
    return role  # type: ignore[return-value]  # the files hold the names of roles


def fit(cases: Sequence[Case]) -> Decision:
    """The decision that serves the cases best."""
    start = Decision({}, {}, _THRESHOLD, 0.0, 0.0, 99.0, 0.0)
    answered = [case for case in cases if case.lesson.answered]
    rule = max(
        (replace(start, overlap=own, overlap_across=own) for own in _OVERLAPS),
        key=lambda r: sum(hit(case, r) for case in answered if not case.weighing.is_foreign),
    )
    across = [case for case in answered if case.weighing.is_foreign]
    other = max(_OVERLAPS, key=lambda w: sum(hit(case, replace(rule, overlap_across=w)) for case in across))
    rule = replace(rule, overlap_across=other)
    second, near = max(
        ((s, n) for s in _SECONDS for n in _NEARS),
        key=lambda pair: sum(_right(case, replace(rule, second=pair[0], near=pair[1])) for case in answered),
    )
    rule = replace(rule, second=second, near=near)
    told = [signs_of(case, rule) for case in cases]
    same = _regression([(c, s) for c, s in zip(cases, told, strict=True) if not c.weighing.is_foreign])
    return replace(
        rule,
        same={**same, "standing": max(same["standing"], _STANDING)},
        across=_regression([(c, s) for c, s in zip(cases, told, strict=True) if c.weighing.is_foreign]),
    )


def signs_of(case: Case, rule: Decision) -> Signs:
    """The signs of a case, with the sentence that the rule finds best."""
    best = case.weighing.scope.prose[ranked(case.weighing, case.scores, rule)[0]]
    return signs(case.weighing, case.scores, best, unmet=gap_of(case.weighing, [best]) is not None)


def hit(case: Case, rule: Decision) -> float:
    """The weight of a case whose best sentence is right; else 0."""
    best = ranked(case.weighing, case.scores, rule)[0]
    return case.weight * (best in case.lesson.needed or best in case.lesson.enough)


def _right(case: Case, rule: Decision) -> float:
    """1 where everything needed is said, nothing or less than half of it beside the point."""
    lesson = case.lesson
    order = ranked(case.weighing, case.scores, rule)
    said = set(chosen(case.weighing, case.scores, order, rule))
    whole = set(lesson.needed) <= said or bool(set(lesson.enough) & said)
    beside = len(said - set(lesson.needed) - set(lesson.enough))
    return case.weight * whole * (1 - 0.3 * beside)


def _regression(pairs: Sequence[tuple[Case, Signs]]) -> dict[str, float]:
    x: NDArray[np.float64] = np.array([told for _, told in pairs])
    y = np.array([case.lesson.answered for case, _ in pairs])
    weight = np.array([case.weight for case, _ in pairs])
    scale = np.maximum(x.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(x / scale, y, sample_weight=weight)
    named = dict(zip(Signs._fields, (model.coef_[0] / scale).tolist(), strict=True))
    return {name: round(value, 4) for name, value in {"intercept": float(model.intercept_[0]), **named}.items()}


def make_decision(data: Path, out: Path, most: int | None = None) -> None:
    """The decision for the scorer that lies in the folder, on all lessons or so many."""
    lessons = read_lessons(data, "decision")
    drawn = random.Random(1).sample(lessons, most) if most else lessons  # noqa: S311 - no secret
    rule = fit(cases(drawn, Scorer(out), weight_of))
    (out / "decision.toml").write_text(_decision_file(rule), "utf-8")


def weight_of(lesson: Lesson) -> float:
    """What researchers ask counts more than encyclopaedias, and every set about alike."""
    return 1.0 if lesson.source.startswith("written") else 0.3


def _decision_file(rule: Decision) -> str:
    lines = ["# Made by assistant.making.reader; what each sign is stands in assistant/signs.py.", ""]
    tables = []
    for name, value in asdict(rule).items():
        if isinstance(value, dict):
            tables += ["", f"[{name}]", *(f"{sign} = {weight}" for sign, weight in value.items())]
        else:
            lines.append(f"{name} = {value}")
    return "\n".join([*lines, *tables]) + "\n"


def main() -> None:
    """Fit the decision for the scorer that lies in the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    make_decision(given.data, given.out)


if __name__ == "__main__":
    main()
