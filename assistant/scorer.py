"""The learned scorer: how well each sentence of a text answers a question, and whether the text answers it at all.

A cross-encoder reads the question and a whole text together (title, section roles, sentences), so that every sentence
is judged in its context and against the others. What it was made from stands in `data/reader/card.md`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.text import simplified

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

LONGEST = 448
"""Tokens (of the scorer's own vocabulary) read at once: question, title and as many sentences as fit."""

QUESTION = 128
"""Most tokens of the question, or of a statement, that are read."""

ARTEFACT = Path(__file__).parent / "data" / "reader"
"""Where the network lies."""

_THREADS = 2  # more gain little on so small a network, and the result must not hang on how many a machine has
_TITLE, _SENTENCE = 40, 160  # most tokens of each; the rest of a longer one is not read
_PIECES = 3  # of a text; few abstracts are as long
_READ = 2000  # characters that are cut into tokens; more than those hold
_START, _PAD, _END = 0, 1, 2  # ids of the special tokens

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Text:
    """What is read together: an abstract in one language."""

    title: str
    """Its title; may be empty."""
    sentences: tuple[str, ...]
    """In order."""
    roles: tuple[str, ...]
    """The role of each sentence's section."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the scorer makes of one text."""

    relevance: tuple[float, ...]
    """For each sentence, log-odds-like and comparable within the text: is this the one to choose?"""
    answers: tuple[float, ...]
    """For each sentence, log-odds that it answers, comparable between texts."""
    answered: float
    """Log-odds that the text answers; of a text read in several pieces, the best piece's."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Tokens of a question with one piece of a text."""

    ids: tuple[int, ...]
    """Token ids."""
    spans: tuple[tuple[int, int], ...]
    """Where the question stands among the tokens, then each sentence of the piece."""
    first: int
    """Place of the piece's first sentence in the text."""


class Cut(Protocol):
    """A text as token ids."""

    @property
    def ids(self) -> list[int]:
        """The ids."""


class Cutter(Protocol):
    """Cuts texts into tokens, as a `tokenizers.Tokenizer` does."""

    def encode_batch(self, texts: Sequence[str], /, *, add_special_tokens: bool) -> Sequence[Cut]:
        """Each text as token ids."""


def encode(tokenizer: Cutter, question: str, text: Text, longest: int = LONGEST) -> Iterator[Encoded]:
    """The pieces in which a question and a text are read: as many whole sentences as fit, at least one."""
    read = [part[:_READ] for part in (question, text.title, *_tagged(text))]
    cut = [encoding.ids for encoding in tokenizer.encode_batch(read, add_special_tokens=False)]
    head = [_START, *cut[0][:QUESTION], _END, *cut[1][:_TITLE], _END]
    asked = (1, 1 + len(cut[0][:QUESTION]))
    sentences = [ids[:_SENTENCE] for ids in cut[2:]]
    start = 0
    while start < len(sentences):
        ids, spans, at = list(head), [asked], start
        while at < len(sentences) and (at == start or len(ids) + len(sentences[at]) < longest):
            spans.append((len(ids), len(ids) + len(sentences[at])))
            ids += sentences[at]
            at += 1
        yield Encoded((*ids, _END), tuple(spans), start)
        start = at


def _tagged(text: Text) -> list[str]:
    """Sentences, the first of each section with its role before it."""
    before = ("other", *text.roles)
    return [
        sentence if role in (last, "other") else f"{role}: {sentence}"
        for sentence, role, last in zip(text.sentences, text.roles, before, strict=False)
    ]


def batch(encoded: Sequence[Encoded]) -> tuple[Integers, Floats, Floats]:
    """What the network reads.

    Returns:
        Ids (pieces, tokens), mask (pieces, tokens), and the share of each token in the mean of the question (row 0)
        and of each sentence (pieces, 1 + sentences, tokens); padded rows are zero.
    """
    length = max(len(piece.ids) for piece in encoded)
    ids = np.full((len(encoded), length), _PAD, dtype=np.int64)
    pool = np.zeros((len(encoded), max(len(piece.spans) for piece in encoded), length), dtype=np.float32)
    for row, piece in enumerate(encoded):
        ids[row, : len(piece.ids)] = piece.ids
        for at, (start, end) in enumerate(piece.spans):
            pool[row, at, start:end] = 1 / max(1, end - start)
    return ids, (ids != _PAD).astype(np.float32), pool


class Scorer:
    """The network and its tokenizer, loaded when first used; may be shared by threads."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or ARTEFACT
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None

    def score(self, question: str, texts: Sequence[Text]) -> list[Scores]:
        """Scores of each text for a question, in their order; a text without sentences gets the lowest.

        Traditional Chinese is read as simplified, of which the network has learned far more.

        Args:
            question: A question that stands alone, or a claim.
            texts: What to read; reading takes some 40 ms for each 450 tokens, on two cores.
        """
        tokenizer, session = self._load()
        asked, plain = simplified(question), [_simplified(text) for text in texts]
        read = [[_read(session, piece) for piece in islice(encode(tokenizer, asked, text), _PIECES)] for text in plain]
        return [_joined(of_text, len(text.sentences)) for of_text, text in zip(read, texts, strict=True)]

    def _load(self) -> tuple[Tokenizer, InferenceSession]:
        with self._lock:
            if self._loaded is None:
                self._loaded = load(self._folder, "scorer.onnx")
            return self._loaded


def _simplified(text: Text) -> Text:
    return replace(text, title=simplified(text.title), sentences=tuple(map(simplified, text.sentences)))


_NOTHING = Scores((), (), -20.0)


def _read(session: InferenceSession, piece: Encoded) -> tuple[Floats, float]:
    """Scores of a piece's sentences, and of the piece.

    Read alone: eight-bit steps hang on all that is read at once.
    """
    ids, mask, pool = batch([piece])
    scores, told = session.run(["scores", "told"], {"ids": ids, "mask": mask, "pool": pool})
    return np.asarray(scores)[0], float(np.asarray(told)[0])


def _joined(read: Sequence[tuple[Floats, float]], count: int) -> Scores:
    """The scores of a text from those of its pieces; the lowest for sentences that were not read."""
    if not read:
        return _NOTHING
    rows = np.concatenate([scores for scores, _ in read])
    rows = np.concatenate([rows, np.full((count - len(rows), 2), _NOTHING.answered, dtype=np.float32)])
    relevance, answers = (tuple(round(float(x), 4) for x in rows[:, column]) for column in (0, 1))
    return Scores(relevance, answers, round(max(told for _, told in read), 4))


@lru_cache(maxsize=1)
def default_scorer() -> Scorer:
    """The scorer that ships, one for the process."""
    return Scorer()


def load(folder: Path, network: str) -> tuple[Tokenizer, InferenceSession]:
    """The tokenizer of a folder, and one of its networks, ready to be asked by any thread."""
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = _THREADS
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return tokenizer, InferenceSession(folder / network, options, providers=["CPUExecutionProvider"])
