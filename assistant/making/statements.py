"""True and false statements with the sentences that they cite: what the check of a model's answer learns from.

Written ones of our own (`stated`), many made from sentences by changing one thing, made-up findings (`relating`), and
questions of the public sets with what was answered.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.making.changing import added, changed, names_in, restated, shortened
from assistant.making.relating import related
from assistant.scorer import Text
from assistant.stated import Case
from vectorstore.text import HAN, language_of

STATEMENTS = Path(__file__).parent / "stated"
"""Abstracts with true and false statements, written for this purpose: `learned` for the network, `weighed` for the
weights of the decision."""

_ABSTRACTS, _EACH, _PARALLEL, _RELATED, _ANSWERS = 900, 2, 700, 1500, 900  # drawn at a time
_ROUNDS = 2  # of the written cases, each time in other words
_JOINED = 0.25  # written families that are joined with another of their abstract

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
    texts: Sequence[Text],
    parallel: Sequence[tuple[str, str]],
    written: Sequence[Family],
    answered: Sequence[Family],
    chance: random.Random,
) -> list[Family]:
    """Families to learn from, others each time.

    Args:
        texts: Abstracts; their sentences are stated and cited.
        parallel: A Chinese text and the same in English; each is stated with the other cited.
        written: Families to be among them.
        answered: Questions with answers; some are drawn.
        chance: Draws.
    """
    pool = _pool(texts)
    sides = {"zh": [zh for zh, _ in parallel], "en": [en for _, en in parallel]}
    made = [
        _of_abstract(text, pool[language_of(text.sentences[0])], chance)
        for text in chance.sample(texts, min(_ABSTRACTS, len(texts)))
        for _ in range(_EACH)
    ]
    for zh, en in chance.sample(parallel, min(_PARALLEL, len(parallel))):
        made += [_of_pair("zh", zh, en, sides, chance), _of_pair("en", en, zh, sides, chance)]
    names = sorted({name for sentence in pool["en"] for name in names_in(sentence)})
    made += [related(chance.sample(names, 3), chance) for _ in range(_RELATED)]
    made += chance.sample(answered, min(_ANSWERS, len(answered)))
    return made + retold(texts, written, chance)


def retold(texts: Sequence[Text], written: Sequence[Family], chance: random.Random) -> list[Family]:
    """Written families, some of their words replaced, some joined; each a few times, in other words.

    Args:
        texts: Abstracts; what is added to a false statement is from their sentences.
        written: The families.
        chance: Draws.
    """
    pool = _pool(texts)
    near = defaultdict[tuple[str, str], list[Family]](list)
    for family in written:
        near[family[0].about, family[0].language].append(family)
    joined = [_joined(f, near[f[0].about, f[0].language], chance) for _ in range(_ROUNDS) for f in written]
    return [_of_written(family, pool, chance) for family in joined]


def _pool(texts: Sequence[Text]) -> dict[str, list[str]]:
    """The sentences of texts by language."""
    pool: dict[str, list[str]] = {"en": [], "zh": []}
    for text in texts:
        pool[language_of(text.sentences[0])] += text.sentences
    return pool


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


def _joined(family: Family, near: Sequence[Family], chance: random.Random) -> Family:
    """A family as it is, or with a true statement about the same abstract said or at least its sentences cited."""
    others = [other for other in near if other[0].quotes != family[0].quotes and other[0].carried]
    if chance.random() >= _JOINED or not others or not family[0].carried:
        return family
    other = chance.choice(others)[0]
    both = [family[0].quotes, other.quotes] if chance.random() < 0.7 else [other.quotes, family[0].quotes]
    cited = tuple(dict.fromkeys(quote for quotes in both for quote in quotes))
    kept = [case for case in family if case.kind != "misplaced"]
    if chance.random() < 0.4:
        return [replace(case, quotes=cited) for case in kept]
    first = chance.random() < 0.5
    said = [replace(case, text=_both(case.text, other.text, first=first), quotes=cited) for case in kept]
    return [replace(case, source=case.source and said[0].text) for case in said]


def _both(text: str, other: str, *, first: bool) -> str:
    """Two statements in one."""
    left, right = (text, other) if first else (other, text)
    end = "。" if HAN.search(left) else "."
    if end == "。":
        return left.rstrip("。.") + "；" + right
    return left.rstrip(".") + ", and " + (right if right[1:2].isupper() else right[:1].lower() + right[1:])


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
