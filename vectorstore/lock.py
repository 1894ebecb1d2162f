"""The one writer's lock: held for an operation, across threads and processes, and able to name its holder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.errors import LibraryBusyError, unusable

WAIT = 10.0
"""Seconds that a writer waits for another."""


@contextmanager
def writing(home: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold the writer's lock of a library.

    Args:
        home: Folder of the library.
        wait: Seconds to wait for another writer.

    Raises:
        LibraryBusyError: Another process held it all the while; the message names it.
        LibraryError: The folder can't be written, now or by what is done under the lock: no permission, a full disk.
    """
    holder = home / "library.writer"
    try:
        with FileLock(home / "library.lock", timeout=wait):
            with suppress(OSError):  # only a courtesy to those who wait
                holder.write_text(f"process {os.getpid()} ({_command()})", encoding="utf-8")
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as e:
        raise LibraryBusyError(
            f"The library {home} is busy: {_name(holder)} has been writing for {wait:g} seconds. "
            "Try again when it is done."
        ) from e
    except OSError as e:
        raise unusable(home, e) from e


def _command() -> str:
    return " ".join([Path(sys.argv[0] or "python").name, *sys.argv[1:2]])


def _name(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"
