"""What the page says about quotes is true of the library as it is now."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answer import Answer
from ui.evidence import Mark, cut, mark_named, supported
from ui.source import source_data
from ui.state import Turn
from ui.turn import turn_data
from vectorstore.library import Library, bundled_abstract

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
    source = source_data(answer.citations[0], library, "en")
    assert "no longer in its place" in str(source["note"])
    assert "INTRACELLULAR" in str(source["sections"])


def test_an_abstract_that_was_removed_is_said_to_be_gone(assistant: Assistant, library: Library) -> None:
    citation = pathways(assistant).citations[0]
    library.remove(citation.abstract_id)
    source = source_data(citation, library, "zh")
    assert (source["note"], source["sections"]) == ("该摘要已不在库中。", [])


def test_only_marks_of_the_answer_can_be_opened(assistant: Assistant) -> None:
    answer = pathways(assistant)
    assert mark_named("cited:1", answer) == Mark("cited", 1)
    assert [mark_named(name, answer) for name in ("cited:99", "nearest:1", "None", "")] == [None] * 4


@given(st.data())
def test_cutting_loses_nothing_and_lights_up_the_quote(data: st.DataObject) -> None:
    section = data.draw(st.sampled_from(ABSTRACT.sections))
    start = data.draw(st.integers(section.start, section.end - 1))
    end = data.draw(st.integers(start + 1, section.end))
    before, quote, after = cut(ABSTRACT, section, start, end)
    assert before + quote + after == ABSTRACT.text[section.start : section.end]
    assert quote == ABSTRACT.text[start:end]
    others = [cut(ABSTRACT, other, start, end) for other in ABSTRACT.sections if other != section]
    assert all(pieces[1:] == ("", "") for pieces in others)
