"""Abstracts in neither English nor Chinese: told, named, found, and not taken for English."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from tests.assistant.test_command_line import run
from vectorstore.adding import add_file
from vectorstore.readers.formats import read_records
from vectorstore.records import Abstract
from vectorstore.selection import Selection
from vectorstore.tongues import foreign_in

FRENCH = "Le thé à la camomille a été donné à quarante infirmières. Il améliore la durée du sommeil des infirmières."
GERMAN = "Vierzig Pflegekräfte erhielten Tee. Der Tee wurde vor dem Schlaf getrunken und half den meisten."
SPANISH = "Cuarenta enfermeras recibieron una infusión. La duración del sueño fue mayor que con el placebo."
JAPANESE = "看護師40名にカモミール茶を与えた。睡眠時間は31分延長した。"
RUSSIAN = "Сорок медсестёр получали ромашковый чай. Сон стал длиннее."
ENGLISH = "Forty nurses were given chamomile tea. Their sleep became longer than with hot water, by 31 minutes."

MEDLINE = f"""PMID- 81
TI  - Chamomile for nurses.
AB  - {ENGLISH}
OAB - Publisher: {FRENCH}
OABL- fre
LA  - fre
TT  - La camomille pour les infirmieres de nuit.
DP  - 2020
"""
XML = f"""<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>82</PMID><Article><ArticleTitle>[Tea].</ArticleTitle>
<Abstract><AbstractText>{ENGLISH}</AbstractText></Abstract><Language>ger</Language></Article>
<OtherAbstract Type="Publisher" Language="ger"><AbstractText>Kurz.</AbstractText></OtherAbstract>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""
RIS = f"TY  - JOUR\nTI  - La camomille\nPY  - 2021\nLA  - fr\nAB  - {FRENCH}\nER  - \n"


def one(text: str) -> Abstract:
    [record] = read_records(text.encode(), "some.file")
    assert isinstance(record, Abstract)
    return record


FORMULA = (
    "La décoction 桂枝汤 (Gui Zhi Tang) et la formule 小柴胡汤 sont avec 大承气汤、补中益气汤、四君子汤 des remèdes."
)


@pytest.mark.parametrize("text", [FRENCH, GERMAN, SPANISH, JAPANESE, RUSSIAN, FORMULA])
def test_a_text_tells_that_it_is_in_neither_and_its_record_in_what(text: str) -> None:
    assert foreign_in(text) == "other"
    assert foreign_in(text, ["eng", "xyz"]) == "xyz"
    assert one(text).tongues == ("other",)
    assert one(text).languages == ()


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "牛奶组入睡时间缩短了18分钟。",
        "IL-6 and TNF-α rose; β-catenin fell.",
        "牛奶组IL-6、IL-8和IL-1β均下降,IL-10升高。",
        "E1组、E2组和对照组觉醒分别为2次、3次和5次,E1组与E2组相近,E2组不良反应最少。",
        "牛奶组IL 6、IL 8和IL 10: A > B, A > C, A > D, IL 6 (P < 0.05), IL 8 (P < 0.01).",
        "Ein-Tal Eye Center, Tel-Aviv, Israel.",
        "",
    ],
)
def test_english_and_chinese_are_ours_whatever_the_language_of_the_article(text: str) -> None:
    assert foreign_in(text, ["fre"]) is None


def test_what_an_earlier_version_took_for_another_language_is_told_again(tmp_path: Path) -> None:
    [record] = read_records("牛奶与睡眠\n\n目的:探讨牛奶的作用。\n结果:牛奶组IL-6下降。".encode(), "some.file")
    assert isinstance(record, Abstract)
    mistaken = replace(record, sections=tuple(replace(section, foreign="other") for section in record.sections))
    with Assistant.open(home=tmp_path) as assistant:
        stored, _ = assistant.library.add(mistaken)
        assert assistant.library.get(stored).sections == record.sections


def test_each_abstract_of_a_record_has_the_language_that_is_stated_of_it() -> None:
    medline, xml, ris = one(MEDLINE), one(XML), one(RIS)
    assert (medline.tongues, medline.languages) == (("en", "fre"), ("en",))
    assert (xml.tongues, ris.tongues) == (("en", "ger"), ("fr",))
    assert FRENCH in medline.text
    assert [section.foreign for section in medline.sections if section.role == "title"] == [None, "fre"]


def test_the_list_names_the_language_and_limits_know_it(tmp_path: Path) -> None:
    with Assistant.open(home=tmp_path) as assistant:
        for text in (MEDLINE, RIS):
            list(add_file(assistant.library, text.encode(), "f"))
        english = {abstract.reference.pmid for abstract in assistant.library.select(Selection(language="en"))}
        assert english == {None, "81"}  # the bundled one, and that with an English abstract
    listed = run(tmp_path, "list", "--text", "camomille").stdout
    assert "  en+fre  " in listed
    assert "  fr  " in listed


def test_what_is_not_understood_is_found_and_said_to_be_so(tmp_path: Path) -> None:
    with Assistant.open(home=tmp_path) as assistant:
        [french] = [added.id for added in add_file(assistant.library, RIS.encode(), "f")]
        assert assistant.search("camomille infirmières sommeil", k=1)[0].foreign == "fr"
        answer = assistant.ask("camomille infirmières durée du sommeil?", abstracts=[french])
        for citation in (*answer.citations, *(answer.refusal.nearest if answer.refusal else ())):
            assert citation.foreign == "fr"
        said = " ".join([*(notice.text for notice in answer.notices), answer.refusal.message if answer.refusal else ""])
        assert "in French" in said
        assert "English" not in said
        assert all("camomille" not in question for question in assistant.suggest("en", [french]))


def test_the_english_abstract_speaks_where_there_is_one(tmp_path: Path) -> None:
    with Assistant.open(home=tmp_path) as assistant:
        [both] = [added.id for added in add_file(assistant.library, MEDLINE.encode(), "f")]
        answer = assistant.ask("Did chamomile lengthen the sleep of nurses?", abstracts=[both])
        assert answer.status == "answered"
        assert {citation.foreign for citation in answer.citations} == {None}
        assert "other_language" not in [notice.kind for notice in answer.notices]
