"""A real server of the page, as the command line starts it."""

import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.settings import HOME_VARIABLE

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds until a server has to answer
STEP = 0.05  # seconds between two tries


PLAIN = ("--server.address=127.0.0.1", "--server.headless=true", "--browser.gatherUsageStats=false")


@contextmanager
def running(folder: Path, model: str = "builtin") -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The address and the process of the page's server over a library in a folder; ended afterwards."""
    options = ["--home", str(folder / "home"), "--model", model, "ui", "--port", "{port}", "--no-browser"]
    with serving(folder, "-m", "assistant", *options) as served:
        yield served


@contextmanager
def serving_script(folder: Path, script: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """As `running`, but another script than the page's own, with `ABSTRACT_ASSISTANT_HOME` set."""
    with serving(folder, "-m", "streamlit", "run", str(script), "--server.port={port}", *PLAIN) as served:
        yield served


@contextmanager
def serving(folder: Path, *command: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A server made by a Python command, in which `{port}` stands for a free port."""
    port = free_port()
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *(part.format(port=port) for part in command)],
            cwd=ROOT,
            env={**os.environ, "HOME": str(folder), HOME_VARIABLE: str(folder / "home"), "PYTHONPATH": str(ROOT)},
            stderr=log,
            stdout=log,
        )
        try:
            await_health(f"http://127.0.0.1:{port}/_stcore/health", process, folder / "server.log")
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)
            # pytest shows it beside a failure
            sys.stderr.write((folder / "server.log").read_text(encoding="utf-8"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_health(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    pause = threading.Event()
    for _ in range(int(PATIENCE / STEP)):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):  # noqa: S310  # our own server
                return
        except (urllib.error.URLError, ConnectionError):
            pause.wait(STEP)
    raise AssertionError(f"the server did not come up:\n{log.read_text(encoding='utf-8')}")
