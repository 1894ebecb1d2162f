"""True and false statements with the sentences that they cite: what the check of a model's answer learns from.

Written ones of our own (`stated`), and many made from sentences by changing one thing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.making.changing import added, changed, restated, shortened
from assistant.scorer import Text
from assistant.stated import Case
from vectorstore.text import language_of

STATEMENTS = Path(__file__).parent / "stated"
"""Abstracts with true and false statements, written for this purpose: `learned` for the network, `weighed` for the
weights of the decision."""

_ABSTRACTS, _EACH, _PARALLEL = 900, 2, 700  # drawn at a time
_ROUNDS = 3  # of the written cases, each time in other words

Family = list[Case]
"""A true statement and what it became; the two are learned side by side."""


def families(cases: Sequence[Case]) -> list[Family]:
    """Written cases by the true statement above them."""
    found: list[Family] = []
    for case in cases:
        if case.carried or not found:
            found.append([])
        found[-1].append(case)
    return found


def drawn(
    texts: Sequence[Text], parallel: Sequence[tuple[str, str]], written: Sequence[Family], chance: random.Random
) -> list[Family]:
    """Families to learn from, others each time.

    Args:
        texts: Abstracts; their sentences are stated and cited.
        parallel: A Chinese text and the same in English; each is stated with the other cited.
        written: Families to be among them.
        chance: Draws.
    """
    pool: dict[str, list[str]] = {"en": [], "zh": []}
    for text in texts:
        pool[language_of(text.sentences[0])] += text.sentences
    sides = {"zh": [zh for zh, _ in parallel], "en": [en for _, en in parallel]}
    made = [
        _of_abstract(text, pool[language_of(text.sentences[0])], chance)
        for text in chance.sample(texts, min(_ABSTRACTS, len(texts)))
        for _ in range(_EACH)
    ]
    for zh, en in chance.sample(parallel, min(_PARALLEL, len(parallel))):
        made += [_of_pair("zh", zh, en, sides, chance), _of_pair("en", en, zh, sides, chance)]
    return made + [_of_written(family, pool, chance) for _ in range(_ROUNDS) for family in written]


def _of_abstract(text: Text, pool: Sequence[str], chance: random.Random) -> Family:
    """A sentence, or two joined, stated in nearly its words; with others cited; and with one thing changed."""
    language = language_of(text.sentences[0])
    at = chance.randrange(len(text.sentences))
    said, quotes = text.sentences[at], text.sentences[at : at + 1]
    if chance.random() < 0.5:
        said = shortened(said, chance)
    if chance.random() < 0.25 and at + 1 < len(text.sentences):
        quotes = text.sentences[at : at + 2]
        said = added(said, quotes[1:], chance) if chance.random() < 0.5 else said
    if chance.random() < 0.7:
        said = restated(said, chance)
    true = Case("true", language, said, quotes)
    family = [true]
    others = [sentence for sentence in text.sentences if sentence not in quotes]
    if chance.random() < 0.25 and len(others) > 1:
        family.append(replace(true, kind="misplaced", quotes=tuple(chance.sample(others, chance.choice([1, 1, 2])))))
    return family + _falsified(true, pool, pool, chance)


def _of_pair(language: str, said: str, quote: str, sides: dict[str, list[str]], chance: random.Random) -> Family:
    """A sentence stated over the same in the other language, and changed, and now and then another one."""
    if chance.random() < 0.4:
        said = restated(said, chance)
    true = Case("true", language, said, (quote,))
    family = [true]
    if chance.random() < 0.08:
        family.append(replace(true, kind="misplaced", text=chance.choice(sides[language])))
    for often in (1.0, 0.3):
        if chance.random() < often:
            family += _falsified(true, sides[language], sides["en" if language == "zh" else "zh"], chance)
    return family


def _of_written(family: Family, pool: dict[str, list[str]], chance: random.Random) -> Family:
    """A written family, some of its words replaced; often with a false statement of our making among it."""
    made, said = [], dict[tuple[str, ...], tuple[str, ...]]()
    for case in family:
        if case.quotes not in said:
            other = chance.random() < 0.35
            said[case.quotes] = tuple(restated(q, chance) for q in case.quotes) if other else case.quotes
        told = replace(case, quotes=said[case.quotes])
        if case.carried and chance.random() < 0.4:
            told = replace(told, text=restated(case.text, chance))
        made.append(told)
        if case.carried and chance.random() < 0.6:
            changes = changed(told.text, pool[case.language], chance)
            made += [replace(told, kind=changes[0], text=changes[1], source=told.text)] if changes else []
    return made


def _falsified(case: Case, pool: Sequence[str], cited_pool: Sequence[str], chance: random.Random) -> Family:
    """A true case made false by one change, of what is stated or of what is cited; none where none was found."""
    if chance.random() >= 0.3:
        made = changed(case.text, pool, chance)
        return [replace(case, kind=made[0], text=made[1], source=case.text)] if made else []
    at = chance.randrange(len(case.quotes))
    made = changed(case.quotes[at], cited_pool, chance)
    if made is None or made[0] in ("invented", "causal"):  # a quote that says more still carries it
        return []
    quotes = tuple(made[1] if place == at else quote for place, quote in enumerate(case.quotes))
    return [replace(case, kind=made[0], quotes=quotes)]
