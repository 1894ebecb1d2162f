"""What the page says about quotes is true of the library as it is now."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answer import Answer
from ui.evidence import Light, Lit, Mark, cut, doi_link, mark_named, supported
from ui.source import cited_source, whole_source
from ui.state import Turn
from ui.turn import turn_data
from vectorstore.library import Library, bundled_abstract
from vectorstore.plain_text import read_plain_text

ABSTRACT = bundled_abstract()


def pathways(assistant: Assistant) -> Answer:
    return assistant.ask("Which pathways are implicated?")


def test_quotes_that_are_there_are_counted(assistant: Assistant) -> None:
    answer = pathways(assistant)
    assert supported(answer, assistant.library) == len(answer.statements) > 0


def test_a_quote_that_is_no_longer_there_is_not_called_found(assistant: Assistant, library: Library) -> None:
    answer = pathways(assistant)
    library.add(replace(ABSTRACT, text=ABSTRACT.text.replace("Intracellular", "INTRACELLULAR")))
    assert supported(answer, library) < len(answer.statements)
    checked = turn_data(Turn("?", answer), library, "en")["checked"]
    assert isinstance(checked, dict)
    assert checked["sound"] is False
    source = cited_source(answer, Mark("cited", 1), library, "en")
    assert "no longer in its place" in str(source["note"])
    assert "INTRACELLULAR" in str(source["sections"])


def test_an_abstract_that_was_removed_is_said_to_be_gone(assistant: Assistant, library: Library) -> None:
    answer = pathways(assistant)
    library.remove(answer.citations[0].abstract_id)
    source = cited_source(answer, Mark("cited", 1), library, "zh")
    assert (source["note"], source["sections"]) == ("该摘要已不在库中。", [])


def test_only_marks_of_the_answer_can_be_opened(assistant: Assistant) -> None:
    answer = pathways(assistant)
    assert mark_named("cited:1", answer) == Mark("cited", 1)
    assert [mark_named(name, answer) for name in ("cited:99", "nearest:1", "None", "")] == [None] * 4


@given(st.data())
def test_cutting_loses_nothing_and_lights_up_exactly_the_quote(data: st.DataObject) -> None:
    section = data.draw(st.sampled_from(ABSTRACT.sections))
    start = data.draw(st.integers(section.start, section.end - 1))
    end = data.draw(st.integers(start + 1, section.end))
    lights: st.SearchStrategy[Light] = st.just("other")
    offsets = st.integers(0, len(ABSTRACT.text))
    others: list[Lit] = data.draw(st.lists(st.tuples(offsets, offsets, lights), max_size=4))
    pieces = cut(ABSTRACT, section, [*others, (start, end, "quote")])
    assert "".join(text for text, _ in pieces) == ABSTRACT.text[section.start : section.end]
    assert [text for text, light in pieces if light == "quote"] == [ABSTRACT.text[start:end]]
    assert all(before[1] != after[1] for before, after in pairwise(pieces))
    for other in ABSTRACT.sections:
        if other != section:
            assert {light for _, light in cut(ABSTRACT, other, [(start, end, "quote")])} == {""}


def test_the_other_quotes_of_the_answer_are_lit_too(assistant: Assistant, library: Library) -> None:
    answer = assistant.ask("What were the main results?")
    assert len(answer.citations) == 2
    source = cited_source(answer, Mark("cited", 2), library, "en")
    sections: Any = source["sections"]
    lit = {light: text for section in sections for text, light in section["pieces"] if light}
    assert lit == {"quote": answer.citations[1].quote, "other": answer.citations[0].quote}


def test_a_heading_of_its_own_stands_beside_the_section_and_the_usual_one_is_not_said_twice() -> None:
    abstract = read_plain_text("RESULTS: Cats slept.\nSETTING: A farm.\nCONCLUSION: Feed them.")[0]
    source: Any = whole_source(abstract, "en")
    assert [section["label"] for section in source["sections"]] == ["Results", "Methods · SETTING", "Conclusions"]


def test_only_a_doi_becomes_a_link_and_nothing_in_it_can_leave_the_address() -> None:
    assert doi_link("10.1016/j.encep.2013.09.002") == (
        "10.1016/j.encep.2013.09.002",
        "https://doi.org/10.1016/j.encep.2013.09.002",
    )
    assert [doi_link(bad) for bad in (None, "", "javascript:alert(1)", "//evil.example/10.1000/x")] == [None] * 4
    linked = doi_link('10.1000/"><script>?a#b')
    assert linked is not None
    assert linked[1] == "https://doi.org/10.1000/%22%3E%3Cscript%3E%3Fa%23b"
