"""How fast the page comes up and answers: `python -m tests.ui.page_speed [RUNS]`; also `make bench`.

Cold: from the start of the server's process to a page that has answered its first question, beside an empty Streamlit
program from its start to its first page. Warm: from the press of Enter until the whole checked answer stands there.
"""

import statistics
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui.browsing import PATIENCE, question_box
from tests.ui.conftest import FLAGS
from tests.ui.serving import running, serving_script

QUESTIONS = (
    "Which pathways are implicated?",
    "What dose of ketamine was given?",
    "涉及哪些信号通路?",
    "Who wrote it?",
    "What were the main results?",
)
COLD_RUNS = 5

# Milliseconds from the next Enter until there is one more answer with all of its marks, looked at in every frame.
WATCH = """() => {
  const done = (root) => [...root.querySelectorAll("*")].reduce((sum, node) => sum + (node.shadowRoot ?
    node.shadowRoot.querySelectorAll("article[aria-busy=false] .actions").length : 0), 0);
  const before = done(document);
  window.taken = new Promise((resolve) => addEventListener("keydown", () => {
    const start = performance.now();
    const look = () => done(document) > before ? resolve(performance.now() - start) : requestAnimationFrame(look);
    look();
  }, { capture: true, once: true }));
}"""

Server = AbstractContextManager[tuple[str, object]]


def ready(browser: Browser, server: Server, *, ours: bool) -> list[float]:
    """Seconds since a server was started until its page stands, and until it has answered."""
    start = time.perf_counter()
    with server as (address, _):
        page = browser.new_page()
        page.goto(address)
        place = question_box(page) if ours else page.get_by_text("Nothing here")
        expect(place).to_be_visible(timeout=PATIENCE)
        seconds = [time.perf_counter() - start]
        if ours:
            taken(page, QUESTIONS[0])
            seconds.append(time.perf_counter() - start)
        page.context.close()
    return seconds


def taken(page: Page, question: str) -> float:
    """Milliseconds from Enter to the answer."""
    question_box(page).fill(question)
    page.evaluate(WATCH)
    question_box(page).press("Enter")
    return float(page.evaluate("window.taken"))


def cold(browser: Browser) -> None:
    rows: dict[str, list[float]] = {"empty": [], "page": [], "answer": []}
    for _ in range(COLD_RUNS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "empty.py").write_text("import streamlit as st\nst.text('Nothing here')\n", encoding="utf-8")
            rows["empty"] += ready(browser, serving_script(folder, folder / "empty.py"), ours=False)
            for key, seconds in zip(("page", "answer"), ready(browser, running(folder), ours=True), strict=True):
                rows[key].append(seconds)
    for name, seconds in rows.items():
        sys.stdout.write(f"cold, s  {name:7} n={len(seconds)} {spread(seconds)}\n")


def warm(browser: Browser, runs: int) -> None:
    with tempfile.TemporaryDirectory() as name, running(Path(name)) as (address, _):
        for locale in ("en-US", "zh-CN"):
            page = browser.new_context(locale=locale).new_page()
            page.goto(address)
            first = taken(page, QUESTIONS[0])
            milliseconds = [taken(page, QUESTIONS[run % len(QUESTIONS)]) for run in range(runs)]
            sys.stdout.write(f"warm, ms {locale:7} n={len(milliseconds)} {spread(milliseconds)}; first {first:.0f}\n")


def spread(values: list[float]) -> str:
    ordered = sorted(values)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered):.3g}, p95 {late:.3g}, max {ordered[-1]:.3g}"


def main(runs: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        cold(browser)
        warm(browser, runs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
