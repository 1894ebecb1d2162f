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

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds until a server has to answer
STEP = 0.05  # seconds between two tries


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The address and the process of a server over a library in a folder; ended afterwards."""
    port = free_port()
    options = ["--home", str(folder / "home"), "ui", "--port", str(port), "--no-browser"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", *options],
            cwd=ROOT,
            env={**os.environ, "HOME": str(folder)},
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
