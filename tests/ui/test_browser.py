"""The chat in a real browser over a real server: chips, cards, lit quotes, refusals, follow-ups, both languages."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.ui.browsing import (
    CHINESE_SENTENCE,
    PATIENCE,
    SENTENCE,
    Visit,
    answered,
    ask,
    conversations,
    expect_lit,
    exported,
    go,
    question_box,
)

pytestmark = pytest.mark.browser


def test_a_citation_opens_the_abstract_with_its_quote_lit_up_in_view(visit: Visit) -> None:
    page = visit()
    answer = ask(page, "Which pathways are implicated?")
    expect(answer).to_contain_text(SENTENCE)
    expect(answer.get_by_test_id("checked")).to_contain_text("every quote found word for word")
    chip = answer.get_by_role("button", name="Citation 1").first
    chip.click()
    expect_lit(page, SENTENCE)
    expect(chip).to_have_attribute("aria-current", "true")
    answer_box, mark_box = answer.bounding_box(), page.get_by_test_id("quote").bounding_box()
    assert answer_box is not None
    assert mark_box is not None
    assert mark_box["x"] > answer_box["x"] + answer_box["width"]  # beside the chat
    page.get_by_role("button", name="Close the source").click()
    expect(page.get_by_test_id("quote")).to_have_count(0)


def test_pointing_at_a_citation_shows_its_quote_section_and_reference(visit: Visit) -> None:
    page = visit()
    chip = ask(page, "Which pathways are implicated?").get_by_role("button", name="Citation 1").first
    card = page.get_by_test_id("card")
    expect(card).to_be_hidden()
    chip.hover()
    expect(card).to_be_in_viewport(ratio=1)
    expect(card).to_contain_text(SENTENCE)
    expect(card).to_contain_text("Results")
    expect(card).to_contain_text("De Maricourt P, et al. Encephale. 2014")
    card.hover()  # it stays while it is pointed at
    expect(card).to_be_visible()
    question_box(page).hover()
    expect(card).to_be_hidden()


def test_the_other_quotes_of_an_answer_are_lit_faintly(visit: Visit) -> None:
    page = visit()
    answer = ask(page, "What were the main results?")
    answer.get_by_role("button", name="Citation 2").click()
    expect(page.get_by_test_id("quote")).to_contain_text("Other hypotheses are discussed")
    expect(page.locator("mark.other")).to_have_text(SENTENCE)


def test_a_refusal_names_the_dose_where_it_looked_and_where_to_look_next(visit: Visit) -> None:
    page = visit()
    refusal = ask(page, "What dose of ketamine was given?").get_by_test_id("refusal")
    expect(refusal).to_be_in_viewport()
    expect(refusal).to_contain_text("dose")
    link = refusal.get_by_role("link", name="Full text")
    expect(link).to_have_attribute("href", "https://doi.org/10.1016/j.encep.2013.09.002")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    quote = refusal.locator(".passage").first.inner_text().rsplit("\u00a0", 1)[0]
    refusal.get_by_role("button", name="Passage 1").click()
    expect_lit(page, quote)


def test_a_reply_too_tall_for_the_window_begins_at_its_question(visit: Visit) -> None:
    page = visit(390, 560)
    ask(page, "Which pathways are implicated?")
    ask(page, "What dose of ketamine was given?")
    expect(page.locator(".question").last).to_be_in_viewport(ratio=1)


def test_a_follow_up_is_understood_and_says_how(visit: Visit) -> None:
    page = visit()
    ask(page, "Is mTOR involved?")
    answer = ask(page, "And GSK3?")
    expect(answer).to_contain_text("GSK3 or eEF2")
    expect(answer).to_contain_text("Read as: Is GSK3 involved?")
    expect(ask(page, "那eEF2呢?")).to_contain_text("eEF2")


def test_a_suggested_question_is_asked_by_a_click_and_leads_on(visit: Visit) -> None:
    page = visit()
    page.locator(".ask", has_text="Which pathways are implicated?").click()
    expect(answered(page, 1)).to_contain_text(SENTENCE)
    further = page.locator(".ask")
    expect(further.first).to_be_visible()
    asked = further.first.inner_text()
    further.first.click()
    answered(page, 2)
    expect(page.locator(".question").last).to_have_text(asked)


WELCOME_BESIDE_TURNS = """() => {
  window.seen = 0;
  const look = () => {
    window.seen += document.querySelectorAll(".st-key-desk:has(.st-key-export) .st-key-loaded").length;
    requestAnimationFrame(look);
  };
  look();
}"""


def test_what_stands_before_the_first_question_goes_before_the_answer_comes(visit: Visit) -> None:
    page = visit()
    expect(page.locator(".st-key-loaded")).to_be_visible()
    page.evaluate(WELCOME_BESIDE_TURNS)
    ask(page, "Which pathways are implicated?")
    assert page.evaluate("window.seen") == 0


def test_a_question_in_chinese_is_answered_in_chinese(visit: Visit) -> None:
    page = visit()
    answer = ask(page, "涉及哪些信号通路?")
    expect(answer.locator("p[lang=zh-Hans]").first).to_contain_text(CHINESE_SENTENCE)
    answer.get_by_role("button", name="Citation 1").first.click()
    expect_lit(page, CHINESE_SENTENCE)


def test_the_interface_changes_its_language_and_remembers_it(visit: Visit) -> None:
    page = visit()
    ask(page, "Which pathways are implicated?")
    page.get_by_role("radio", name="中文").click()
    expect(page.get_by_test_id("checked")).to_contain_text("逐字相符")
    expect(page.get_by_role("button", name="引文 1").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    later = visit()
    expect(later.get_by_role("heading", name="摘要助手")).to_be_visible()
    later.get_by_role("radio", name="English").click()
    expect(later.get_by_role("heading", name="Abstract Assistant")).to_be_visible()


def test_a_reload_keeps_the_conversation_and_a_new_one_begins_empty(visit: Visit) -> None:
    page = visit()
    ask(page, "Which pathways are implicated?")
    ask(page, "Who wrote it?")
    expect(conversations(page).first).to_have_text("Which pathways are implicated?")
    page.reload()
    answered(page, 2)
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("heading", name="Abstract Assistant")).to_be_visible()
    expect(page.get_by_test_id("answer")).to_have_count(0)
    conversations(page).first.click()
    answered(page, 2)


def test_a_conversation_is_renamed_and_deleted_after_a_question(visit: Visit) -> None:
    page = visit()
    ask(page, "What was the aim?")
    page.get_by_role("button", name="Rename: What was the aim?").click()
    page.get_by_role("textbox", name="Name").fill("The <i>aim</i> ![](x)")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(conversations(page).first).to_have_text("The <i>aim</i> ![](x)")
    count = conversations(page).count()
    page.get_by_role("button", name="Delete: The <i>aim</i>").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(conversations(page)).to_have_count(count)
    page.get_by_role("button", name="Delete: The <i>aim</i>").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(conversations(page)).to_have_count(count - 1)
    expect(page.get_by_test_id("answer")).to_have_count(0)


def test_two_tabs_have_conversations_of_their_own(visit: Visit) -> None:
    one, other = visit(), visit()
    ask(one, "Which pathways are implicated?")
    ask(other, "Who wrote it?")
    ask(one, "And GSK3?")
    expect(one.get_by_test_id("answer")).to_have_count(2)
    expect(other.get_by_test_id("answer")).to_have_count(1)
    expect(other.get_by_test_id("answer")).to_contain_text("De Maricourt P")


def test_a_link_fills_the_box_and_never_asks(visit: Visit, address: str) -> None:
    page = visit(address=f"{address}/?q=Which%20pathways%3F")
    expect(question_box(page)).to_have_value("Which pathways?")
    expect(page.locator(".ask").first).to_be_visible()  # the page is complete
    expect(page.get_by_test_id("answer")).to_have_count(0)
    question_box(page).press("Enter")
    expect(answered(page, 1)).to_contain_text("mTOR")


def test_an_answer_is_copied_with_its_quotes_and_references(visit: Visit) -> None:
    page = visit()
    ask(page, "Which pathways are implicated?").get_by_role("button", name="Copy the answer").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Which pathways are implicated?\n\nIntracellular")
    assert f"[1] “{SENTENCE}” results · review · De Maricourt P" in copied


def test_a_conversation_is_exported_as_markdown_and_as_json(visit: Visit) -> None:
    page = visit()
    ask(page, "Which pathways are implicated?")
    ask(page, "What dose was given?")
    assert exported(page, "As Markdown")[1].startswith("# Which pathways are implicated?")
    rows = json.loads(exported(page, "As JSON")[1])
    assert [row["status"] for row in rows] == ["answered", "refused"]
    assert rows[0]["citations"][0]["quote"] == SENTENCE


def test_a_thumb_and_its_reason_are_kept(visit: Visit) -> None:
    page = visit()
    answer = ask(page, "What dose was given?")
    answer.get_by_role("button", name="Bad answer").click()
    answer.get_by_role("button", name="It should have answered").click()
    expect(answer.get_by_role("button", name="It should have answered")).to_have_attribute("aria-pressed", "true")
    page.reload()
    answer = answered(page, 1)
    expect(answer.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("button", name="Bad answer").click()
    expect(answer.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "false")
    expect(answer.get_by_role("button", name="It should have answered")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_narrow_screen_the_source_comes_below_and_into_view(visit: Visit, scheme: str) -> None:
    page = visit(390, 844, scheme)
    ask(page, "Which pathways are implicated?")
    last = ask(page, "What is the aim of this article?")
    expect(last).to_be_in_viewport()
    last.get_by_role("button", name="Citation 1").first.click()
    expect(page.get_by_test_id("quote")).to_be_in_viewport(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    go(page, "Library")
    page.get_by_role("button", name="Read: De Maricourt P").click()  # the sidebar has stepped aside
    expect(page.get_by_role("region", name="Source")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_nothing_is_asked_of_another_machine(visit: Visit, requests: list[str]) -> None:
    page = visit()
    ask(page, "Which pathways are implicated?").get_by_role("button", name="Citation 1").first.click()
    expect_lit(page, SENTENCE)
    go(page, "Library")
    go(page, "Settings")
    assert any(url.startswith("ws://127.0.0.1:") for url in requests)
    assert {urlsplit(url).hostname for url in requests if urlsplit(url).hostname} == {"127.0.0.1"}
