"""What can go wrong, as one small tree; every message says what happened, with what, and what to do next.

    AssistantError
    ├── InputError        what the caller gave can't be used (a file, an id, a name, a question)
    ├── LibraryError      the library's file can't be opened, read or written
    │   └── LibraryBusyError   another process holds the writer's lock
    ├── IndexUnusableError  the index is damaged, or was made by another embedding or chunking
    └── ModelError        a language model can't be had (raised in `assistant`)

"The abstract does not say" is an answer, not an error.
"""

from __future__ import annotations

from pathlib import Path


class AssistantError(Exception):
    """Any failure that this product foresees; its text is meant for the person at the keyboard."""


class InputError(AssistantError):
    """What the caller gave can't be used."""


class LibraryError(AssistantError):
    """The library's file can't be opened, read or written."""


class LibraryBusyError(LibraryError):
    """Another process holds the writer's lock."""


class IndexUnusableError(AssistantError):
    """The index is damaged, or was made by another embedding or chunking; it has to be rebuilt."""


class ModelError(AssistantError):
    """A language model can't be had."""


_WAYS = {
    "readonly": "It can't be written: change the permissions, or choose another folder with --home.",
    "read-only": "It can't be written: change the permissions, or choose another folder with --home.",
    "permission denied": "It can't be written: change the permissions, or choose another folder with --home.",
    "unable to open": "It can't be read or written: change the permissions, or choose another folder with --home.",
    "full": "Free some space and try again; nothing that was acknowledged is lost.",
    "disk i/o": "The disk may be full or failing. Free some space and try again.",
    "no space left": "Free some space and try again; nothing that was acknowledged is lost.",
    "not a database": "It is damaged or no library: move it away, or choose another folder with --home.",
    "malformed": "It is damaged: restore it from a copy, or choose another folder with --home.",
    "locked": "Another process is writing to it: try again.",
}
"""What to do, by what SQLite or the system say."""


def unusable(place: Path, e: Exception) -> LibraryError:
    """The error for what SQLite or the file system said of a place, with the way out."""
    said = str(e)
    way = next((way for sign, way in _WAYS.items() if sign in said.casefold()), "Choose another folder with --home.")
    return LibraryError(f"The library {place} can't be used: {said}. {way}")
