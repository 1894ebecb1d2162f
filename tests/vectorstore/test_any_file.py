"""Whatever a file holds, a reader gives records, passes some over, or says in a sentence why it can't be read.

In CI 200 files of each format; ten thousand with `HYPOTHESIS_PROFILE=thorough` before the command.
"""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectorstore.pubmed import CHINESE, CSV, RIS, TEXT, TRIALS, XML
from vectorstore.errors import InputError
from vectorstore.readers.formats import FORMATS, Skipped, read_records
from vectorstore.readers.source import Source
from vectorstore.records import Abstract

SEEDS = [text.encode() for text in (XML, TRIALS, TEXT, RIS, CSV, CHINESE)]
ENCODINGS = ["utf-16", "gb18030", "cp1252"]
BAD = [b"\x00", b"\xff\xfe", b"&a;", b"<!ENTITY x SYSTEM 'file:///etc/passwd'>", b"]]>", b"\r", b'"', b"\xe2\x80\xae"]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file after an accident or four."""
    for _ in range(chance.randint(1, 4)):
        at, other = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        data = chance.choice(ACCIDENTS)(data, at, other, chance)
    return data


def shuffled(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


ACCIDENTS: list[Callable[[bytes, int, int, random.Random], bytes]] = [
    lambda data, at, other, chance: data[:at],
    lambda data, at, other, chance: data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
    lambda data, at, other, chance: data[:other] + data[at:other] * chance.randint(1, 3) + data[other:],
    lambda data, at, other, chance: data[:at] + data[other:],
    lambda data, at, other, chance: data[:at] + chance.choice(BAD) + data[at:],
    lambda data, at, other, chance: data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace"),
    lambda data, at, other, chance: gzip.compress(data)[: chance.choice([None, at])],
    lambda data, at, other, chance: shuffled(data, chance),
    lambda data, at, other, chance: data[other:] + data[:other],
]
"""Cut, a byte changed, a part doubled, dropped, something put in, recoded, packed, lines mixed, turned round."""

_LONG = 30  # seconds of processor time: the slowest takes some on a busy machine, a bomb never ends


def outcome(data: bytes) -> None:
    """Read a file as `add` does; anything but records, records passed over and a named reason raises."""
    started, named = time.process_time(), True
    try:
        for record in read_records(data, "any.file"):
            assert isinstance(record, Abstract | Skipped)
            if isinstance(record, Abstract):
                assert record.id
                assert all(0 <= s.start <= s.end <= len(record.text) for s in record.sections)
                assert "root:" not in record.text
    except InputError as e:
        named = str(e).startswith("any.file")
    assert named
    assert time.process_time() - started < _LONG


@pytest.mark.parametrize("seed", SEEDS, ids=["xml", "medline", "text", "ris", "csv", "jsonl"])
@given(number=st.integers(0, 2**32))
def test_a_file_after_an_accident(seed: bytes, number: int) -> None:
    outcome(mutated(seed, random.Random(number)))  # noqa: S311 - no secret


@pytest.mark.parametrize("name", [known.name for known in FORMATS])
@given(text=st.text(max_size=400), number=st.integers(0, 2**32))
def test_any_text_given_to_any_reader(name: str, text: str, number: int) -> None:
    known = next(one for one in FORMATS if one.name == name)
    data = mutated(text.encode() or b"x", random.Random(number)) or b"x"  # noqa: S311 - no secret
    named = True
    try:
        with Source(data, "any.file") as source:
            list(known.read(source))
    except InputError as e:
        named = str(e).startswith("any.file")
    assert named


BOMBS = {
    "billion laughs": b'<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><PubmedArticleSet>&j;</PubmedArticleSet>",
    "outside file": b'<!DOCTYPE PubmedArticleSet [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b"<PubmedArticleSet><PubmedArticle>&a;</PubmedArticle></PubmedArticleSet>",
    "quadratic": b'<!DOCTYPE PubmedArticleSet [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
    b"<PubmedArticleSet>" + b"&a;" * 100_000 + b"</PubmedArticleSet>",
    "outside definition": b'<!DOCTYPE PubmedArticleSet SYSTEM "http://127.0.0.1:9/x.dtd"><PubmedArticleSet></PubmedArticleSet>',
    "nested": b"<PubmedArticleSet>" + b"<i>" * 500_000,
    "gz in gz": gzip.compress(gzip.compress(b"PMID- 1\n" * 1000)),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_do_not_go_off(bomb: bytes) -> None:
    outcome(bomb)
