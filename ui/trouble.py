"""What can go wrong in front of a person, by the name under which the catalogue speaks of it, and the way out."""

from __future__ import annotations

from typing import Literal

from assistant.answer import Reason
from vectorstore.errors import (
    AssistantError,
    IndexUnusableError,
    InputError,
    LibraryBusyError,
    LibraryError,
    ModelError,
)

Trouble = Literal["", "stopped", "interrupted", "unreadable", "busy", "index", "model", "input", "library"]
"""Empty when all is well; `interrupted`: the program ended before the answer came; `unreadable`: another version's."""

Way = Literal["retry", "rebuild", "builtin"]
"""What can be done: try again, make the index again first, or answer with the built-in reader."""

_KINDS: tuple[tuple[type[AssistantError], Trouble], ...] = (
    (LibraryBusyError, "busy"),
    (LibraryError, "library"),
    (IndexUnusableError, "index"),
    (ModelError, "model"),
    (InputError, "input"),
)


def trouble_of(error: AssistantError) -> Trouble:
    """The name of a failure."""
    return next((name for kind, name in _KINDS if isinstance(error, kind)), "library")


def ways_out(trouble: Trouble) -> tuple[Way, ...]:
    """What buttons can do about it, the likeliest first."""
    if trouble == "index":
        return ("rebuild",)
    if trouble == "model":
        return ("retry", "builtin")
    return () if trouble in ("", "input", "unreadable") else ("retry",)


def ways_on(reason: Reason) -> tuple[Way, ...]:
    """What buttons can do about a refusal: where a model gave nothing that can be shown, the built-in reader may."""
    return ("builtin",) if reason == "unsupported" else ()
