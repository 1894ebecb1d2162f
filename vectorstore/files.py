"""Files and bytes into text: UTF-8, UTF-16, GB18030 and others are read; what is no text is refused by name."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from vectorstore.errors import InputError

LARGEST = 10_000_000
"""Bytes of a file; an abstract has about 2,000."""

SUFFIXES = frozenset({".txt", ".text", ".md", "", ".nbib", ".xml", ".gz", ".ris", ".csv", ".tsv", ".jsonl"})
"""Endings of the files that are taken from a folder; a file that is named itself is read whatever its ending."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = 0.02  # share of control characters from where on it is no text
_SOUND = 3  # characters beyond ASCII for each that is broken, the broken one among them, from where on it is UTF-8
_GUESSED = ["gb18030", "big5", "cp1252", "shift_jis", "euc_kr", "cp1251"]


def read_file(path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: It can't be read, is empty, too large or binary; the message names the file and the reason.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError(f"{path}: too large, {size:,} bytes (at most {LARGEST:,}). Split it into several files.")
        return decode(path.read_bytes(), str(path))
    except OSError as e:
        raise InputError(f"{path}: can't be read: {e.strerror or e}.") from e


def decode(data: bytes, name: str) -> str:
    """The text of bytes in any usual encoding; a byte-order mark decides, then UTF-8, then what fits best.

    Args:
        data: The bytes.
        name: What to call them in an error.

    Raises:
        InputError: They are empty, too many, or no text.
    """
    if len(data) > LARGEST:
        raise InputError(f"{name}: too large, {len(data):,} bytes (at most {LARGEST:,}). Split it into several files.")
    if not data.strip():
        raise InputError(f"{name}: empty. Give a file that holds an abstract.")
    encoding = encoding_of(data, name)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _no_text(name) from None
    if "\x00" in text or _share_of_controls(text) > _CONTROLS:
        raise _no_text(name)
    return text


def encoding_of(data: bytes, name: str) -> str:
    """The encoding of bytes, or of how a file begins: what a byte-order mark says, UTF-8, or what fits best.

    Raises:
        InputError: None fits.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    encoding = marked or _without_mark(data)
    if not encoding or _share_of_controls(data[:4000].decode(encoding, "replace")) > _CONTROLS:
        raise _no_text(name)
    return encoding


def _no_text(name: str) -> InputError:
    return InputError(f"{name}: not a text file (or in an unknown encoding). Save it as plain text in UTF-8.")


def _without_mark(data: bytes) -> str | None:
    """The encoding of bytes that carry no mark; None when none fits."""
    if b"\x00" in data[:1000]:
        zeros = [at for at, byte in enumerate(data[:1000]) if byte == 0]
        odd = sum(at % 2 for at in zeros) / len(zeros)  # the high byte of a Latin letter or a line break is zero
        name = "utf-16-le" if odd > 0.8 else "utf-16-be" if odd < 0.2 else None
        return name if name and _is_usual(data.decode(name, "replace")) else None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as e:
        if e.start > len(data) - 4 and e.reason == "unexpected end of data":  # the beginning of a file ends anywhere
            return "utf-8"
        text = data.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        if sum(char > "\x7f" for char in text) > _SOUND * bad:  # a few bytes went wrong
            return "utf-8"
        best = from_bytes(data, cp_isolation=_GUESSED).best()
        return best.encoding if best else None
    return "utf-8"


def _is_usual(text: str) -> bool:
    """Whether nearly all characters are of the scripts that we read: Latin, Greek, Han, and their punctuation."""
    usual = sum(char < "\u0400" or "\u2000" <= char < "\u2200" or "\u3000" <= char < "\ua000" for char in text)
    return usual > 0.97 * len(text) and "\x00" not in text


def _share_of_controls(text: str) -> float:
    controls = sum(char < " " and char not in "\t\n\r\x0c" for char in text)
    return controls / len(text) if text else 1.0


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that paths, folders and patterns stand for, each once, in order; folders are searched to the bottom.

    Raises:
        InputError: A path does not exist, or a folder or pattern holds no text file.
    """
    seen: set[Path] = set()
    for path in paths:
        found = sorted(_expanded(path))
        if not found:
            what = (
                "no file of abstracts in it (.txt, .md, .nbib, .xml, .gz, .ris, .csv, .jsonl)"
                if path.is_dir()
                else "no such file"
            )
            raise InputError(f"{path}: {what}.")
        yield from (file for file in found if file not in seen)
        seen.update(found)


def _expanded(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (f for f in path.rglob("*") if f.is_file() and f.suffix.lower() in SUFFIXES and f.name[0] != ".")
    elif path.exists():
        yield path
    elif any(sign in str(path) for sign in "*?["):
        anchor = Path(path.anchor) if path.is_absolute() else Path()
        pattern = str(path.relative_to(anchor)) if path.is_absolute() else str(path)
        yield from (file for file in anchor.glob(pattern) if file.is_file())
