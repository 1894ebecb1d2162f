"""Answers that are taken along keep their quotes and references, and stay text."""

import json

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant import Assistant
from assistant.answer import Answer
from assistant.sharing import as_json, as_markdown, as_text, escaped

HOSTILE = "<script>alert(1)</script> ![x](//evil.example/x.png) [a](javascript:b) &lt; # * _ ` | ~ 1. - "


def test_a_copied_answer_holds_its_quotes_sections_and_references(assistant: Assistant) -> None:
    text = as_text(assistant.ask("Which pathways are implicated?"))
    assert "mTOR, GSK3 or eEF2" in text
    assert "[1]" in text
    assert "results · review · De Maricourt P, et al. Encephale. 2014;40(1):48-55." in text


def test_a_copied_refusal_says_why_and_what_is_near(assistant: Assistant) -> None:
    text = as_text(assistant.ask("氯胺酮的剂量是多少?"))
    assert text.startswith("摘要中没有说明")
    assert "最接近的内容：" in text
    assert "“" in text.split("：", 1)[1]


def test_a_conversation_as_json_is_the_answers_of_the_contract(assistant: Assistant) -> None:
    answer = assistant.ask("Which pathways are implicated?")
    rows = json.loads(as_json([("Which pathways are implicated?", answer), ("lost", None)]))
    assert [Answer.model_validate(row) for row in rows] == [answer]
    assert rows == [json.loads(answer.to_json())]


def test_a_conversation_as_markdown_has_a_heading_for_each_question(assistant: Assistant) -> None:
    answer = assistant.ask("Which pathways are implicated?")
    text = as_markdown("My talk", [("Which pathways are implicated?", answer), ("What\nelse?", None)])
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == ["# My talk", "## Which pathways are implicated?", "## What else?"]


def rendered(text: str) -> str:
    """What a Markdown program shows as text; fails when there is anything but one paragraph of text."""
    kinds: list[str] = []
    shown = ""
    for token in MarkdownIt("commonmark").parse(text):
        kinds.append(token.type)
        for child in token.children or ():
            kinds.append(child.type)
            shown += "\n" if child.type == "softbreak" else child.content
    assert set(kinds) <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special", "softbreak"}
    return shown


def test_hostile_text_is_text_in_markdown() -> None:
    assert rendered(escaped(HOSTILE)) == HOSTILE.strip()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=60))
def test_any_line_is_text_in_markdown(line: str) -> None:
    assert rendered(escaped(line.strip())) == line.strip()
