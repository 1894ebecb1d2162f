"""Ask scientific abstracts: a question in, an answer made only of what they say, every quote checked.

>>> from assistant import Assistant                                   # doctest: +SKIP
>>> with Assistant.open() as assistant:                               # doctest: +SKIP
...     print(assistant.ask("Which pathways are implicated?").text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Statement
    from assistant.assistant import Assistant
    from assistant.chain import build_chain
    from vectorstore.errors import AssistantError

__all__ = ["Answer", "Assistant", "AssistantError", "Citation", "Statement", "build_chain"]

_HOMES = {
    "Answer": "assistant.answer",
    "Assistant": "assistant.assistant",
    "AssistantError": "vectorstore.errors",
    "Citation": "assistant.answer",
    "Statement": "assistant.answer",
    "build_chain": "assistant.chain",
}


def __getattr__(name: str) -> object:
    # PEP 562: the public names load what they need when they are first used
    if name in _HOMES:
        from importlib import import_module

        return vars(import_module(_HOMES[name]))[name]
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
