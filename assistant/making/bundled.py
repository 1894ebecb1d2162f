"""The bundled abstract as a text that lessons are about, in each of its languages."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from assistant.scorer import Text
from vectorstore.plain_text import read_plain_text
from vectorstore.records import PROSE_ROLES
from vectorstore.sentences import sentence_spans


@lru_cache(maxsize=2)
def bundled_text(language: str) -> Text:
    """Its prose in one language.

    >>> [len(bundled_text(language).sentences) for language in ("en", "zh")]
    [8, 8]
    """
    record = read_plain_text((files("vectorstore") / "data" / "ketamine-2014.txt").read_text(encoding="utf-8"))[0]
    held = [section for section in record.sections if section.language == language and section.role in PROSE_ROLES]
    cut = [(record.text[section.start : section.end], section.role) for section in held]
    pairs = [(text[start:end], role) for text, role in cut for start, end in sentence_spans(text)]
    return Text("", tuple(sentence for sentence, _ in pairs), tuple(role for _, role in pairs))
