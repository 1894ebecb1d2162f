"""What a person does on the page: ask, point, click, look."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, TimeoutError, expect

PATIENCE = 20_000  # milliseconds
SENTENCE = (
    "Intracellular signaling pathways such as mTOR, GSK3 or eEF2 seem to play a key role "
    "and are associated with an increased synaptic plasticity."
)
CHINESE_SENTENCE = "细胞内信号通路,如mTOR、GSK3或eEF2,似乎发挥着关键作用,并与突触可塑性增加相关。"

Visit = Callable[..., Page]
"""Opens the page: width, height, colour scheme, locale, address."""


def is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob"} or parts.hostname == "127.0.0.1"


def question_box(page: Page) -> Locator:
    return page.get_by_test_id("stChatInput").get_by_role("textbox")


def ask(page: Page, question: str) -> Locator:
    """The whole answer, or what stands in its place."""
    count = page.get_by_test_id("answer").count()
    question_box(page).fill(question)
    question_box(page).press("Enter")
    return answered(page, count + 1)


def answered(page: Page, count: int) -> Locator:
    """The last answer, when there are so many and it is complete."""
    expect(page.get_by_test_id("answer")).to_have_count(count, timeout=PATIENCE)
    expect(page.get_by_test_id("pending")).to_have_count(0, timeout=PATIENCE)
    return page.get_by_test_id("answer").last


def expect_lit(page: Page, quote: str) -> None:
    """The source shows a quote in view, and lights up exactly its words."""
    mark = page.get_by_test_id("quote")
    expect(mark).to_be_in_viewport(timeout=PATIENCE)
    expect(mark).to_have_text(quote)
    assert mark.evaluate("node => node.textContent") == quote


def conversations(page: Page) -> Locator:
    """The names of the kept conversations, in the sidebar."""
    return page.get_by_test_id("stSidebar").locator(".open")


def open_sidebar(page: Page) -> None:
    """On a narrow screen the sidebar is away at first."""
    if not page.get_by_test_id("stSidebar").is_visible() or page.get_by_test_id("stExpandSidebarButton").is_visible():
        page.get_by_test_id("stExpandSidebarButton").click()


def go(page: Page, name: str) -> None:
    """To another page, by its link."""
    open_sidebar(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    sidebar = page.get_by_test_id("stSidebar")
    if (page.viewport_size or {"width": _NARROW})["width"] < _NARROW:
        try:
            expect(sidebar).to_have_attribute("data-collapsed", "true", timeout=2000)
        except AssertionError:  # Streamlit leaves it open where the page before was still being made
            sidebar.hover()
            page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()


_NARROW = 768  # pixels, from which on Streamlit's sidebar stands beside the page


def add_files(page: Page) -> None:
    """Press the button under the chosen files; once more where they were still on their way, for they are not lost."""
    button = page.get_by_role("button", name="Add the files")
    button.click()
    try:
        page.locator(".st-key-added").wait_for(timeout=PATIENCE / 4)
    except TimeoutError:
        button.click()


def exported(page: Page, name: str, menu: str = "Export") -> tuple[str, str]:
    """The name and the text of a file that the page offers."""
    page.get_by_role("button", name=menu).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    page.keyboard.press("Escape")
    return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8")
