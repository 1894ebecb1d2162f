"""The README's pictures of the page, made anew: `python -m tests.ui.screenshots`."""

import io
import tempfile
from pathlib import Path

from PIL import Image  # comes with Streamlit
from playwright.sync_api import Browser, Page, sync_playwright

from tests.ui.browsing import ask, expect_lit, question_box
from tests.ui.conftest import FLAGS
from tests.ui.serving import running

FOLDER = Path(__file__).parents[2] / "ui" / "screenshots"


def opened(browser: Browser, address: str, locale: str = "en-US") -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}, locale=locale).new_page()
    page.goto(address)
    question_box(page).wait_for()
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(1000)  # until it stands still: scrolling is smooth
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(64).save(FOLDER / f"{name}.png", optimize=True)  # the three below 300 kB
    page.context.close()


def answer(page: Page) -> None:
    reply = ask(page, "Which pathways are implicated?")
    quote = reply.locator(".statement").first.inner_text().rsplit("\u00a0", 1)[0]
    reply.get_by_role("button", name="Citation 1").first.click()
    expect_lit(page, quote)
    keep(page, "answer")


def refusal(page: Page) -> None:
    ask(page, "What dose of ketamine was given?")
    keep(page, "refusal")


def chinese(page: Page) -> None:
    reply = ask(page, "涉及哪些信号通路?")
    reply.get_by_role("button", name="引文 1").first.hover()
    keep(page, "chinese")


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for picture, locale in ((answer, "en-US"), (refusal, "en-US"), (chinese, "zh-CN")):
            with tempfile.TemporaryDirectory() as name, running(Path(name)) as (address, _):
                picture(opened(browser, address, locale))


if __name__ == "__main__":
    main()
