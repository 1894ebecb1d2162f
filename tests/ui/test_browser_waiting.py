"""While an answer is on its way: thought about, streamed, stopped, failed, found again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.model_server import ModelServer
from tests.ui.browsing import PATIENCE, Visit, answered, ask, question_box
from tests.ui.serving import running, serving_script

pytestmark = pytest.mark.browser

QUESTION = "What were the main results?"  # two statements, then the answer


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def slow(visit: Visit, home: Path) -> Iterator[Page]:
    with serving_script(home.parent, Path(__file__).with_name("slow_page.py")) as (address, _):
        yield visit(address=address)


def begin(page: Page) -> Locator:
    question_box(page).fill(QUESTION)
    question_box(page).press("Enter")
    return page.get_by_test_id("answer").last


def let(home: Path, *numbers: int) -> None:
    for number in numbers:
        (home / f"go-{number}").touch()


def test_statements_come_one_by_one_without_a_jump_and_then_can_be_opened(slow: Page, home: Path) -> None:
    answer = begin(slow)
    expect(slow.get_by_test_id("pending")).to_contain_text("Reading the abstracts")
    expect(answer).to_have_attribute("aria-busy", "true")
    let(home, 0)
    first = answer.locator(".statement").first
    expect(first).to_contain_text("mTOR")
    expect(first.locator(".chip")).to_be_disabled()
    expect(slow.get_by_test_id("pending")).to_contain_text("Checking the next statement")
    before = first.evaluate("node => { window.kept = node; return node.offsetTop }")
    let(home, 1)
    expect(answer.locator(".statement")).to_have_count(2)
    assert first.evaluate("node => [node === window.kept, node.offsetTop]") == [True, before]
    let(home, 2)
    answered(slow, 1)
    expect(answer.get_by_test_id("checked")).to_contain_text("2 of 2 statements")
    assert first.evaluate("node => node.offsetTop") == before
    expect(first.locator(".chip")).to_be_enabled()


def test_a_question_is_stopped_at_once_and_can_be_asked_again(slow: Page, home: Path) -> None:
    answer = begin(slow)
    slow.get_by_test_id("pending").get_by_role("button", name="Stop").click()
    expect(slow.get_by_test_id("trouble")).to_contain_text("Stopped")
    expect(answer.locator(".statement")).to_have_count(0)
    let(home, 0, 1, 2)
    slow.get_by_role("button", name="Try again").click()
    answered(slow, 1)
    expect(slow.get_by_test_id("trouble")).to_have_count(0)
    expect(answer.locator(".statement")).to_have_count(2)


def test_a_model_that_can_not_be_reached_is_a_sentence_and_the_question_stays(slow: Page, home: Path) -> None:
    begin(slow)
    (home / "fail").touch()
    expect(slow.get_by_test_id("trouble")).to_contain_text("The language model can't be reached")
    expect(slow.get_by_test_id("trouble")).to_contain_text("connection refused")
    expect(slow.locator(".question")).to_have_text(QUESTION)
    (home / "fail").unlink()
    let(home, 0, 1, 2)
    slow.get_by_role("button", name="Try again").click()
    expect(slow.get_by_test_id("checked")).to_be_visible(timeout=PATIENCE)


def test_where_a_model_gave_nothing_to_show_the_built_in_reader_answers_at_a_click(
    visit: Visit, home: Path, server: ModelServer
) -> None:
    server.part = lambda request: "Well, it depends."
    with running(home.parent, "openai:some-local-model") as (address, _):
        page = visit(address=address)
        refusal = ask(page, QUESTION).get_by_test_id("refusal")
        refusal.get_by_role("button", name="Answer with the built-in reader").click()
        expect(page.get_by_test_id("checked")).to_be_visible(timeout=PATIENCE)
        expect(refusal).to_have_count(0)


def test_a_page_that_is_loaded_again_finds_its_question_still_on_its_way(slow: Page, home: Path) -> None:
    begin(slow)
    let(home, 0)
    expect(slow.locator(".statement")).to_have_count(1)
    slow.reload()
    expect(slow.get_by_test_id("pending")).to_be_visible(timeout=PATIENCE)
    expect(slow.locator(".statement")).to_have_count(1)
    let(home, 1, 2)
    expect(answered(slow, 1).locator(".statement")).to_have_count(2)


def test_a_new_question_takes_the_place_of_one_on_its_way(slow: Page, home: Path) -> None:
    begin(slow)
    expect(slow.get_by_test_id("pending")).to_be_visible()
    question_box(slow).fill("Who wrote it?")
    let(home, 0, 1, 2)
    question_box(slow).press("Enter")
    expect(answered(slow, 2)).to_contain_text("De Maricourt P")
