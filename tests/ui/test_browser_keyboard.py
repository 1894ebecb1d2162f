"""The whole way by keyboard alone, what a screen reader is told, and what axe-core finds in what we render."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant import Assistant
from eval.runs import save_run
from tests.conftest import TRIAL
from tests.eval.making import answer, citation, outcome, run_of, sample
from tests.ui.browsing import PATIENCE, SENTENCE, Visit, answered, ask, expect_lit, go
from tests.ui.serving import running
from vectorstore.plain_text import read_plain_text

pytestmark = pytest.mark.browser

FARTHEST = 60  # presses of Tab that nobody should need


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over two abstracts, with a run of a question that failed and one that was answered wrongly."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "home" / "runs").mkdir(parents=True)
    wrong = outcome(sample(answerable=False), answer(("Cats slept.", citation("Cats slept 7 hours."))))
    save_run(folder / "home" / "runs" / "one.json", run_of(outcome(sample(id="2"), None), wrong))
    with Assistant.open(home=folder / "home") as assistant:
        assistant.library.add(read_plain_text(TRIAL)[0])
    with running(folder) as (address, _):
        yield address


# name of what has the keyboard's focus, and whether that can be seen
FOCUSED = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const seen = node.matches(":focus-visible") && getComputedStyle(node).outlineStyle !== "none";
  return [node.getAttribute("aria-label") ?? node.textContent, seen];
}"""


def focused(page: Page) -> str:
    """The name of what has the keyboard's focus."""
    return str(page.evaluate(FOCUSED)[0])


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    seen = []
    for _ in range(FARTHEST):
        page.keyboard.press(key)
        seen.append(focused(page))
        if name in seen[-1]:
            return
    raise AssertionError(f"{name} is not reached by {key}: {seen}")


def test_a_question_its_source_and_the_way_back_need_no_mouse(visit: Visit) -> None:
    page = visit()
    tab_to(page, "Ask in English or Chinese")
    page.keyboard.type("Which pathways are implicated?")
    page.keyboard.press("Enter")
    answered(page, 1)
    tab_to(page, "Citation 1", "Shift+Tab")
    assert page.evaluate(FOCUSED)[1]
    card = page.get_by_test_id("card")
    expect(card).to_contain_text(SENTENCE)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("Enter")
    expect_lit(page, SENTENCE)
    assert focused(page).startswith("Citation 1")
    tab_to(page, "Close the source")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("quote")).to_have_count(0)
    assert focused(page).startswith("Citation 1")
    page.keyboard.press("Enter")
    expect_lit(page, SENTENCE)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("quote")).to_have_count(0)


def test_a_thumb_keeps_the_focus_when_its_reasons_come(visit: Visit) -> None:
    page = visit()
    ask(page, "Which pathways are implicated?")
    tab_to(page, "Bad answer", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    assert focused(page) == "Bad answer"
    tab_to(page, "The quote does not say it")
    page.keyboard.press("Space")
    expect(page.locator(".reason[aria-pressed=true]")).to_have_count(1)
    assert "The quote does not say it" in focused(page)


def test_an_abstract_is_left_out_and_read_by_keyboard(visit: Visit) -> None:
    page = visit()
    go(page, "Library")
    tab_to(page, "Ask about it: Okafor B")
    page.keyboard.press("Space")
    expect(page.get_by_text("Questions are about 1 of 2 abstracts.")).to_be_visible()
    assert focused(page).startswith("Ask about it: Okafor B")
    tab_to(page, "Read: Okafor B")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Source")).to_be_visible()
    tab_to(page, "Close the source")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Source")).to_have_count(0)
    assert focused(page).startswith("Read: Okafor B")


def test_chinese_text_is_marked_as_chinese_and_english_as_english(visit: Visit) -> None:
    page = visit(locale="zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans", timeout=PATIENCE)
    answer = ask(page, "Which pathways are implicated?")
    expect(answer.locator("p.statement")).to_have_attribute("lang", "en")
    expect(page.get_by_test_id("answer").locator("xpath=..")).to_have_attribute("lang", "zh-Hans")


STREAMLITS = ("presentation-role-conflict",)
"""Rules that Streamlit itself breaks: the drop zone of its file uploader (impact: minor)."""


def violations(page: Page) -> list[str]:
    """What axe-core finds, of whatever impact, except what is Streamlit's: rule, and where."""
    found = [rule for rule in Axe().run(page).response["violations"] if rule["id"] not in STREAMLITS]
    return sorted(f"{rule['id']} {node['target']}" for rule in found for node in rule["nodes"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(visit: Visit, scheme: str) -> None:
    page = visit(scheme=scheme)
    assert violations(page) == []
    ask(page, "What dose of ketamine was given?")
    ask(page, "Which pathways are implicated?").get_by_role("button", name="Citation 1").first.click()
    expect_lit(page, SENTENCE)
    page.get_by_role("button", name="Bad answer").last.click()
    expect(page.locator(".reason").first).to_be_visible()
    assert violations(page) == []
    go(page, "Library")
    page.get_by_text("Add abstracts").click()
    page.get_by_role("button", name="Read: Okafor B").click()
    expect(page.locator(".open[aria-current]:has(.facts)")).to_be_visible()
    assert violations(page) == []
    go(page, "Evaluation")
    expect(page.get_by_test_id("wrong")).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []
    go(page, "Settings")
    assert violations(page) == []
