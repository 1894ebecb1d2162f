"""A sentence with one thing changed so that it is no longer true, or with other words so that it still is."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from vectorstore.text import HAN

_TABLES: dict[str, list[list[str]]] = tomllib.loads(
    (Path(__file__).parent / "changes.toml").read_text(encoding="utf-8")
)
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.-])\d+(?:\.\d+)?(?![A-Za-z0-9_.]*[A-Za-z])")
_LATIN_NAME = re.compile(
    r"\b(?:[A-Za-z]*[A-Z][A-Za-z]*[A-Z0-9][\w-]*|[a-z]{7,}(?:in|ine|ol|ide|ate|one|ab|mycin|pril|itis|osis|emia|oma|ase))\b",
    re.ASCII,
)
_HAN_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,5}(?:素|酮|平|林|汀|坦|胺|酸|病|症|炎|癌|瘤|因子|激素|受体|蛋白|基因|细胞|皮质|量表|国|省|市)"
)
_LATIN_GROUP = re.compile(
    r"\b(?:placebo|controls?|(?!the |a |an |each |both |this |that |one |of |in |and |or )"
    r"[a-z][a-z-]{3,}(?: group| arm| cohort))\b"
)
_HAN_GROUP = re.compile(r"(?:安慰剂|对照|观察|治疗|试验|实验|干预|模型|假手术|联合|[\u4e00-\u9fff]{2})组|安慰剂")
_LATIN_SIDES = re.compile(
    r"((?:[\w%-]+ ){1,3}?[\w%-]+)"
    r"((?: \w+){0,3} (?:than|versus|vs\.?|compared (?:with|to)|relative to) (?:in |with |for |the |those |that |of )*)"
    r"((?:[\w%-]+ ?){1,3})"
)
_HAN_SIDES = re.compile(
    r"([\u4e00-\u9fff A-Za-z0-9-]{2,8}?)"
    r"((?:显著|明显|均)?(?:高于|低于|多于|少于|优于|长于|短于|大于|小于|较|比))"
    r"([\u4e00-\u9fff A-Za-z0-9-]{2,8})"
)

Change = Callable[[str, Sequence[str], random.Random], str | None]


def changed(sentence: str, others: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    """A sentence with one thing changed, and what that was; None where none of a few tries changes anything.

    Args:
        sentence: A true one.
        others: Sentences in the same language, whose names may take the place of its own.
        chance: Draws.
    """
    for kind in chance.sample(sorted(_OFTEN), 7, counts=[_OFTEN[k] for k in sorted(_OFTEN)]):
        text = _CHANGES[kind](sentence, others, chance)
        if text and text != sentence:
            return kind, text
    return None


def restated(sentence: str, chance: random.Random) -> str:
    """A sentence that says the same, some of its words replaced by others."""
    for group in chance.sample(_TABLES["same"], len(_TABLES["same"])):
        if chance.random() < 0.4:
            continue
        word = chance.choice(group)
        found = list(_found(word, sentence))
        if found:
            one = chance.choice(found)
            into = chance.choice([other for other in group if other != word])
            sentence = sentence[: one.start()] + into + sentence[one.end() :]
    return sentence


def shortened(sentence: str, chance: random.Random) -> str:
    """A sentence without what stands in brackets, or without its last part; the same where it has neither."""
    if chance.random() < 0.5:
        return re.sub(r"\s*[(（][^()（）]*[)）]", "", sentence)
    parts = re.split(r"(?<=\w)(?:, and |; |，且|，并|；)", sentence.rstrip(".。"))
    if len(parts) < 2 or len(parts[0]) < 20:
        return sentence
    return parts[0] + ("。" if HAN.search(parts[0]) else ".")


def added(sentence: str, others: Sequence[str], chance: random.Random) -> str:
    """A sentence that goes on with a part of another one."""
    end = "。" if HAN.search(sentence) else "."
    part = chance.choice([p for p in re.split(r"[,;，；]", chance.choice(others).rstrip(".。")) if p.strip()]).strip()
    into = "，并且" if end == "。" else ", and "
    return sentence.rstrip(".。") + into + (part if part[:2].isupper() else part[:1].lower() + part[1:]) + end


def names_in(sentence: str) -> list[str]:
    """Names of drugs, genes and the like that are written in Latin letters."""
    return _LATIN_NAME.findall(sentence)


def _found(word: str, sentence: str) -> list[re.Match[str]]:
    before, after = ("", "") if HAN.search(word) else (r"(?<![\w.-])", r"(?![\w-]|\.\d)")
    return list(re.finditer(before + re.escape(word) + after, sentence))


def _renumbered(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    one = chance.choice(found)
    digits = list(one.group())
    at = chance.choice([place for place, digit in enumerate(digits) if digit != "."])
    digits[at] = chance.choice([d for d in "123456789" if d != digits[at]])
    return sentence[: one.start()] + "".join(digits) + sentence[one.end() :]


def _remeasured(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
    fitting = []
    for family in _TABLES["units"]:
        for unit in family:
            edge = r"(?![A-Za-z])" if unit[-1].isascii() and unit != "%" else ""
            for found in re.finditer(rf"(?<=\d)(\s?){re.escape(unit)}{edge}", sentence):
                fitting.append((found, chance.choice([other for other in family if other != unit])))
    if not fitting:
        return None
    found, into = chance.choice(fitting)
    return sentence[: found.start()] + found[1] + into + sentence[found.end() :]


def _from_groups(table: str) -> Change:
    """Words of a group stand for one another: any for any."""

    def change(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
        fitting = [
            (found, other)
            for group in _TABLES[table]
            for word in group
            for found in _found(word, sentence)
            for other in group
            if other != word
        ]
        if not fitting:
            return None
        found, into = chance.choice(fitting)
        return sentence[: found.start()] + into + sentence[found.end() :]

    return change


def _from_patterns(table: str) -> Change:
    def change(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
        fitting = [(pattern, into) for pattern, into in _TABLES[table] if re.search(pattern, sentence)]
        if not fitting:
            return None
        pattern, into = chance.choice(fitting)
        return re.sub(pattern, into, sentence, count=1)

    return change


def _renamed(sentence: str, others: Sequence[str], chance: random.Random) -> str | None:
    pattern = _HAN_NAME if len(HAN.findall(sentence)) > 5 and chance.random() < 0.7 else _LATIN_NAME
    found = list(pattern.finditer(sentence))
    names = {name for other in chance.sample(others, min(40, len(others))) for name in pattern.findall(other)}
    strange = sorted(name for name in names if name not in sentence)
    if not found or not strange:
        return None
    one = chance.choice(found).group()
    like = [name for name in strange if name[-2:] == one[-2:]] or strange
    return sentence.replace(one, chance.choice(like))


def _exchanged(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
    """Two names, groups or numbers of a sentence trade places, or the two sides of a comparison."""
    sides = list((_HAN_SIDES if HAN.search(sentence) else _LATIN_SIDES).finditer(sentence))
    if sides and chance.random() < 0.4:
        one = chance.choice(sides)
        middle = sentence[: one.start()] + one[3].strip() + one[2] + one[1].strip()
        return middle + (" " if one[3].endswith(" ") else "") + sentence[one.end() :]
    for pattern in chance.sample([_LATIN_NAME, _HAN_NAME, _LATIN_GROUP, _HAN_GROUP, _NUMBER], 5):
        found = list(pattern.finditer(sentence))
        pairs = [(a, b) for a in found for b in found if a.start() < b.start() and a.group() != b.group()]
        if pairs:
            a, b = chance.choice(pairs)
            return sentence[: a.start()] + b.group() + sentence[a.end() : b.start()] + a.group() + sentence[b.end() :]
    return None


_CHANGES: dict[str, Change] = {
    "number": _renumbered,
    "unit": _remeasured,
    "direction": _from_groups("opposites"),
    "population": _from_groups("populations"),
    "negation": _from_patterns("denied"),
    "causal": _from_patterns("firmer"),
    "entity": _renamed,
    "comparison": _exchanged,
    "invented": added,
}
_OFTEN = {
    "number": 2,
    "unit": 1,
    "direction": 3,
    "population": 2,
    "negation": 3,
    "causal": 3,
    "entity": 3,
    "comparison": 4,
    "invented": 1,
}  # how often each is tried first
