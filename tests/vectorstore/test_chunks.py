from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.chunks import BUDGET, chunks_of, count_tokens
from vectorstore.library import bundled_abstract
from vectorstore.records import Abstract, Section
from vectorstore.sentences import sentence_spans

PROSE = st.text(alphabet="ab c. D!药效氯胺酮。,，e\u0301👩\u200d🔬", min_size=1, max_size=300).filter(str.strip)


def record(*paragraphs: str) -> Abstract:
    text = "\n".join(paragraphs)
    sections, start = [], 0
    for paragraph in paragraphs:
        sections.append(Section("other", "en", start, start + len(paragraph)))
        start += len(paragraph) + 1
    return Abstract("a", text, tuple(sections))


def test_bundled_sections_stay_whole_and_know_where_they_are() -> None:
    abstract = bundled_abstract()
    chunks = chunks_of(abstract)
    assert [(c.start, c.end, c.role, c.language) for c in chunks] == [
        (s.start, s.end, s.role, s.language) for s in abstract.sections
    ]
    assert all(c.text == abstract.text[c.start : c.end] and c.tokens == count_tokens(c.text) for c in chunks)


def test_whole_sentences_are_packed_up_to_the_budget() -> None:
    abstract = record("One two three four. " * 20)
    chunks = chunks_of(abstract, budget=24)
    ends = {end for _, end in sentence_spans(abstract.text)}
    assert len(chunks) > 1
    assert all(chunk.end in ends and chunk.tokens <= 24 for chunk in chunks)


@given(st.lists(PROSE, min_size=1, max_size=3), st.integers(min_value=8, max_value=40))
def test_chunks_fit_the_budget_stay_in_their_section_and_lose_nothing(paragraphs: list[str], budget: int) -> None:
    abstract = record(*paragraphs)
    chunks = chunks_of(abstract, budget)
    assert all(chunk.tokens <= budget and chunk.text == abstract.text[chunk.start : chunk.end] for chunk in chunks)
    assert all(first.end <= second.start for first, second in pairwise(chunks))
    assert all(any(s.start <= chunk.start and chunk.end <= s.end for s in abstract.sections) for chunk in chunks)
    covered = {offset for chunk in chunks for offset in range(chunk.start, chunk.end)}
    assert all(
        offset in covered
        for s in abstract.sections
        for offset in range(s.start, s.end)
        if not abstract.text[offset].isspace()
    )


def test_a_long_chinese_sentence_is_cut_between_characters() -> None:
    abstract = record("氯胺酮" * 200)
    chunks = chunks_of(abstract, budget=BUDGET)
    assert "".join(chunk.text for chunk in chunks) == abstract.text
    assert all(chunk.tokens <= BUDGET for chunk in chunks)


def test_a_budget_too_small_for_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 8 tokens, not 3"):
        chunks_of(record("a"), budget=3)
