"""What a file holds, piece by piece: unpacked, decoded, and never more at once than a record may have."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import BinaryIO, cast

from vectorstore.errors import InputError
from vectorstore.files import encoding_of

HEAD = 65_536
"""Bytes that a format and an encoding are told from."""

LONGEST = 5_000_000
"""Bytes of one record; the largest of PubMed's have a tenth of it."""

Given = Path | bytes | BinaryIO
"""What can be read: a file, its bytes, or a stream whose `read` gives as much as is asked for, until it ends."""

Watch = Callable[[int], None]
"""Told how many bytes have been read so far."""

_LINE = 1_000_000  # bytes of a line
_UNPACKED, _RATIO = 5_000_000, 100  # bytes out, and out of one in, from where on a gz file is a bomb
_GZIP = b"\x1f\x8b"


class Source:
    """One file or stream of abstracts. The same bytes are never held twice; close it, or use it with `with`."""

    def __init__(self, given: Given, name: str, watch: Watch | None = None) -> None:
        """Open it.

        Args:
            given: A file, its bytes, or a stream, which is read once from where it stands and stays open.
            name: What to call it in an error.
            watch: Told how many bytes of it have been read so far, packed as they are, piece by piece.

        Raises:
            InputError: It can't be read, or is empty.
        """
        self.name = name
        try:
            self._own = given.open("rb") if isinstance(given, Path) else None
            stream = BytesIO(given) if isinstance(given, bytes) else self._own or cast("BinaryIO", given)
            counted = _Counted(stream, watch)
            packed = BufferedReader(cast("RawIOBase", counted), 2 * HEAD)
            self._stream = packed
            if packed.peek(2)[:2] == _GZIP:
                self._stream = BufferedReader(cast("RawIOBase", _Unpacked(packed, counted, name)), 2 * HEAD)
            self.head = self._stream.peek(HEAD)[:HEAD]
            self.beginning = _in_utf8(self.head, name)
        except (OSError, EOFError, zlib.error) as e:
            raise InputError(f"{name}: can't be read: {_reason(e)}.") from e
        if not self.head.strip():
            self.close()
            raise InputError(f"{name}: empty. Give a file that holds an abstract.")

    def close(self) -> None:
        """Close the file; a stream that was given stays open."""
        if self._own:
            self._own.close()

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises:
            InputError: They can't be unpacked or read.
        """
        try:
            return self._stream.read(size)
        except (OSError, EOFError, zlib.error) as e:
            raise InputError(f"{self.name}: can't be read to its end: {_reason(e)}.") from e

    def lines(self) -> Iterator[str]:
        """Its lines as text, without what ends them; a character that can't be decoded becomes U+FFFD.

        Raises:
            InputError: It is no text, or a line is too long.
        """
        encoding = encoding_of(self.head, self.name)
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        held = ""
        while data := self.read(HEAD):
            held += decoder.decode(data)
            *whole, held = held.split("\n")
            yield from (line.rstrip("\r") for line in whole)
            if len(held) > _LINE:
                raise InputError(f"{self.name}: a line has more than {_LINE:,} characters: no file of abstracts.")
        held += decoder.decode(b"", final=True)
        if held:
            yield held.rstrip("\r")

    def bound(self, size: int) -> None:
        """Say how many bytes or characters a record has had so far.

        Raises:
            InputError: More than any record has.
        """
        if size > LONGEST:
            raise InputError(
                f"{self.name}: a record has more than {LONGEST:,} bytes: it has no end, or is no abstract."
            )

    def text(self, most: int) -> bytes:
        """All of it, for readers that can't go piece by piece.

        Raises:
            InputError: There is more.
        """
        data = self.read(most + 1)
        if len(data) > most:
            raise InputError(f"{self.name}: too large, more than {most:,} bytes. Split it into several files.")
        return data


def _in_utf8(head: bytes, name: str) -> bytes:
    """How a file begins, in UTF-8 where its encoding can be told; formats are told from that."""
    try:
        return head.decode(encoding_of(head, name), "replace").encode()
    except (InputError, UnicodeError):
        return head


def _reason(e: BaseException) -> str:
    return str(getattr(e, "strerror", None) or e).rstrip(".") or type(e).__name__


class _Counted(RawIOBase):
    """Bytes in, counted."""

    def __init__(self, stream: BinaryIO, watch: Watch | None) -> None:
        self._stream = stream
        self._watch = watch
        self.count = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # any writable buffer will do
        """Fill a buffer."""
        data = self._stream.read(len(buffer))
        self.count += len(data)
        if self._watch:
            self._watch(self.count)
        buffer[: len(data)] = data
        return len(data)


class _Unpacked(RawIOBase):
    """The bytes of a gz file, unless they are far too many for what is in it."""

    def __init__(self, packed: BufferedReader[RawIOBase], counted: _Counted, name: str) -> None:
        self._counted = counted
        self._name = name
        self._file = gzip.GzipFile(fileobj=packed)
        self._out = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # any writable buffer will do
        """Fill a buffer."""
        data = self._file.read(len(buffer))
        self._out += len(data)
        if self._out > _UNPACKED and self._out > _RATIO * max(1, self._counted.count):
            raise InputError(f"{self._name}: unpacks to far more than abstracts would: it looks like a gz bomb.")
        buffer[: len(data)] = data
        return len(data)
