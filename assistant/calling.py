"""One request to a language model, on an event loop in the background: it ends when it is told to, and in time."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import BaseCallbackHandler

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import LLMResult
    from langchain_core.runnables import Runnable


class Call:
    """One request. A server that only keeps the line open can hold up neither us nor a thread."""

    def __init__(self, model: Runnable[Any, Any], messages: Sequence[BaseMessage], seconds: float) -> None:
        self.over = False
        self._ending = _Ending()
        self._came: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._task = asyncio.run_coroutine_threadsafe(self._run(model, list(messages), seconds), _LOOP.running())

    def next(self, seconds: float) -> list[Any]:
        """The next piece; none when the call is over, or nothing comes for so long.

        Raises:
            Exception: What the call failed with.
        """
        try:
            kind, piece = self._came.get(timeout=seconds)
        except queue.Empty:
            return []
        if kind == "piece":
            return [piece]
        self.over = True
        if kind == "failed":
            raise piece
        return []

    def hang_up(self) -> None:
        """End the request and close its connection, whatever the server does; nothing more comes of it."""
        self._task.cancel()

    @property
    def whole(self) -> bool:
        """Whether the reply came to its own end."""
        return self._ending.whole

    @property
    def tokens(self) -> tuple[int, int]:
        """Tokens sent and come back, as the server has counted them."""
        return self._ending.tokens_in, self._ending.tokens_out

    async def _run(self, model: Runnable[Any, Any], messages: list[BaseMessage], seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):  # also where whoever waits for it has forgotten it
                async for piece in model.astream(messages, {"callbacks": [self._ending]}):
                    self._came.put(("piece", piece))
            self._came.put(("ended", None))
        except Exception as e:  # raised again where it is waited for
            self._came.put(("failed", e))


class _Ending(BaseCallbackHandler):
    """What a reply says of itself at its end: tokens (LangChain's own handler misses some), and that it is whole."""

    run_inline = True  # else it takes a thread

    def __init__(self) -> None:
        self.tokens_in = self.tokens_out = 0
        self.whole = False

    def on_llm_end(self, response: LLMResult, **_: object) -> None:
        """Add what a reply says of itself."""
        message = getattr(response.generations[0][0], "message", None)
        told: dict[str, Any] = getattr(message, "response_metadata", {})
        usage, raw = getattr(message, "usage_metadata", None) or {}, told.get("token_usage") or {}
        ends = [told.get(name) for name in ("finish_reason", "stop_reason", "done_reason")]  # each vendor has its own
        self.whole = any(ends) and not {*ends} & {"length", "max_tokens"}
        self.tokens_in += usage.get("input_tokens") or raw.get("prompt_tokens") or 0
        self.tokens_out += usage.get("output_tokens") or raw.get("completion_tokens") or 0


class _Background:
    """An event loop in a thread of its own, the only one of the process: clients keep connections for their loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def running(self) -> asyncio.AbstractEventLoop:
        """The loop; started when it is first asked for."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._loop.set_default_executor(_Daemons())
                threading.Thread(target=self._loop.run_forever, name="models", daemon=True).start()
            return self._loop


class _Daemons(ThreadPoolExecutor):
    """Threads for what can only be waited for (a server's name, a model without streams): the program may end first."""

    def submit(self, work: Callable[..., Any], /, *given: object, **named: object) -> Future[Any]:
        """Begin some work."""
        done: Future[Any] = Future()
        done.set_running_or_notify_cancel()  # from here on it can't be cancelled, only left alone

        def run() -> None:
            try:
                done.set_result(work(*given, **named))
            except BaseException as e:  # raised again where it is waited for
                done.set_exception(e)

        threading.Thread(target=run, name="model", daemon=True).start()
        return done


_LOOP = _Background()
