"""Talking to a language model: pieces of its reply as they come, within limits of time and length."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from pydantic import ValidationError

from assistant import prompts
from assistant.calling import Call
from assistant.models import open_model, plainly, refuses_temperature, steady
from assistant.protocol import MalformedError
from assistant.reading import Spent
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage, BaseMessageChunk
    from langchain_core.runnables import Runnable

_LOG = logging.getLogger(__name__)
"""Says what is sent and what comes back; silent unless somebody listens."""

_TICK = 0.05  # seconds between two looks at whether it was stopped
_GRACE = 1.0  # seconds after which a request ends by itself, when nobody has looked at its time
_AGAIN = {408, 409, 429}  # statuses that may go away; so may all from 500 on


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much."""

    seconds: float = 60.0
    """For all that is said about one question, retries and all; rewriting a follow-up has as many again."""
    tries: int = 3
    """How often a server that is busy or fails is asked."""
    pause: float = 0.5
    """Seconds before the second try; doubled before the third."""
    characters: int = 12_000
    """Of a reply; what goes on without end is cut off."""
    tokens: int = 6_000
    """Of sentences, in cl100k_base; those that don't fit are left out, the least relevant first."""


_TRYING = Limits(tries=1)


class StoppedError(Exception):
    """The person who asked has stopped it."""


class Talk:
    """The exchanges that one question takes; they share its time."""

    def __init__(self, model: BaseChatModel, name: str, limits: Limits, stop: threading.Event | None = None) -> None:
        self._model = model
        self._name = name
        self._limits = limits
        self._stop = stop or threading.Event()
        self._until = time.monotonic() + limits.seconds
        self._sent = self._came = 0

    def text(self, messages: Sequence[BaseMessage], schema: dict[str, Any] | None = None) -> Iterator[str]:
        """The reply as text, longer and longer, with all of it at last.

        Args:
            messages: What is said.
            schema: A JSON schema that the reply has to follow, for models that can (`structured_by`).

        Raises:
            ModelError: It can't be reached, fails, is cut off, or takes too long or too many words.
            MalformedError: It does not follow the schema.
            StoppedError: Stopped.
        """
        for message in messages:
            _LOG.info("to %s, %s:\n%s", self._name, message.type, message.text)
        by_tool = schema is not None and structured_by(self._model) == "function_calling"
        said = ""
        for piece in self._pieces(messages, schema):
            said += _arguments(piece) if by_tool else str(piece.text)
            if len(said) > self._limits.characters:
                raise ModelError(f"The model {self._name!r} went on without end, and was stopped.")
            yield said
        _LOG.info("from %s:\n%s", self._name, said)

    @property
    def spent(self) -> Spent:
        """What it took so far, as the server counts it."""
        return Spent(prompts.VERSION, self._sent, self._came)

    def _pieces(self, messages: Sequence[BaseMessage], schema: dict[str, Any] | None) -> Iterator[BaseMessageChunk]:
        """Pieces of a reply; asked again, after a pause, while nothing has come and the server may recover."""
        attempt, begun, refused = 1, False, False
        while True:
            try:
                for piece in self._once(messages, schema):
                    begun = True
                    yield piece
                return
            except (ModelError, MalformedError, StoppedError):
                raise
            except Exception as e:  # every vendor has a tree of its own
                if not refused and refuses_temperature(self._name, e):
                    refused = True
                    continue
                if begun or attempt == self._limits.tries or not _may_recover(e):
                    raise ModelError(plainly(self._name, e)) from None
            self._pause(self._limits.pause * 2 ** (attempt - 1))
            attempt += 1

    def _once(self, messages: Sequence[BaseMessage], schema: dict[str, Any] | None) -> Iterator[BaseMessageChunk]:
        """Pieces of a reply to one request, which is over when they are."""
        left = max(0.0, self._until - time.monotonic())
        call = Call(_bound(steady(self._model, self._name), schema), messages, left + _GRACE)
        try:
            yield from self._waited(call)
            if not call.whole:
                raise ModelError(f"The reply of the model {self._name!r} was cut off.")
        except ValidationError:
            if schema is None:
                raise
            raise MalformedError("it is no JSON of the schema.") from None  # a vendor's library looked before us
        finally:
            call.hang_up()
            sent, came = call.tokens
            self._sent += sent
            self._came += came

    def _pause(self, seconds: float) -> None:
        if self._stop.wait(min(seconds, max(0.0, self._until - time.monotonic()))):
            raise StoppedError

    def _waited(self, call: Call) -> Iterator[BaseMessageChunk]:
        """What a call brings, while there is time and nobody stops it."""
        while not call.over:
            if self._stop.is_set():
                raise StoppedError
            if time.monotonic() > self._until:
                raise ModelError(
                    f"The model {self._name!r} was not done after {self._limits.seconds:.0f} seconds, and was stopped."
                )
            yield from call.next(_TICK)


def structured_by(model: BaseChatModel) -> Literal["json_schema", "function_calling"] | None:
    """How a model is held to a schema: as such, or as the arguments of a tool; None where it is known to do neither."""
    profile = model.profile or {}
    if profile.get("structured_output"):
        return "json_schema"
    return "function_calling" if profile.get("tool_calling") else None


def try_connection(name: str, key: str = "", limits: Limits = _TRYING) -> None:
    """Ask a model for a word, to see that it can be reached.

    Args:
        name: `provider:model`.
        key: The provider's key; else it is read from the environment.
        limits: How long it may take.

    Raises:
        ModelError: It can't be opened or reached, or refuses to answer.
    """
    for _ in Talk(open_model(name, key), name, limits).text([HumanMessage("Reply with the word: yes")]):
        pass


def _bound(model: BaseChatModel, schema: dict[str, Any] | None) -> Runnable[Any, Any]:
    """The model, told to follow a schema: without LangChain's parser behind it, which would hold back what comes."""
    if schema is None:
        return model
    from langchain_core.runnables import RunnableSequence

    structured = model.with_structured_output(schema, method=structured_by(model))
    return structured.first if isinstance(structured, RunnableSequence) else model


def _arguments(piece: BaseMessage) -> str:
    """What a piece holds of a tool's arguments, as JSON; in a reply that came whole they are read already."""
    if isinstance(piece, AIMessageChunk):
        return "".join(chunk["args"] or "" for chunk in piece.tool_call_chunks)
    calls = piece.tool_calls if isinstance(piece, AIMessage) else []
    return "".join(json.dumps(call["args"], ensure_ascii=False) for call in calls)


def _may_recover(error: Exception) -> bool:
    status = getattr(error, "status_code", None)
    return isinstance(status, int) and (status in _AGAIN or status >= 500)
