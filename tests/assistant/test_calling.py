"""A request to a model ends when it is told to and in its time, whatever the server does; no thread stays with it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from langchain_core.messages import HumanMessage

from assistant.calling import Call
from assistant.models import open_model
from assistant.talking import Limits, try_connection
from tests.model_server import Fault, ModelServer
from vectorstore.errors import ModelError

SILENT = Fault(silent=True)
"""Keeps the line open, and never says a word."""


def call(seconds: float) -> Call:
    return Call(open_model("openai:some-local-model"), [HumanMessage("Why?")], seconds)


def comes(true: Callable[[], bool]) -> bool:
    """Whether something becomes true within three seconds."""
    until = time.monotonic() + 3
    while not true() and time.monotonic() < until:
        threading.Event().wait(0.01)
    return true()


def test_hanging_up_closes_a_line_on_which_nothing_comes(server: ModelServer) -> None:
    server.part = lambda request: SILENT
    held = call(60)
    assert comes(lambda: bool(server.seen))
    held.hang_up()
    assert server.dropped.wait(3)


def test_a_call_that_nobody_looks_after_ends_by_itself(server: ModelServer) -> None:
    server.part = lambda request: SILENT
    call(0.2)
    assert server.dropped.wait(3)


def test_calls_leave_no_thread_behind(server: ModelServer) -> None:
    server.part = lambda request: SILENT
    for _ in range(3):
        held = call(60)
        assert comes(lambda: bool(server.seen))
        held.hang_up()
    assert comes(lambda: [thread.name for thread in threading.enumerate()].count("model") == 0)
    assert [thread.name for thread in threading.enumerate()].count("models") == 1


@pytest.mark.parametrize("fault", [SILENT, Fault(endless=True)])
def test_trying_a_connection_ends_at_its_limit(server: ModelServer, fault: Fault) -> None:
    server.part = lambda request: fault
    started = time.monotonic()
    with pytest.raises(ModelError, match=r"not done after|without end"):
        try_connection("openai:some-local-model", limits=Limits(seconds=1, tries=1))
    assert time.monotonic() - started < 4
    assert server.dropped.wait(3)


STUCK = """
import threading
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import HumanMessage
from assistant.calling import Call

begun = threading.Event()

class Stuck(GenericFakeChatModel):
    def _stream(self, *given, **named):
        begun.set()
        threading.Event().wait()
        yield

Call(Stuck(messages=iter([])), [HumanMessage("Why?")], 60).next(1 if begun.wait(20) else 0)
"""


def test_a_model_that_can_only_be_waited_for_does_not_hold_up_the_end_of_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
