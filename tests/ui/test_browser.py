"""The page in a real browser over a real server: chips, lit quotes, refusals, and nothing that leaves the machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect, sync_playwright

from tests.conftest import TRIAL
from tests.ui.serving import running

pytestmark = pytest.mark.browser

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 20_000  # milliseconds
SENTENCE = (
    "Intracellular signaling pathways such as mTOR, GSK3 or eEF2 seem to play a key role "
    "and are associated with an increased synaptic plasticity."
)
CHINESE_SENTENCE = "细胞内信号通路,如mTOR、GSK3或eEF2,似乎发挥着关键作用,并与突触可塑性增加相关。"
HOSTILE = '<script>alert(1)</script><img src="x" onerror="alert(2)"> **bold** &amp; which pathways?'

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
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
def visit(address: str, browser: Browser, requests: list[str]) -> Iterator[Visit]:
    """Opens the page; afterwards no dialog may have come up and no request may have left the machine."""
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    def open_page(width: int = 1280, height: int = 800, scheme: Literal["light", "dark"] = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("websocket", lambda socket: requests.append(socket.url))
        page.on("dialog", refuse)
        page.goto(address)
        expect(question_box(page)).to_be_visible(timeout=PATIENCE)
        return page

    yield open_page
    for context in browser.contexts:
        context.close()
    assert dialogs == []
    assert [url for url in requests if not is_local(url)] == []


def is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob"} or parts.hostname == "127.0.0.1"


def question_box(page: Page) -> Locator:
    return page.get_by_test_id("stChatInput").get_by_role("textbox")


def ask(page: Page, question: str) -> Locator:
    """The answer, or what stands in its place."""
    count = page.get_by_test_id("answer").count()
    question_box(page).fill(question)
    question_box(page).press("Enter")
    expect(page.get_by_test_id("answer")).to_have_count(count + 1, timeout=PATIENCE)
    return page.get_by_test_id("answer").last


def expect_lit(page: Page, quote: str) -> None:
    mark = page.get_by_test_id("quote")
    expect(mark).to_be_in_viewport(timeout=PATIENCE)
    assert mark.evaluate("node => node.textContent") == quote


def test_a_citation_opens_the_abstract_with_its_quote_lit_up_in_view(visit: Visit) -> None:
    page = visit()
    answer = ask(page, "Which pathways are implicated?")
    expect(answer).to_contain_text(SENTENCE)
    expect(answer.get_by_test_id("checked")).to_contain_text("every quote found word for word")
    chip = answer.get_by_role("button", name="Citation 1").first
    expect(chip).to_have_attribute("title", SENTENCE)
    chip.click()
    expect_lit(page, SENTENCE)
    expect(chip).to_have_attribute("aria-current", "true")
    answer_box, mark_box = answer.bounding_box(), page.get_by_test_id("quote").bounding_box()
    assert answer_box is not None
    assert mark_box is not None
    assert mark_box["x"] > answer_box["x"] + answer_box["width"]  # beside the chat
    page.get_by_role("button", name="Close the source").click()
    expect(page.get_by_test_id("quote")).to_have_count(0)


def test_a_chip_works_from_the_keyboard_and_keeps_the_focus(visit: Visit) -> None:
    page = visit()
    chip = ask(page, "Which pathways are implicated?").get_by_role("button", name="Citation 1").first
    chip.focus()
    page.keyboard.press("Enter")
    expect_lit(page, SENTENCE)
    expect(chip).to_be_focused()


def test_a_refusal_names_the_dose_and_shows_where_it_looked(visit: Visit) -> None:
    page = visit()
    refusal = ask(page, "What dose of ketamine was given?").get_by_test_id("refusal")
    expect(refusal).to_be_in_viewport()
    expect(refusal).to_contain_text("dose")
    chip = refusal.get_by_role("button", name="Passage 1")
    quote = chip.get_attribute("title")
    chip.click()
    expect_lit(page, quote or "")


def test_a_question_in_chinese_is_answered_in_chinese(visit: Visit) -> None:
    page = visit()
    answer = ask(page, "涉及哪些信号通路?")
    expect(answer.locator("p[lang=zh-Hans]").first).to_contain_text(CHINESE_SENTENCE)
    answer.get_by_role("button", name="Citation 1").first.click()
    expect_lit(page, CHINESE_SENTENCE)


def test_the_interface_changes_its_language(visit: Visit) -> None:
    page = visit()
    ask(page, "Which pathways are implicated?")
    page.get_by_role("radio", name="中文").click()
    expect(page.get_by_role("heading", name="摘要助手")).to_be_visible()
    expect(page.get_by_test_id("checked")).to_contain_text("逐字相符")
    expect(page.get_by_role("button", name="引文 1").first).to_be_visible()


def test_markup_in_a_question_is_shown_as_text(visit: Visit) -> None:
    page = visit()
    ask(page, HOSTILE)
    expect(page.get_by_text(HOSTILE, exact=True)).to_be_visible()
    expect(page.locator("img[src=x]")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_narrow_screen_the_source_comes_below_and_into_view(visit: Visit, scheme: str) -> None:
    page = visit(390, 844, scheme)
    ask(page, "Which pathways are implicated?")
    last = ask(page, "What is the aim of this article?")
    expect(last).to_be_in_viewport()
    last.get_by_role("button", name="Citation 1").first.click()
    expect(page.get_by_test_id("quote")).to_be_in_viewport(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_nothing_is_asked_of_another_machine(visit: Visit, requests: list[str]) -> None:
    page = visit()
    ask(page, "Which pathways are implicated?").get_by_role("button", name="Citation 1").first.click()
    expect_lit(page, SENTENCE)
    assert any(url.startswith("ws://127.0.0.1:") for url in requests)
    assert {urlsplit(url).hostname for url in requests if urlsplit(url).hostname} == {"127.0.0.1"}


def test_what_another_process_adds_and_removes_is_seen_by_the_next_question(tmp_path: Path, browser: Browser) -> None:
    def shelve(*arguments: str, text: str = "") -> str:
        command = [sys.executable, "-m", "assistant", "--home", str(tmp_path / "home"), *arguments]
        done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout

    with running(tmp_path) as (address, _):
        page = browser.new_page()
        page.goto(address)
        expect(question_box(page)).to_be_visible(timeout=PATIENCE)
        expect(ask(page, "How many drivers were randomised?").get_by_test_id("refusal")).to_be_visible()
        identifier = shelve("add", "-", text=TRIAL).split()[1]
        expect(ask(page, "How many drivers were randomised?")).to_contain_text("We randomised 84 drivers")
        shelve("remove", "--yes", identifier)
        expect(ask(page, "How many drivers were randomised?").get_by_test_id("refusal")).to_be_visible()
        page.close()
