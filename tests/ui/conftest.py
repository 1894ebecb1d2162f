"""A browser, a server of the page, and an eye on everything that a page asks for."""

import os
import shutil
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

from tests.ui.browsing import PATIENCE, Visit, is_local, question_box
from tests.ui.serving import running

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


expect.set_options(timeout=PATIENCE)  # other files' tests run beside these


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a library of its own, shared by the tests of one file."""
    with running(tmp_path_factory.mktemp("server")) as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None and os.environ.get("CI"):
        pytest.fail("chromium is missing, and in CI these tests have to run")
    if program is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def requests() -> list[str]:
    """The address of every request and socket of a test's pages."""
    return []


@pytest.fixture
def visit(browser: Browser, requests: list[str], request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens the page; afterwards no dialog may have come up and no request may have left the machine."""
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    def open_page(
        width: int = 1280,
        height: int = 800,
        scheme: Literal["light", "dark"] = "light",
        locale: str = "en-US",
        address: str = "",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale, accept_downloads=True
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("websocket", lambda socket: requests.append(socket.url))
        page.on("dialog", refuse)
        page.goto(address or request.getfixturevalue("address"))
        expect(question_box(page)).to_be_visible(timeout=PATIENCE)
        return page

    yield open_page
    for context in browser.contexts:
        context.close()
    assert dialogs == []
    assert [url for url in requests if not is_local(url)] == []
