"""True and false statements with the sentences that they cite: what the check of a model's answer learns from.

Written ones of our own (`stated`), and many made from sentences by changing one thing.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.scorer import Text
from vectorstore.text import HAN, language_of

STATEMENTS = Path(__file__).parent / "stated"
"""Abstracts with true and false statements, written for this purpose."""


@dataclass(frozen=True, slots=True)
class Case:
    """A statement and what it cites."""

    kind: str
    """`true`, or what was changed to make it false."""
    language: str
    """Of the statement."""
    text: str
    """What is stated."""
    quotes: tuple[str, ...]
    """The sentences that it cites."""

    @property
    def carried(self) -> bool:
        """Whether the quotes carry it."""
        return self.kind == "true"


def read_statements(folder: Path) -> list[Case]:
    """The cases of all files of a folder, in order.

    Raises:
        ValueError: A line has another layout, or cites a sentence that isn't there.
    """
    return [case for path in sorted(folder.rglob("*.txt")) for case in _written(path)]


def _written(path: Path) -> Iterator[Case]:
    held: dict[int, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if found := re.fullmatch(r"(\d+) (.+)", line.strip()):
            held[int(found[1])] = found[2].strip()
        elif found := re.fullmatch(r"(\+|- *(\w+)) *\| *(en|zh) *\| *([\d, ]+) *\| *(.+)", line.strip()):
            cited = [int(part) for part in found[4].split(",")]
            if not all(at in held for at in cited):
                raise ValueError(f"{path.name}:{number}: there is no sentence {found[4]}.")
            yield Case(found[2] or "true", found[3], found[5].strip(), tuple(held[at] for at in cited))
        elif line[:1] in "+-":
            raise ValueError(f"{path.name}:{number}: a statement needs mark, language, sentences and text.")


_KINDS = (
    *("number", "direction", "negation", "entity") * 2,
    "unit",
    "causal",
    "invented",
)  # as often as they are drawn

_NUMBER = re.compile(r"(?<![A-Za-z0-9_.-])\d+(?:\.\d+)?(?![A-Za-z0-9_.]*[A-Za-z])")
_TABLES: dict[str, list[list[str]]] = tomllib.loads(
    (Path(__file__).parent / "changes.toml").read_text(encoding="utf-8")
)


def changed(sentence: str, others: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    """A sentence with one thing changed, and what that was; None where none of a few tries changes anything.

    Args:
        sentence: A true one.
        others: Sentences in the same language, whose names may take the place of its own.
        chance: Draws.
    """
    kinds = [
        "number",
        "number",
        "unit",
        "direction",
        "direction",
        "negation",
        "negation",
        "causal",
        "entity",
        "entity",
        "invented",
    ]
    for kind in chance.sample(kinds, 5):
        text = _change(kind, sentence, others, chance)
        if text and text != sentence:
            return kind, text
    return None


def _change(kind: str, sentence: str, others: Sequence[str], chance: random.Random) -> str | None:
    if kind == "number":
        return _renumbered(sentence, chance)
    if kind == "unit":
        return _remeasured(sentence, chance)
    if kind == "direction":
        return _swapped(sentence, chance)
    if kind == "entity":
        return _renamed(sentence, others, chance)
    if kind == "invented":
        return _added(sentence, chance.choice(others))
    table = _TABLES["denied" if kind == "negation" else "firmer"]
    fitting = [(pattern, into) for pattern, into in table if re.search(pattern, sentence)]
    if not fitting:
        return None
    pattern, into = chance.choice(fitting)
    return re.sub(pattern, into, sentence, count=1)


def _renumbered(sentence: str, chance: random.Random) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    one = chance.choice(found)
    digits = list(one.group())
    at = chance.choice([place for place, digit in enumerate(digits) if digit != "."])
    digits[at] = chance.choice([d for d in "123456789" if d != digits[at]])
    return sentence[: one.start()] + "".join(digits) + sentence[one.end() :]


def _remeasured(sentence: str, chance: random.Random) -> str | None:
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


def _swapped(sentence: str, chance: random.Random) -> str | None:
    fitting = []
    for pair in _TABLES["opposites"]:
        for word, into in (pair, pair[::-1]):
            edge = "" if HAN.search(word) else r"\b"
            fitting += [(found, into) for found in re.finditer(rf"{edge}{re.escape(word)}{edge}", sentence)]
    if not fitting:
        return None
    found, into = chance.choice(fitting)
    return sentence[: found.start()] + into + sentence[found.end() :]


_LATIN_NAME = re.compile(
    r"\b(?:[A-Za-z]*[A-Z][A-Za-z]*[A-Z0-9][\w-]*|[a-z]{7,}(?:in|ine|ol|ide|ate|one|ab|mycin|pril|itis|osis|emia|oma|ase))\b"
)
_HAN_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,5}(?:素|酮|平|林|汀|坦|胺|酸|病|症|炎|癌|瘤|因子|激素|受体|蛋白|基因|细胞|皮质|量表|国|省|市)"
)


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


def _added(sentence: str, other: str) -> str:
    end = "。" if HAN.search(sentence) else "."
    part = re.split(r"[,;，；]", other.rstrip(".。"))[0].strip()
    joined = f"，并且{part}。" if end == "。" else f", and {part[:1].lower()}{part[1:]}."
    return sentence.rstrip(".。") + joined


_ABSTRACTS, _EACH, _PARALLEL = 900, 3, 1400  # drawn at a time


def drawn(
    texts: Sequence[Text], parallel: Sequence[tuple[str, str]], written: Sequence[Case], chance: random.Random
) -> list[Case]:
    """Cases to learn from, others each time.

    Args:
        texts: Abstracts; their sentences are stated and cited.
        parallel: A Chinese text and the same in English; each is stated with the other cited.
        written: Cases to be among them, the true ones twice as often.
        chance: Draws.
    """
    pool: dict[str, list[str]] = {"en": [], "zh": []}
    for text in texts:
        pool[language_of(text.sentences[0])] += text.sentences
    of_abstracts = [
        _of_abstract(text, pool[language_of(text.sentences[0])], chance)
        for text in chance.sample(texts, min(_ABSTRACTS, len(texts)))
        for _ in range(_EACH)
    ]
    of_pairs = []
    sides = {"zh": [zh for zh, _ in parallel], "en": [en for _, en in parallel]}
    for zh, en in chance.sample(parallel, min(_PARALLEL, len(parallel))):
        of_pairs += [_of_pair("zh", zh, en, sides["zh"], chance), _of_pair("en", en, zh, sides["en"], chance)]
    own = [*written, *(case for case in written if case.carried)] * 4
    return [*filter(None, [*of_abstracts, *of_pairs]), *own]


def _of_abstract(text: Text, pool: Sequence[str], chance: random.Random) -> Case | None:
    """A sentence, or two joined, stated as they are, or with one thing changed, or with others cited."""
    language = language_of(text.sentences[0])
    at = chance.randrange(len(text.sentences))
    said, quotes = text.sentences[at], text.sentences[at : at + 1]
    if chance.random() < 0.3:
        said = re.sub(r"\s*[(（][^()（）]*[)）]", "", said)
    if chance.random() < 0.25 and at + 1 < len(text.sentences):
        quotes = text.sentences[at : at + 2]
        said = _added(said, quotes[1]) if chance.random() < 0.5 else said
    draw = chance.random()
    if draw < 0.3:
        return Case("true", language, said, quotes)
    others = [sentence for sentence in text.sentences if sentence not in quotes]
    if draw < 0.5 and len(others) > 1:
        return Case("misplaced", language, said, tuple(chance.sample(others, chance.choice([1, 1, 2]))))
    return _falsified(language, said, quotes, pool, chance)


def _of_pair(language: str, said: str, quote: str, pool: Sequence[str], chance: random.Random) -> Case | None:
    draw = chance.random()
    if draw < 0.45:
        return Case("true", language, said, (quote,))
    if draw < 0.5:
        return Case("misplaced", language, chance.choice(pool), (quote,))
    return _falsified(language, said, (quote,), pool, chance)


def _falsified(
    language: str, said: str, quotes: tuple[str, ...], pool: Sequence[str], chance: random.Random
) -> Case | None:
    made = changed(said, pool, chance)
    return Case(made[0], language, made[1], quotes) if made else None
