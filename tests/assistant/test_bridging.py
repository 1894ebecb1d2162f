"""Terms of a question in the words of a text in the other language."""

from __future__ import annotations

from assistant.bridging import bridged
from assistant.focus import focus_terms
from assistant.matching import Words, strength
from vectorstore.records import Language, Sentence


def _carried(question: str, sentence: str, language: Language) -> list[str]:
    words = Words(Sentence("a", "other", language, None, 0, len(sentence), sentence))
    return [term.surface for term in bridged(focus_terms(question), language) if strength(term, words) >= 0.5]


def test_chinese_words_are_found_in_english_text() -> None:
    assert _carried("疫苗对婴儿安全吗?", "The vaccine was safe in infants.", "en") == ["疫苗", "婴儿", "安全"]


def test_english_words_are_found_in_chinese_text() -> None:
    found = _carried("Is the vaccine safe in infants?", "该疫苗在婴儿中是安全的。", "zh")
    assert found == ["vaccine", "safe", "infants"]


def test_words_that_mean_something_else_are_not() -> None:
    assert _carried("骨折多久愈合?", "The vaccine was safe in infants.", "en") == []


def test_names_and_unknown_words_stay_as_they_are() -> None:
    assert _carried("mTOR参与吗?", "Signalling by mTOR rose.", "en") == ["mTOR"]
    assert [term.surface for term in bridged(focus_terms("Zzyzx?"), "zh")] == ["Zzyzx"]
