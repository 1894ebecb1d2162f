"""The baselines, on abstracts of our own writing where it is plain what should come first."""

import pytest

from eval.bench.baselines import Bm25, Overlap, tokens
from eval.bench.building import Paragraph, record, single
from vectorstore.records import Abstract


@pytest.fixture(scope="module")
def abstracts() -> list[Abstract]:
    owls = [Paragraph("title", "Owls hunt voles"), Paragraph("other", "Owls sleep by day. They hunt voles at dusk.")]
    return [
        record("owls", owls, "en"),
        single("bread", "Sourdough bread rises slowly. Rye dough is sticky at dusk.", "en"),
        single("茶", "绿茶含有茶多酚。红茶经过发酵。", "zh"),
    ]


def test_words_are_stemmed_and_han_text_is_cut_into_characters_and_pairs() -> None:
    assert tokens("Rising DOUGHS, IL-6") == ["rise", "dough", "il", "6"]
    assert tokens("红茶a") == ["红", "茶", "红茶", "a"]
    assert tokens("?!") == []


def test_bm25_puts_the_abstract_that_shares_rare_words_first(abstracts: list[Abstract]) -> None:
    bm25 = Bm25(abstracts)
    assert bm25.rank("What rises at dusk?") == ["bread", "owls"]
    assert bm25.rank("红茶怎样发酵？") == ["茶"]
    assert bm25.rank("Quantum?") == bm25.rank("") == []


def test_the_top_bm25_score_is_that_of_the_scope(abstracts: list[Abstract]) -> None:
    bm25 = Bm25(abstracts)
    assert bm25.top("sticky dough") == bm25.top("sticky dough", ["bread"]) > 0
    assert bm25.top("sticky dough", ["owls", "茶"]) == bm25.top("sticky dough", []) == 0


def test_overlap_ranks_the_sentences_of_the_prose_alone(abstracts: list[Abstract]) -> None:
    overlap = Overlap(abstracts)
    ranked = overlap.rank("What do owls hunt at dusk?", "owls")
    assert [abstracts[0].text[start:end] for start, end in ranked] == ["They hunt voles at dusk.", "Owls sleep by day."]
    assert overlap.rank("", "owls") == sorted(ranked)


def test_the_best_share_is_between_nothing_and_everything(abstracts: list[Abstract]) -> None:
    overlap = Overlap(abstracts)
    assert overlap.top("sticky rye") == pytest.approx(1)
    assert overlap.top("sticky rye", ["owls"]) == overlap.top("", ["bread"]) == overlap.top("rye", []) == 0
    assert 0 < overlap.top("sticky glue") < 1
