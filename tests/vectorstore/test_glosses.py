"""What words mean in the other language: the dictionary's tables, and scores across languages."""

import pytest

from vectorstore.chunks import chunks_of
from vectorstore.glosses import LONGEST, chinese_words, content_stems, glosses, renderings
from vectorstore.lexical import LexicalIndex
from vectorstore.plain_text import read_plain_text
from vectorstore.records import Abstract, Chunk

ENGLISH = (
    "RESULTS: Warm milk shortened the time to fall asleep in nurses.",
    "RESULTS: The vaccine prevented influenza.",
)
CHINESE = ("结果:温牛奶缩短了护士的入睡时间。", "结果:疫苗预防了流感。")


def index(*texts: str) -> LexicalIndex:
    records = [read_plain_text(text)[0] for text in texts]
    return LexicalIndex.build([chunk for record in records for chunk in chunks_of(record)])


def best(found: LexicalIndex, question: str) -> int:
    scores = found.scores(question)
    assert scores.max() > 0
    return int(scores.argmax())


def test_a_word_has_its_meanings_the_usual_one_first() -> None:
    assert glosses("疫苗")[0] == (("vaccin",), 1.0)
    assert all(0 < weight <= 1 for _, weight in glosses("通路"))
    assert glosses("氯胺酮") != []
    assert glosses("沒有這個詞") == []


def test_an_expression_of_several_words_has_its_own_renderings() -> None:
    assert ("免疫系统", 1.0) in renderings(content_stems("the immune system"))
    assert renderings(("nosuchstem",)) == []
    assert len(content_stems("the immune system")) <= LONGEST


def test_what_the_segmenter_leaves_whole_is_cut_into_words_that_are_known() -> None:
    words = chinese_words("谷氨酸能系统")
    assert all(glosses(word) for word in words)
    assert "".join(words) in "谷氨酸能系统"


@pytest.mark.parametrize(("question", "place"), [("牛奶对入睡有什么作用?", 0), ("哪种疫苗能预防流感?", 1)])
def test_a_chinese_question_finds_english_text(question: str, place: int) -> None:
    assert best(index(*ENGLISH), question) == place


@pytest.mark.parametrize(("question", "place"), [("Does milk help nurses sleep?", 0), ("What prevents influenza?", 1)])
def test_an_english_question_finds_chinese_text(question: str, place: int) -> None:
    assert best(index(*CHINESE), question) == place


def test_a_question_in_traditional_characters_finds_simplified_text_and_the_other_way_round() -> None:
    assert best(index(*CHINESE), "哪種疫苗預防了流感?") == 1
    assert best(index("結果:溫牛奶縮短了護士的入睡時間。", "結果:疫苗預防了流感。"), "疫苗预防了流感吗?") == 1
    assert best(index(*ENGLISH), "疫苗預防了什麼?") == 1


def test_names_count_in_both_languages() -> None:
    found = index("RESULTS: GSK3 fell.", "RESULTS: BDNF rose.", "结果:mTOR升高。")
    assert best(found, "GSK3发生了什么?") == 0
    assert best(found, "Is mTOR mentioned?") == 2


def test_the_whole_abstract_speaks_for_its_chunks() -> None:
    trial = "METHODS: We gave zinc to goats. CONCLUSIONS: It worked."
    other = "METHODS: We gave iron to sheep. CONCLUSIONS: It worked."
    found = index(trial, other)
    scores = found.scores("Did zinc work in goats?")
    conclusions = [at for at, place in enumerate(found.places) if place.role == "conclusions"]
    assert scores[conclusions[0]] > scores[conclusions[1]]


def test_an_index_without_words_scores_nothing() -> None:
    assert LexicalIndex.build([]).scores("Anything?").tolist() == []
    blank = Abstract("a", "…", ())
    chunk = Chunk("a", "other", "en", None, 0, 1, tokens=1, text=blank.text)
    assert LexicalIndex.build([chunk]).scores("Anything?").tolist() == [0.0]
