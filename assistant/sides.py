"""A statement and its quotes side by side: rules that compare numbers, names, direction, negation and strength."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.quantities import Quantity, quantities, rates, shares, time_of, word_lists
from vectorstore.glosses import chinese_words, glosses
from vectorstore.terms import latin_words, stem
from vectorstore.text import HAN, folded, language_of

_CLAUSE = re.compile(r"[,;:，；：。、]\s*|\.\s+|\b(?:and|but|whereas|while|although|though)\b|(?:而|但|且|并)")
_NEAR = 0.08  # of a span of time: twelve weeks are three months
_IN_PASSING = 3  # "both", "three groups": a manner of speaking
_EQUAL = 1e-6
_COMMON = frozenset("i ii iii iv ci hr or rr sd se rct vs p n iqr auc ok pdf id mri ct".split())
_EMPTY = frozenset(
    "a an the of to in on for by with at from as or and be is are was were it its that this these those which who than "
    "then also both all had has have been did do does their they after before during between among within into per "
    "each other".split()
)
_HAN_EMPTY = frozenset("的了在和与及或其该这那个为是有对从中后前时者所以于被将把也均都组例人每等并而但且之内外上下")


@dataclass(frozen=True)
class Side:
    """A statement, or what it rests on."""

    text: str
    """Its words."""

    @cached_property
    def plain(self) -> str:
        """Folded."""
        return folded(self.text)

    @cached_property
    def clauses(self) -> list[Side]:
        """Its clauses."""
        parts = [part for part in _CLAUSE.split(self.text) if part and part.strip()]
        return [Side(part) for part in parts] if len(parts) > 1 else [self]

    @cached_property
    def content(self) -> list[frozenset[str]]:
        """For each word of content, what it may be called: stems, for Chinese also of its English meanings."""
        found = [frozenset([stem(w)]) for w in latin_words(self.text) if stem(w) not in _EMPTY and not w.isdigit()]
        for word in chinese_words(self.text) if HAN.search(self.text) else []:
            if word not in _HAN_EMPTY and HAN.search(word):
                found.append(frozenset([word, *(s for stems, _ in glosses(word) for s in stems)]))
        return found

    @cached_property
    def named(self) -> frozenset[str]:
        """All of these together."""
        return frozenset().union(*self.content)

    def has(self, table: str, kind: str) -> bool:
        """Whether a word of a list occurs."""
        return _pattern(table, kind).search(self.plain) is not None

    @cached_property
    def denies(self) -> bool:
        """Whether it says that something is not, or is no different."""
        return self.has("negation", "words") or self.has("negation", "same")


@lru_cache(maxsize=32)
def _pattern(table: str, kind: str) -> re.Pattern[str]:
    words = [folded(word) for word in word_lists()[table][kind]]
    latin = [word for word in words if not HAN.search(word)]
    whole = [word.removesuffix(".") for word in latin if word.endswith(".")]
    begun = [word for word in latin if not word.endswith(".")]
    parts = [rf"\b(?:{_any(whole)})\b"] if whole else []
    parts += [rf"\b(?:{_any(begun)})\w*"] if begun else []
    parts += [_any([word for word in words if HAN.search(word)])] if len(latin) < len(words) else []
    return re.compile("|".join(parts))


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, words))


def coverage(said: Side, held: Side) -> float:
    """Share of a statement's words of content that its quotes have, across the languages by the dictionary."""
    return sum(bool(group & held.named) for group in said.content) / max(1, len(said.content))


def number(said: Side, held: Side) -> bool:
    """Whether a number, a unit or a frequency of a statement is not in its quotes."""
    often = rates(held.text)
    if often and any(all(abs(one - other) > _NEAR * other for other in often) for one in rates(said.text)):
        return True
    given = quantities(held.text)
    values = {other.value for other in given} | shares(held.text)
    return any(_is_new(one, given, values) for one in quantities(said.text))


def _is_new(one: Quantity, given: Sequence[Quantity], values: set[float]) -> bool:
    """Whether a quantity is among none of those given, or only with another unit."""
    span = time_of(one)
    if one.worded and one.value <= _IN_PASSING and not span:
        return False
    if span and any(abs(span - other) <= _NEAR * span for other in filter(None, map(time_of, given))):
        return False
    same = [other for other in given if abs(other.value - one.value) < _EQUAL]
    if not same:
        # 37 % lower is a ratio of 0.63; half is 50 %
        as_ratio = one.unit == "percent" and any(abs(value - (1 - one.value / 100)) < _EQUAL for value in values)
        return not as_ratio and one.value not in values
    return all(_clash(one, other) for other in same)


def _clash(one: Quantity, other: Quantity) -> bool:
    """Whether two equal numbers have units that can't be the same."""
    if one.symbols and other.symbols:
        return not any(a.startswith(b) or b.startswith(a) for a in one.symbols for b in other.symbols)
    return one.unit is not None and other.unit is not None and one.unit != other.unit


def name(said: Side, held: Side) -> bool:
    """Whether a name or an abbreviation of a statement is in nothing that it may come from.

    Chinese writes many abbreviations out (脑电图 for EEG), so over Chinese only names with figures tell.
    """
    squeezed = re.sub(r"[\s-]", "", held.plain)
    chinese, over_chinese = bool(HAN.search(said.text)), language_of(held.text) == "zh"
    for word in re.findall(r"[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]", said.text):
        figures = any(map(str.isdigit, word))
        named = figures or (sum(map(str.isupper, word)) > 1 and not over_chinese) or (chinese and len(word) > 3)
        plain = re.sub("-", "", folded(word)).removesuffix("s")
        if (
            named
            and not _is_known(plain, squeezed, held)
            and not all(_is_known(part, squeezed, held) for part in folded(word).split("-"))
        ):
            return True
    return False


def _is_known(name: str, squeezed: str, held: Side) -> bool:
    return name in _COMMON or name in squeezed or _initials(name, held)


def _initials(name: str, held: Side) -> bool:
    """Whether words stand for a name of letters, small words left out or not."""
    words = re.findall(r"[a-z]+", held.plain)
    large = [word for word in words if word not in _EMPTY]
    return any(
        "".join(word[0] for word in listed[at : at + len(name)]) == name
        for listed in (words, large)
        for at in range(len(listed))
    )


_OPPOSED = (("direction", "up", "down"), ("direction", "better", "worse"))


def direction(said: Side, held: Side) -> bool:
    """Whether a statement goes up where its quotes go down, or gets better for worse; or the other way."""
    for table, one, other in _OPPOSED:
        for mine, against in ((one, other), (other, one)):
            if not said.has(table, mine) or said.has(table, against):
                continue
            if held.has(table, against) and not held.has(table, mine):
                return True
    return any(_turned(clause, held) for clause in said.clauses)


def _turned(clause: Side, held: Side) -> bool:
    """Whether a clause gives a number the other direction than the quotes do."""
    ways = {way for way in ("up", "down") if clause.has("direction", way)}
    numbers = {q.value for q in quantities(clause.text)}
    if len(ways) != 1 or not numbers:
        return False
    for other in held.clauses:
        theirs = {way for way in ("up", "down") if other.has("direction", way)}
        if len(theirs) == 1 and theirs != ways and numbers & {q.value for q in quantities(other.text)}:
            return True
    return False


def negation(said: Side, held: Side) -> bool:
    """Whether one says that something is not, and the other that it is."""
    if said.denies and not held.denies:
        return True
    for clause in said.clauses:
        other = _nearest(clause, held)
        if other and clause.denies != other.denies and said.denies != held.denies:
            return True
    return False


def _nearest(clause: Side, held: Side) -> Side | None:
    """The clause of the quotes that shares most with a clause; None where none shares half of it."""
    if not clause.content:
        return None
    shared = [
        (sum(bool(g & other.named) for g in clause.content) / len(clause.content), other) for other in held.clauses
    ]
    best = max(shared, key=lambda pair: pair[0])
    return best[1] if best[0] >= 0.4 else None


def strength(said: Side, held: Side) -> bool:
    """Whether a statement is more certain than its quotes, or tells an association as a cause."""
    soft = said.has("strength", "hedge")
    if held.has("strength", "hedge") and not soft and not said.denies:
        return True
    caused = said.has("strength", "cause")
    return caused and not held.has("strength", "cause") and not soft
