"""A question on its way: answered in a thread of its own, so that the page stays alive and can stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from assistant.answer import Answer, Statement
from vectorstore.errors import AssistantError, LibraryError

Parts = Callable[[threading.Event], Iterable[Statement | Answer]]
"""Asks: gives statements as they are verified, then the answer; ends when the event is set."""

Keep = Callable[[Answer], None]
"""Keeps an answer; raises LibraryError when it can't."""


class Asking:
    """What has come of a question so far; may be read while the thread goes on.

    When nobody looks any more (the page was closed), the thread still ends and keeps its answer.
    """

    def __init__(self, parts: Parts, keep: Keep) -> None:
        self.statements: list[Statement] = []
        self.answer: Answer | None = None
        self.error: AssistantError | None = None
        self.unkept: LibraryError | None = None
        self.stopped = False
        self._bug: BaseException | None = None
        self._stop = threading.Event()
        self._over = threading.Event()
        self._lock = threading.Lock()
        threading.Thread(target=self._run, args=(parts, keep), name="asking", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait so long for the end; whether it is over.

        Raises:
            BaseException: Whatever the thread stumbled over, when it is no `AssistantError`.
        """
        over = self._over.wait(seconds)
        if self._bug:
            raise self._bug
        return over

    def stop(self) -> None:
        """End it at once, whatever the thread still does; what comes later is dropped."""
        with self._lock:
            if not self._over.is_set():
                self.stopped = True
                self._stop.set()
                self._over.set()

    def _run(self, parts: Parts, keep: Keep) -> None:
        try:
            for part in parts(self._stop):
                if isinstance(part, Statement):
                    self.statements.append(part)
                elif not self._finish(part):
                    return
                else:
                    self._keep(part, keep)
                if self.stopped:
                    return
        except AssistantError as e:
            self.error = e
        except BaseException as e:  # raised again by `wait`, in the page
            self._bug = e
        finally:
            self._over.set()

    def _finish(self, answer: Answer) -> bool:
        with self._lock:
            if not self.stopped:
                self.answer = answer
            return not self.stopped

    def _keep(self, answer: Answer, keep: Keep) -> None:
        try:
            keep(answer)
        except LibraryError as e:
            self.unkept = e
