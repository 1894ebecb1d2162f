"""Made-up findings told in either language, with statements that follow from them and ones that do not.

Who did what to whom, which group had more, what a sentence's other half says: a false statement of these has every word
of the true one. The findings say nothing about the world; their words are drawn.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from assistant.stated import Case

_TABLES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "relations.toml").read_text(encoding="utf-8"))
_SLOT = re.compile(r"\{(-?)(did|do|went|more|rise)\}")
_LEAD = re.compile(r"^(the|a|an) ")

Thing = tuple[str, str]
"""In English, in Chinese."""

Kind = Literal["effect", "hedged", "none", "linked", "compared", "alike", "stronger", "measured", "one"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found, in no language."""

    kind: Kind
    """What sort of finding: see `relations.toml`."""
    given: Thing
    """What was given, or what had more."""
    against: Thing
    """What it was compared with."""
    measured: Thing
    """What was measured."""
    up: bool
    """Whether that rose, or was higher."""
    who: Thing | None = None
    """In whom, where that is told."""
    numbers: tuple[int, int] = (0, 0)
    """Of what was given, and of what it was compared with."""
    unit: Thing = ("", "")
    """Of the numbers."""


def related(names: Sequence[str], chance: random.Random) -> list[Case]:
    """A statement that follows from one to three findings, and a few that do not.

    Args:
        names: Of drugs or genes, the same in both languages; some stand in the place of the known ones.
        chance: Draws.
    """
    findings = _findings(names, chance)
    cited = chance.choice(["en", "zh"])
    language = cited if chance.random() < 0.7 else chance.choice(["en", "zh"])
    quotes = _quoted(findings, cited, chance)
    about = chance.sample(findings, min(len(findings), chance.choice([1, 1, 2])))
    true = [_followed(finding, chance) for finding in about]
    seed = chance.random()
    text = _stated(true, language, seed)
    family = [Case("true", language, text, quotes)]
    for kind in chance.sample(sorted(_CHANGES), len(_CHANGES)):
        at = chance.randrange(len(true))
        false = _CHANGES[kind](true[at], findings, chance)
        if false is None or any(carries(finding, false) for finding in findings):
            continue
        told = _stated([*true[:at], false, *true[at + 1 :]], language, seed)
        if told != text:
            family.append(Case(kind, language, told, quotes, source=text))
        if len(family) > 3:
            break
    return family


def _findings(names: Sequence[str], chance: random.Random) -> list[Finding]:
    """One to three, about few things, so that much can be mixed up."""
    known = [tuple(pair) for pair in _TABLES["treatments"]]
    given = [(name, name) if (name := chance.choice([*names, ""])) and chance.random() < 0.4 else chance.choice(known)
             for _ in range(3)]  # fmt: skip
    measured = [_drawn(chance.choice(["outcomes", "outcomes", "troubles"]), chance) for _ in range(3)]
    people = [_drawn("people", chance) for _ in range(2)]
    found: list[Finding] = []
    kinds: list[Kind] = ["effect", "effect", "hedged", "none", "linked", "compared", "compared", "alike", "stronger",
                         "measured", "measured"]  # fmt: skip
    for _ in range(chance.choice([1, 2, 2, 3])):
        a, b = chance.sample(given, 2)
        numbers = (chance.randint(2, 95), chance.randint(2, 95))
        finding = Finding(
            chance.choice(kinds), a, b, chance.choice(measured), chance.random() < 0.5,
            chance.choice(people) if chance.random() < 0.35 else None, numbers, _drawn("units", chance),
        )  # fmt: skip
        finding = replace(finding, up=numbers[0] > numbers[1]) if finding.kind == "measured" else finding
        same = (finding.given == finding.against, numbers[0] == numbers[1])
        clash = any(f.measured == finding.measured and f.who == finding.who for f in found)
        if not any(same) and not clash:
            found.append(finding)
    return found or _findings(names, chance)


def _drawn(table: str, chance: random.Random) -> Thing:
    english, chinese = chance.choice(_TABLES[table])
    return english, chinese


def _quoted(findings: Sequence[Finding], language: str, chance: random.Random) -> tuple[str, ...]:
    """The findings as one sentence or several."""
    told = _TABLES["told"][language]
    parts = [_told(finding, language, chance) + chance.choice(told["after"]) for finding in findings]
    if chance.random() < 0.5:
        return tuple(_ended(chance.choice(told["before"]) + part, language) for part in parts)
    joined = chance.choice(told["before"]) + parts[0]
    for part in parts[1:]:
        joined = _joined(joined, part, chance.choice(told["joins"]))
    return (_ended(joined, language),)


def _stated(findings: Sequence[Finding], language: str, seed: float) -> str:
    """Findings as a statement; with the same seed in the same form."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    parts = [_told(finding, language, random.Random(seed + at)) for at, finding in enumerate(findings)]  # noqa: S311
    join = chance.choice(_TABLES["told"][language]["joins"])
    return _ended(parts[0] if len(parts) < 2 else _joined(parts[0], parts[1], join), language)


def _joined(left: str, right: str, join: str) -> str:
    return left + join + (_begun(right) if join.endswith(". ") else right)


def _told(finding: Finding, language: str, chance: random.Random) -> str:
    told, words = _TABLES["told"][language], _TABLES["words"][language]
    at = 0 if language == "en" else 1
    trouble = list(finding.measured) in _TABLES["troubles"]

    def word(slot: re.Match[str]) -> str:
        up = finding.up != bool(slot[1])
        way = ("worse" if up else "better") if trouble else ("up" if up else "down")
        return str(chance.choice(words[f"{slot[2]}_{way}"]))

    text = _SLOT.sub(word, chance.choice(told[finding.kind]))
    measured = finding.measured[at]
    if re.search(r"(higher|greater|lower|less|worse|severe|milder|in|of|more|gave|comparable) \{x\}", text):
        measured = _LEAD.sub("", measured) if " in {x}" not in text and " of {x}" not in text else measured
    who = told["who"].format(who=finding.who[at]) if finding.who else ""
    n, m = finding.numbers
    return text.format(
        a=finding.given[at], b=finding.against[at], x=measured, who=who, n=n, m=m, u=finding.unit[at]
    ).replace(" %", "%")  # fmt: skip


def _ended(text: str, language: str) -> str:
    return _begun(text) + ("。" if language == "zh" else ".")


def _begun(text: str) -> str:
    """A text with a capital, but for names that are written with a small letter: eEF2."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def _followed(finding: Finding, chance: random.Random) -> Finding:
    """The finding itself, or a smaller one that follows from it."""
    if finding.kind == "measured" and chance.random() < 0.7:
        kind: Kind = chance.choice(["compared", "one"])
        if kind == "one" and chance.random() < 0.5:
            return replace(_swapped(finding), kind="one")
        return replace(finding, kind=kind)
    if finding.kind == "stronger" and chance.random() < 0.4:
        return replace(finding, kind="effect")
    return finding


def _swapped(finding: Finding) -> Finding:
    """What was given and what it was compared with trade places, with their numbers."""
    return replace(
        finding, given=finding.against, against=finding.given, numbers=finding.numbers[::-1], up=not finding.up
    )


def carries(held: Finding, said: Finding) -> bool:
    """Whether one finding says another; who it was found in must be the same."""
    if (held.measured, held.who) != (said.measured, said.who):
        return False
    sides = [held] if held.kind not in ("compared", "measured", "alike") else [held, _swapped(held)]
    return any(_says(side, said) for side in sides)


_FOLLOWS: dict[Kind, set[Kind]] = {
    "effect": {"effect", "stronger"},
    "hedged": {"hedged", "effect", "stronger"},
    "linked": {"linked", "effect", "stronger"},
    "compared": {"compared", "measured", "stronger"},
    "stronger": {"stronger"},
    "none": {"none"},
    "alike": {"alike"},
    "measured": {"measured"},
    "one": {"measured"},
}  # what is said: what says it
_OF_TWO = ("compared", "alike", "stronger", "measured")
_WITHOUT_WAY = ("none", "alike", "measured", "one")


def _says(held: Finding, said: Finding) -> bool:
    of_the_same = held.given == said.given and (said.kind not in _OF_TWO or held.against == said.against)
    if not of_the_same or held.kind not in _FOLLOWS[said.kind]:
        return False
    if said.kind in ("measured", "one"):
        return held.numbers[0] == said.numbers[0] and (said.kind == "one" or held.numbers == said.numbers)
    return said.kind in _WITHOUT_WAY or held.up == said.up


def _turned(said: Finding, _all: Sequence[Finding], _chance: random.Random) -> Finding | None:
    return None if said.kind in ("none", "alike", "one", "measured") else replace(said, up=not said.up)


def _traded(said: Finding, all_: Sequence[Finding], chance: random.Random) -> Finding | None:
    """Sides traded, or the thing given of another finding."""
    if said.kind in ("compared", "stronger", "measured") and chance.random() < 0.6:
        return replace(_swapped(said), up=said.up, numbers=said.numbers)
    others = [f for f in all_ if f.given != said.given]
    if said.kind == "one":
        held = [f for f in all_ if f.kind == "measured" and f.measured == said.measured]
        return replace(said, numbers=held[0].numbers[::-1]) if held and held[0].numbers[0] == said.numbers[0] else None
    return replace(said, given=chance.choice(others).given) if others else None


def _renamed(said: Finding, all_: Sequence[Finding], chance: random.Random) -> Finding | None:
    """Another thing measured or given, from another finding or from nowhere."""
    if chance.random() < 0.6:
        others = [f.measured for f in all_ if f.measured != said.measured] or [_drawn("outcomes", chance)]
        return replace(said, measured=chance.choice(others))
    other = _drawn("treatments", chance)
    return None if other in (said.given, said.against) else replace(said, given=other)


def _denied(said: Finding, _all: Sequence[Finding], chance: random.Random) -> Finding | None:
    into: dict[str, Kind] = {"effect": "none", "hedged": "none", "linked": "none", "compared": "alike",
                             "none": "effect", "alike": "compared"}  # fmt: skip
    if said.kind not in into:
        return None
    return replace(said, kind=into[said.kind], up=chance.random() < 0.5)


def _firmer(said: Finding, _all: Sequence[Finding], _chance: random.Random) -> Finding | None:
    return replace(said, kind="effect") if said.kind in ("hedged", "linked") else None


def _elsewhere(said: Finding, all_: Sequence[Finding], chance: random.Random) -> Finding | None:
    """In other people, or only in some."""
    others = [f.who for f in all_ if f.who and f.who != said.who] or [_drawn("people", chance)]
    other = chance.choice(others)
    return None if other == said.who else replace(said, who=other)


def _recounted(said: Finding, _all: Sequence[Finding], chance: random.Random) -> Finding | None:
    if said.kind not in ("measured", "one"):
        return None
    return replace(said, numbers=(said.numbers[0] + chance.choice([-1, 1, 10]), said.numbers[1]))


_CHANGES = {
    "direction": _turned,
    "comparison": _traded,
    "entity": _renamed,
    "negation": _denied,
    "causal": _firmer,
    "population": _elsewhere,
    "number": _recounted,
}
