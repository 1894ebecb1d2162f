"""What abstracts, files, questions and models say is text: nothing runs, nothing is fetched, nothing breaks the page.

The fixture `visit` watches: no dialog may come up, and no request may go anywhere but to the page's own server.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant import Answer, Assistant
from assistant.answer import Refusal, Statement, Withdrawn
from tests.ui.browsing import PATIENCE, Visit, add_files, answered, ask, conversations, go, open_sidebar, question_box
from tests.ui.serving import running
from vectorstore.plain_text import read_plain_text
from vectorstore.records import Abstract

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)> "
    "![pixel](http://evil.example/p.png) [press](javascript:alert(4)) &lt;b&gt;bold&lt;/b&gt; "
    "</style></textarea><b>*x* `y` $z^2$ :red[hot] :material/home: \u202edesrever"
)
LONG = "Zebrafish" * 11_000 + "."  # 100,000 characters without a place to break
SOURCE = f"""Title {HOSTILE}
Mallory E, <i>Eve</i> M. J Invented Med. 2022. doi: 10.5555/"><img/src=x/onerror=alert(5)>

BACKGROUND: Zebrafish were harmed by {HOSTILE}

RESULTS: {LONG}
"""


def hostile_answer(answer: Answer) -> Answer:
    """The answer of a model that was told to break the page."""
    citation = answer.citations[0].model_copy(update={"reference": HOSTILE, "doi": '10.5555/"onmouseover="alert(6)'})
    return answer.model_copy(
        update={
            "status": "partly_answered",
            "standalone_question": HOSTILE,
            "statements": (Statement(text=HOSTILE, language="en", citations=(1,)),),
            "citations": (citation,),
            "withdrawn": (Withdrawn(text=HOSTILE, reason=HOSTILE),),
            "refusal": Refusal(reason="not_stated", message=HOSTILE, missing=(HOSTILE,), nearest=(citation,)),
        }
    )


@pytest.fixture(scope="module")
def record() -> Abstract:
    return read_plain_text(SOURCE)[0]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, record: Abstract) -> Iterator[str]:
    """A server over a hostile abstract, and a conversation with a hostile model."""
    folder = tmp_path_factory.mktemp("server")
    with Assistant.open(home=folder / "home") as assistant:
        assistant.library.add(record)
        conversation, turn = assistant.library.conversations.ask(HOSTILE, None, None)
        answer = hostile_answer(assistant.ask("Which pathways are implicated?"))
        assistant.library.conversations.answer(turn, answer.to_json())
    with running(folder) as (address, _):
        yield f"{address}/?c={conversation}"


def shown(place: Locator) -> str:
    """The text of a place as the page holds it, with white space as it is read."""
    return " ".join((place.text_content() or "").split())


def expect_harmless(page: Page) -> None:
    """Nothing of ours became markup, and nothing pushes the page wider than its window."""
    assert page.locator("main :is(script, img, svg[onload], a[href^='javascript:'], b, i)").count() == 0
    assert page.locator("[onmouseover], [onerror], [onload]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for root in page.locator("main .root").all():
        assert root.evaluate("node => node.scrollWidth <= node.clientWidth")


@pytest.mark.parametrize("width", [390, 1280])
def test_what_a_model_says_is_shown_as_text(visit: Visit, width: int) -> None:
    page = visit(width)
    answer = answered(page, 1)
    for place in (page.locator(".question"), answer.locator(".statement"), answer.locator(".aside")):
        assert HOSTILE in shown(place)
    for place in (answer.get_by_test_id("withdrawn"), answer.locator(".message"), answer.locator(".missing")):
        assert HOSTILE in shown(place)
    chip = answer.get_by_role("button", name="Citation 1").first
    chip.hover()
    assert HOSTILE in shown(page.get_by_test_id("card"))
    expect_harmless(page)
    chip.click()
    expect(page.get_by_test_id("quote")).to_be_in_viewport()
    assert HOSTILE in shown(page.get_by_role("heading", name="Source"))
    expect_harmless(page)


def test_a_mark_comes_after_its_statement_even_when_that_turns_the_direction_of_writing(visit: Visit) -> None:
    page = visit()
    place = "node => { const range = document.createRange(); range.selectNodeContents(node); return range }"
    statement = answered(page, 1).locator(".statement")
    last = statement.locator(".end").evaluate(f"node => ({place})(node.firstChild).getBoundingClientRect().left")
    chip = statement.locator(".chip").bounding_box()
    assert chip is not None
    assert chip["x"] > last


@pytest.mark.parametrize("width", [390, 1280])
def test_an_abstract_and_its_title_are_shown_as_text(visit: Visit, width: int, record: Abstract) -> None:
    page = visit(width)
    go(page, "Library")
    title = page.locator(".name", has_text="Mallory")
    assert "<script>alert(1)</script>" in shown(title)
    expect_harmless(page)
    title.click()
    text = page.get_by_role("region", name="Source")
    expect(text).to_contain_text("Zebrafish were harmed by <script>")
    assert LONG in (text.text_content() or "")
    expect_harmless(page)
    page.get_by_role("button", name="Remove: ").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("<script>alert(1)</script>")
    expect_harmless(page)
    page.get_by_role("button", name="Keep it").click()
    open_sidebar(page)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".st-key-loaded")).to_contain_text("<script>alert(1)</script>")
    expect_harmless(page)
    expect_harmless_answer(page)


def expect_harmless_answer(page: Page) -> None:
    answer = ask(page, "Were zebrafish harmed?")
    expect(answer).to_contain_text("<script>alert(1)</script>")
    answer.get_by_role("button", name="Citation 1").first.click()
    expect(page.get_by_test_id("quote")).to_be_in_viewport()
    expect_harmless(page)


def test_the_name_of_a_file_is_shown_as_text(visit: Visit, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(7)> ![p](javascript:alert) \u202etxt.txt"
    (tmp_path / name).write_bytes(b"\x00\x01\x02" * 20)
    page = visit()
    go(page, "Library")
    page.get_by_text("Add abstracts").click()
    page.locator("input[type=file]").set_input_files(tmp_path / name)
    expect(page.get_by_test_id("stFileChip").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stFileChipIconSpinner")).to_have_count(0, timeout=PATIENCE)  # all are there
    add_files(page)
    expect(page.locator(".st-key-added")).to_contain_text(f"✗ Not added. {name}", timeout=PATIENCE)
    expect_harmless(page)


def test_a_question_is_shown_as_text_however_long(visit: Visit, address: str) -> None:
    page = visit(address=address.split("?")[0])
    ask(page, f"Which pathways {HOSTILE}?")
    assert f"Which pathways {HOSTILE}?" in shown(page.locator(".question"))
    expect(conversations(page).first).to_contain_text("Which pathways <script>")
    expect_harmless(page)
    question_box(page).fill(LONG)
    question_box(page).press("Enter")
    expect(page.get_by_test_id("trouble")).to_contain_text("20,000")
    assert shown(page.locator(".question").last) == LONG
    expect_harmless(page)
