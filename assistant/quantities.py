"""Quantities in a text, in figures and in words, English and Chinese: what is compared when a statement is checked."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from vectorstore.text import folded

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
_WORDS = (
    {word: value for value, word in enumerate(_SMALL.split(), start=1)}
    | {word: value for value, word in enumerate(_ORDINALS.split(), start=3)}
    | {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
)
_MONTHS = {
    word: value
    for value, word in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
}
_MONTH = re.compile(
    rf"\b({'|'.join(_MONTHS)})\b(?= \d{{1,4}})"  # "may 2019" and no other may
)
_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_SHARES = {
    "half": 50,
    "halv": 50,
    "quarter": 25,
    "fifth": 20,
    "一半": 50,
    "半数": 50,
    "四分之一": 25,
    "四分之三": 75,
    "五分之一": 20,
}  # percent that a word stands for, where the third, "two in three" and 八成 are only about so much
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.])\d{1,3}(?:[,， \u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+"
)
_HAN_NUMBER = re.compile(
    r"(?<!分之)[零〇一二两三四五六七八九十百千万]+(?=[个名例次天晚夜周年月日小时种项家条岁倍篇处枚支片剂]|$)"
)
_NAME = re.compile(
    r"[a-z]+[-/]?\d|\d+[a-z]*[-/](?!(?:hour|day|week|month|year|min|fold|point|item|year|h\b|d\b|mg|g\b|ml)s?)[a-z]"
)  # 5-HT, IL-6: names; 24-hour is a quantity
_SMALLS = "|".join(_SMALL.split())
_ABOUT = re.compile(
    rf"\b(?:an?|{_SMALLS}) (?:third|quarter|fifth|sixth|tenth)s?\b"
    rf"|\b(?:{_SMALLS}|\d) (?:in|out of) (?:every )?(?:{_SMALLS}|\d|10)\b(?! patients)"
    r"|每\d+[人例名]中?(?:就?有)?\d+[人例名]|[一二三四五六七八九]成|[一二三四五六七八九十]分之[一二三四五六七八九]"
)  # "one in four": only about so much, in what is stated
_COMPOUND = re.compile(rf"\b({'|'.join(_TENS.split()[:-1])})-({'|'.join(_SMALL.split()[:9])})\b")
_NUMBERED = re.compile(r"\b(day|week|month|year) (\d{1,3})\b")  # "week 12"
_POWER = re.compile(r"[×x*]\s*10\s*\^?\s*[-−]?\s*[\d⁰¹²³⁴-⁹]+")
_USUAL = re.compile(r"9[059](?:\.0)?\s*%\s*(?:ci\b|confidence|置信|可信)")  # an interval's own level


_PREFIX, _BASE = "[µμunpmkMGcd]?", "(?:mol|mmHg|mAh|Wh|CFU|IU|Pa|Hz|Gy|Sv|bp|eq|cal|g|M|L|l|m|s|V|A|W|J|B|b|U)"
_SYMBOL = re.compile(rf"\s?({_PREFIX}{_BASE}(?:[/·][A-Za-zµμ]+[0-9²³]?)*)(?![A-Za-z])")

_TIMES: dict[str, float] = {"once": 1, "twice": 2, "thrice": 3, "three times": 3, "four times": 4, "five times": 5}
_TIMES |= {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_HOURS = {"hour": 1.0, "day": 24.0, "night": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0, "dai": 24.0}
_HOURS |= {"小时": 1.0, "日": 24.0, "天": 24.0, "晚": 24.0, "周": 168.0, "个月": 730.5, "月": 730.5, "年": 8766.0}
_PERIOD = "hour|day|dai|night|week|month|year"
_RATE = re.compile(
    rf"(?P<times>{'|'.join(_TIMES)}|(?<![\d.])\d+(?:\.\d+)? times)(?: an?| per| every| each)? ?(?P<period>{_PERIOD})"
    rf"|every (?P<count>\d+|two|three|four|six|eight|twelve|other|second)[ -](?P<each>{_PERIOD})"
    rf"|alternate[- ]days?|隔日|隔天"
    rf"|\b(?:an?|per|each|every) (?P<single>{_PERIOD})\b|\b(?P<adverb>dai|night|week|month|year)ly\b"
    r"|每(?P<han_count>\d+|两|二|三|四|六|半)?(?P<han_period>小时|[日天晚周月年]|个月)(?:(?P<han_times>[一两二三四五]|\d+)次)?"
)
_COUNTS: dict[str, float] = {"other": 2, "second": 2, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8}
_COUNTS |= {"twelve": 12}
_COUNTS |= {"两": 2, "二": 2, "三": 3, "四": 4, "六": 6, "半": 0.5}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit."""

    value: float
    """Its value, without sign: "fell by 6.3" and "-6.3" say the same."""
    unit: str | None
    """Name of the unit behind it, where there is one that we know."""
    symbols: frozenset[str] = frozenset()
    """The units as printed behind this number, where they are symbols (`mg/L`, `µM`)."""
    worded: bool = False
    """Whether it is in words; small ones are often a manner of speaking."""


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text in order.

    >>> [(q.value, q.unit) for q in quantities("Twelve of 1,200 took 5 mg for 3周")]
    [(1200.0, None), (5.0, 'milligram'), (3.0, 'week'), (12.0, None)]
    """
    plain = _POWER.sub(" ", folded(text).replace("·", "."))
    for pattern in (_USUAL, _ABOUT):
        plain = pattern.sub(" ", plain)
    plain = _COMPOUND.sub(lambda found: str(_WORDS[found[1]] + _WORDS[found[2]]), plain)
    names = {at for found in _NAME.finditer(plain) for at in range(*found.span())}
    printed = _symbols(text)
    found = []
    for match in _FIGURE.finditer(plain):
        if match.start() not in names:
            digits = re.sub(r"[,，\s]", "", match.group())
            found.append(Quantity(float(digits), _unit(plain, match.end()), printed.get(digits, frozenset())))
    for match in re.finditer(r"[a-z]+", plain):
        if match.group() in _WORDS:
            found.append(Quantity(float(_WORDS[match.group()]), _unit(plain, match.end()), worded=True))
    found += [Quantity(float(number), unit, worded=True) for unit, number in _NUMBERED.findall(plain)]
    found += [Quantity(float(_MONTHS[name]), "month", worded=True) for name in _MONTH.findall(plain)]
    for match in _HAN_NUMBER.finditer(plain):
        found.append(Quantity(float(_han_value(match.group())), _unit(plain, match.end()), worded=True))
    return found


def _symbols(text: str) -> dict[str, frozenset[str]]:
    """The printed units behind each number, where they are symbols: case tells mM from mm."""
    found: dict[str, frozenset[str]] = {}
    for match in _FIGURE.finditer(text):
        if symbol := _SYMBOL.match(text, match.end()):
            plain = symbol[1].replace("μ", "µ").replace("u", "µ").replace("l", "L")
            digits = re.sub(r"[,，\s]", "", match.group())
            found[digits] = found.get(digits, frozenset()) | {plain}
    return found


def _unit(text: str, end: int) -> str | None:
    rest = text[end : end + 20].lstrip(" -")
    return next((name for word, name in _units() if rest.startswith(word) and _whole(word, rest)), None)


def _whole(word: str, rest: str) -> bool:
    return (
        not (word[-1].isascii() and word[-1].isalpha())
        or not rest[len(word) : len(word) + 1].isalpha()
        or (not rest[len(word)].isascii())
    )


def time_of(quantity: Quantity) -> float | None:
    """Hours of a span of time; None for everything else."""
    return quantity.value * _HOURS[quantity.unit] if quantity.unit in _HOURS else None


def rates(text: str) -> set[float]:
    """How often something is done: hours from one time to the next, rounded.

    >>> rates("twice daily"), rates("每12小时"), rates("every other day")
    ({12.0}, {12.0}, {48.0})
    """
    found = set()
    for match in _RATE.finditer(folded(text)):
        period = match["period"] or match["each"] or match["single"] or match["adverb"] or match["han_period"]
        count = _number_of(match["count"] or match["han_count"] or "1")
        times = _number_of(match["times"] or match["han_times"] or "1")
        if times:
            found.add(round(_HOURS[period] * count / times if period else 2 * _HOURS["day"], 1))
    return found


def _number_of(word: str) -> float:
    return float(_TIMES.get(word) or _COUNTS.get(word) or re.sub(r"[^\d.]", "", word) or 1)


def shares(text: str) -> set[float]:
    """The percentages that the words of a text stand for.

    >>> shares("halved in a quarter of patients")
    {25.0, 50.0}
    """
    plain = folded(text)
    return {float(value) for word, value in _SHARES.items() if word in plain}


@lru_cache(maxsize=1)
def _units() -> list[tuple[str, str]]:
    pairs = [(folded(word), name) for name, words in word_lists()["units"].items() for word in words]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _han_value(word: str) -> float:
    total, current = 0, 0
    for char in word:
        if char in _HAN_DIGITS:
            current = current * 10 + _HAN_DIGITS[char] if current and word.isdecimal() else _HAN_DIGITS[char]
        else:
            total += (current or 1) * _HAN_TENS[char]
            current = 0
    return total + current


@lru_cache(maxsize=1)
def word_lists() -> dict[str, dict[str, Any]]:
    """The word lists of the checks."""
    return tomllib.loads((files("assistant") / "data" / "checks.toml").read_text(encoding="utf-8"))
