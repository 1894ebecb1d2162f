"""Starting and ending the page's server."""

import signal
import socket
from pathlib import Path

import pytest

from assistant.settings import settings_from
from tests.ui.serving import PATIENCE, running
from ui.launch import serve
from vectorstore.errors import InputError


def test_a_busy_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(InputError, match=rf"Port {port} .*--port"):
            serve(settings_from(tmp_path), port, browser=False)


def test_a_port_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Port 70000 .*1 to 65535"):
        serve(settings_from(tmp_path), 70_000, browser=False)


def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    with running(tmp_path) as (address, process):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0
    said = (tmp_path / "server.log").read_text(encoding="utf-8")
    assert address in said
    assert "Traceback" not in said
    assert "External" not in said
