"""Starts the page's server in this process, on this machine's own address only."""

from __future__ import annotations

import os
import socket
import sys
import threading
from importlib import import_module
from importlib.resources import files

from assistant.settings import HOME_VARIABLE, Settings
from vectorstore.errors import InputError
from vectorstore.glosses import load_ahead
from vectorstore.index import import_chroma

ADDRESS = "127.0.0.1"
"""The only address the page is served on."""

MODEL_VARIABLE = "ABSTRACT_ASSISTANT_PAGE_MODEL"
"""Environment variable that tells the page's script which model to open; set by `serve` alone."""

EMBEDDINGS_VARIABLE = "ABSTRACT_ASSISTANT_PAGE_EMBEDDINGS"
"""Environment variable that tells the page's script which embeddings to open; set by `serve` alone."""

_OPTIONS: dict[str, object] = {
    "browser_gatherUsageStats": False,
    "server_showEmailPrompt": False,
    "server_address": ADDRESS,
    # another site's page must not reach the library through a name of its own that points here
    "server_allowedHosts": [ADDRESS, "localhost"],
    "server_fileWatcherType": "none",
    "runner_magicEnabled": False,
    "client_toolbarMode": "minimal",
    "client_showErrorDetails": "type",
    "client_showErrorLinks": False,
    "logger_level": "warning",
    "logger_hideWelcomeMessage": True,
}

_SANS = '"Source Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
_SERIF = '"Source Serif", "Songti SC", "Noto Serif CJK SC", SimSun, serif'

_THEME: dict[str, object] = {
    "theme_font": _SANS,
    "theme_headingFont": _SERIF,
    "theme_headingFontSizes": ["1.875rem", "1.5rem", "1.25rem"],
    "theme_headingFontWeights": [600, 600, 600],
    "theme_baseRadius": "0.6rem",
    "theme_light_primaryColor": "#1f6b63",
    "theme_light_backgroundColor": "#fdfcfa",
    "theme_light_secondaryBackgroundColor": "#f4f1eb",
    "theme_light_textColor": "#26292b",
    "theme_light_borderColor": "#e2ddd3",
    "theme_light_yellowBackgroundColor": "#ffe89a",
    "theme_dark_primaryColor": "#6cc3b5",
    "theme_dark_backgroundColor": "#16191a",
    "theme_dark_secondaryBackgroundColor": "#212627",
    "theme_dark_textColor": "#e6e4df",
    "theme_dark_borderColor": "#373d3e",
    "theme_dark_yellowBackgroundColor": "#655114",
}


def serve(settings: Settings, port: int = 8501, browser: bool = True) -> None:
    """Serve the page until Ctrl-C.

    Args:
        settings: The library to open and what to answer with.
        port: Port on 127.0.0.1.
        browser: Whether to open the page in the person's browser, where there is one.

    Raises:
        InputError: The port can't be used.
    """
    _check_port(port)
    # Streamlit runs the page's script anew for every visit: the environment is what outlives a run
    os.environ[HOME_VARIABLE] = str(settings.home)
    os.environ[MODEL_VARIABLE] = settings.model
    os.environ[EMBEDDINGS_VARIABLE] = settings.embeddings
    sys.stderr.write(f"Abstract Assistant is at http://{ADDRESS}:{port} (Ctrl-C ends it)\n")
    sys.stderr.flush()
    threading.Thread(target=_import_ahead, name="import ahead", daemon=True).start()
    try:
        _run(port, browser)
    except KeyboardInterrupt:
        return  # before Streamlit has its own handler for Ctrl-C


def _import_ahead() -> None:
    """Load what the first question needs while the browser still loads the page."""
    import_module("ui.chat")
    import_chroma()
    load_ahead()
    import_module("assistant.homophones").load_ahead()


def _run(port: int, browser: bool) -> None:
    from streamlit.web import bootstrap

    # without a word from us Streamlit opens a browser wherever there is a screen
    options = {**_OPTIONS, **_THEME, "server_port": port, "server_headless": None if browser else True}
    bootstrap.load_config_options(options)
    bootstrap.run(str(files("ui") / "app.py"), False, [], options)


def _check_port(port: int) -> None:
    # Streamlit would log an error of its own and end the process
    try:
        with socket.socket() as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left is free
            probe.bind((ADDRESS, port))
    except (OSError, OverflowError) as e:
        reason = (e.strerror if isinstance(e, OSError) else None) or "ports go from 1 to 65535"
        raise InputError(f"Port {port} can't be used ({reason}). Choose another with --port.") from e
