"""Seconds of a call, and numbers that another process prints."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable


def seconds(do: Callable[[], object]) -> float:
    """How long a call takes."""
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def run_python(code: str, *arguments: str) -> list[float]:
    """The numbers that a program of ours prints, run in a new process."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)  # noqa: S603
    return [float(number) for number in done.stdout.split()]
