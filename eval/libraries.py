"""A temporary library over given abstracts, gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant import Assistant
from assistant.settings import Settings
from vectorstore.records import Abstract

Make = Callable[[Settings], Assistant]
"""Opens an assistant over the library of some settings."""


@contextmanager
def assistant_over(abstracts: Sequence[Abstract], settings: Settings, make: Make = Assistant) -> Iterator[Assistant]:
    """An assistant over just these abstracts, searchable, in a temporary home; that of the settings is left alone."""
    with (
        tempfile.TemporaryDirectory(prefix="abstract-assistant-") as home,
        make(replace(settings, home=Path(home))) as assistant,
    ):
        library, wanted = assistant.library, {abstract.id for abstract in abstracts}
        for name in library.ids():
            if name not in wanted:
                library.remove(name)
        library.add_all(abstracts)
        library.catch_up()
        yield assistant
