"""What the embedding is fitted on: items of the public sets whose id falls into the seven parts of ten for fitting.

SciFact and HealthVer are never read here.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Pair = tuple[str, str]
"""Two texts that belong together."""

_FIT = 7  # of ten parts
_CITATION = re.compile(r"<MedlineCitation .*?</MedlineCitation>", re.DOTALL)
_FIELD = "<{0}[^>]*>(.*?)</{0}>"


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts to fit on."""

    pairs: dict[str, list[Pair]]
    """Question (or title) and passage, by kind; also parallel texts."""
    english: list[str]
    """Texts that should get the vector which the teacher gives them."""
    parallel: list[Pair]
    """A Chinese text, and the English one whose vector it should get."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question about a paragraph."""

    id: str
    question: str
    paragraph: str


def is_fit(item_id: str) -> bool:
    """Whether an item may be fitted on: the rule of the benchmark, by the hash of its id.

    >>> is_fit("1"), is_fit("2")
    (False, True)
    """
    return int(hashlib.sha256(item_id.encode()).hexdigest()[:8], 16) % 10 < _FIT


def read_sources(data: Path) -> Sources:
    """Everything that is fitted on.

    Args:
        data: The folder with the public sets.
    """
    found = Sources({"en": [], "zh": [], "zh-en": [], "en-zh": [], "parallel": []}, [], [])
    for reader in (_squad2, _cmrc, _xquad, _pubmedqa, _medline, _tico19):
        reader(data, found)
    found.english[:] = dict.fromkeys(found.english)
    return found


def sentences(text: str) -> list[str]:
    """English sentences of some length, roughly cut."""
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if len(part) > 15]


def _asked(path: Path) -> Iterator[_Asked]:
    for article in json.loads(path.read_bytes())["data"]:
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                yield _Asked(str(question["id"]), question["question"], paragraph["context"])


def _squad2(data: Path, to: Sources) -> None:
    for asked in _asked(data / "squad2/questions.json"):
        if is_fit(asked.id):
            to.pairs["en"].append((asked.question, asked.paragraph))
            to.english.extend([asked.question, asked.paragraph, *sentences(asked.paragraph)])


def _cmrc(data: Path, to: Sources) -> None:
    asked = _asked(data / "cmrc2018/questions.json")
    to.pairs["zh"] += [(a.question, a.paragraph) for a in asked if is_fit(a.id) and a.question.strip()]


def _xquad(data: Path, to: Sources) -> None:
    both = zip(_asked(data / "xquad/xquad.en.json"), _asked(data / "xquad/xquad.zh.json"), strict=True)
    for en, zh in both:
        if is_fit(en.id):
            to.pairs["en"].append((en.question, en.paragraph))
            to.pairs["zh"].append((zh.question, zh.paragraph))
            to.pairs["zh-en"].append((zh.question, en.paragraph))
            to.pairs["en-zh"].append((en.question, zh.paragraph))
            to.pairs["parallel"].append((en.question, zh.question))
            to.english.extend([en.question, en.paragraph, *sentences(en.paragraph)])
            to.parallel.extend([(zh.question, en.question), (zh.paragraph, en.paragraph)])


def _pubmedqa(data: Path, to: Sources) -> None:
    for pmid, entry in json.loads((data / "pubmedqa/questions.json").read_bytes()).items():
        if is_fit(pmid):
            question, contexts, conclusion = entry["QUESTION"], entry["CONTEXTS"], entry["LONG_ANSWER"]
            whole = " ".join(contexts)
            rest = (contexts[0], " ".join(contexts[1:]) or conclusion)
            to.pairs["en"] += [(question, whole)] * 2
            to.pairs["en"] += [(question, contexts[0]), (conclusion, whole), (question, conclusion), rest]
            to.english.extend([question, conclusion, *contexts, *(s for text in contexts for s in sentences(text))])


def _medline(data: Path, to: Sources) -> None:
    for citation in _CITATION.findall(gzip.decompress(_one(data / "medline", "*.xml.gz").read_bytes()).decode()):
        if not is_fit(_fields("PMID", citation)[0]):
            continue
        title, texts = _fields("ArticleTitle", citation), _fields("AbstractText", citation)
        if title and texts:
            to.pairs["en"] += [(title[0], " ".join(texts))] * 2
        to.english.extend([*title[:1], *texts, *(s for text in texts for s in sentences(text))])


def _tico19(data: Path, to: Sources) -> None:
    for row in _rows(data / "tico19/segments.tsv", "\t"):
        if is_fit(row["source"].split()[0]):
            to.pairs["parallel"].append((row["en"], row["zh"]))
            to.english.append(row["en"])
            to.parallel.append((row["zh"], row["en"]))
    for path in sorted((data / "tico19").glob("*.csv")):
        for row in _rows(path, ","):
            ends = (row["sourceString"], row["targetString"])
            english, chinese = ends if row["sourceLang"] == "en" else ends[::-1]
            to.english.append(english)
            to.parallel.append((chinese, english))


def _rows(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter, quoting=quoting)


def _fields(name: str, citation: str) -> list[str]:
    found = re.findall(_FIELD.format(name), citation, re.DOTALL)
    return [html.unescape(text) for text in found]


def _one(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[0]
