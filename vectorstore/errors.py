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
