"""The library page: paste, upload, read, choose, find, remove; and what it says about each."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from assistant import Assistant
from eval.import_speed import articles
from tests.conftest import CHINESE, TRIAL
from tests.ui.pages import alone, elements, said
from tests.vectorstore.pubmed import TRIALS, XML
from vectorstore.adding import add_file
from vectorstore.library import bundled_abstract
from vectorstore.plain_text import read_plain_text


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def page(home: Path) -> Iterator[AppTest]:
    yield alone("library", "show_library", str(home))
    streamlit.cache_resource.clear()  # closes the library


def shelf(page: AppTest) -> list[str]:
    """The titles on the shelf."""
    return [item["title"] for element in elements(page, "shelf") for item in element["items"]]


def paste(page: AppTest, text: str) -> None:
    page.text_area(key="pasted").set_value(text)
    page.button[0].click().run()


def fill(home: Path, *texts: str) -> list[str]:
    with Assistant.open(home=home) as assistant:
        return [assistant.library.add(record)[0] for text in texts for record in read_plain_text(text)]


def test_each_abstract_is_shown_with_year_languages_and_sections(page: AppTest) -> None:
    [element] = elements(page.run(), "shelf")
    [item] = element["items"]
    assert item["title"].startswith("De Maricourt P, et al. Encephale. 2014")
    sections = "Reference · Background · Objective · Results · Conclusions"
    assert item["facts"] == ["2014", "review", "English + Chinese", sections]
    assert item["tick"] is None  # the only one can't be left out
    assert not page.exception


def test_pasted_text_is_added_and_can_be_asked(page: AppTest, home: Path) -> None:
    paste(page.run(), TRIAL)
    assert "✓ Pasted text: added Okafor B, et al." in said(page)
    assert shelf(page)[0].startswith("Okafor B, et al.")
    with Assistant.open(home=home) as assistant:
        assert "84 drivers" in assistant.ask("How many drivers were randomised?").text
    assert not page.exception


def test_the_same_text_twice_is_said_to_be_there_and_blank_text_is_nothing(page: AppTest) -> None:
    paste(page.run(), TRIAL)
    paste(page, TRIAL)
    assert "already there" in said(page)
    assert len(shelf(page)) == 2
    paste(page, "   ")
    assert len(shelf(page)) == 2
    assert not page.exception


def test_bad_files_are_named_with_the_reason_and_good_ones_are_kept(page: AppTest) -> None:
    files = [("good.txt", TRIAL.encode(), "text/plain"), ("picture.txt", b"\x89PNG\x00\x01" * 50, "text/plain")]
    files += [("empty.txt", b"", "text/plain"), ("<b>中文</b>.txt", CHINESE.encode("gb18030"), "text/plain")]
    page.run().file_uploader(key="files-0").set_value(files)
    page.button[1].click().run()
    lines = said(page).splitlines()
    assert any(line.startswith("✓ good.txt: added Okafor") for line in lines)
    assert any(line.startswith("✗ Not added. picture.txt: not a text file") for line in lines)
    assert any(line.startswith("✗ Not added. empty.txt: empty") for line in lines)
    assert any(line.startswith("✓ <b>中文</b>.txt: added") for line in lines)
    assert len(shelf(page)) == 3
    assert page.file_uploader(key="files-1").value == []  # room for the next
    assert not page.exception


def test_files_that_are_still_on_their_way_are_not_lost_by_an_early_click(page: AppTest) -> None:
    page.run().button[1].click().run()
    page.file_uploader(key="files-0").set_value([("good.txt", TRIAL.encode(), "text/plain")])
    page.button[1].click().run()
    assert "✓ good.txt: added Okafor" in said(page)
    assert not page.exception


def test_an_abstract_is_removed_after_a_question(page: AppTest) -> None:
    page.run().session_state["visit"].dialog = ("take_out", bundled_abstract().id)
    page.run()
    assert "De Maricourt P" in said(page)
    page.button(key="keep").click().run()
    assert len(shelf(page)) == 1
    page.session_state["visit"].dialog = ("take_out", bundled_abstract().id)
    page.run().button(key="go").click().run()
    assert shelf(page) == []
    assert "No abstract is loaded yet." in said(page)
    assert not page.exception


def test_one_is_opened_and_read_whole(page: AppTest) -> None:
    page.run().session_state["visit"].reading = bundled_abstract().id
    [source] = elements(page.run(), "source")
    text = "".join(piece for section in source["source"]["sections"] for piece, _ in section["pieces"])
    assert "Intracellular signaling pathways" in text
    assert {light for section in source["source"]["sections"] for _, light in section["pieces"]} == {""}
    assert not page.exception


def test_what_was_removed_elsewhere_is_no_longer_open(page: AppTest) -> None:
    page.run().session_state["visit"].reading = "gone"
    assert elements(page.run(), "source") == []
    assert not page.exception


def test_questions_can_be_kept_to_some_abstracts(page: AppTest, home: Path) -> None:
    trial, chinese = fill(home, TRIAL, CHINESE)
    assert "Questions are about all 3 abstracts." in said(page.run())
    page.session_state["visit"].scope = (trial,)
    page.run()
    assert "Questions are about 1 of 3 abstracts." in said(page)
    ticks = {item["id"]: item["tick"]["on"] for item in elements(page, "shelf")[0]["items"]}
    assert ticks == {trial: True, chinese: False, bundled_abstract().id: False}
    next(button for button in page.button if button.label == "Ask all abstracts").click().run()
    assert page.session_state["visit"].scope is None
    assert not page.exception


def test_many_abstracts_are_found_by_words_and_turned_over_page_by_page(page: AppTest, home: Path) -> None:
    fill(home, *(f"RESULTS: Marker{number:02} helped {number} cats." for number in range(30)))
    page.run()
    assert len(shelf(page)) == 20
    assert "1 to 20 of 31" in said(page)
    next(button for button in page.button if button.label == "Next").click().run()
    assert len(shelf(page)) == 11
    page.text_input(key="search").set_value("Marker07").run()
    assert shelf(page) == ["RESULTS: Marker07 helped 7 cats."]
    page.text_input(key="search").set_value("nowhere").run()
    assert "No abstract holds “nowhere”." in said(page)
    assert not page.exception


def test_files_of_every_format_are_added_and_what_is_passed_over_is_told(page: AppTest) -> None:
    files = [("t.nbib", TRIALS.encode(), "text/plain"), ("x.xml.gz", gzip.compress(XML.encode()), "application/gzip")]
    page.run().file_uploader(key="files-0").set_value(files)
    page.button[1].click().run()
    assert "✓ t.nbib: added Okafor B, et al. Walnut oil" in said(page)
    assert "✗ Not added. t.nbib, record 3 (PMID 90000003): it has no abstract." in said(page)
    facts = {item["title"][:6]: item["facts"] for item in elements(page, "shelf")[0]["items"]}
    assert facts["Okafor"][:2] == ["2021", "randomised trial"]
    assert facts["Fake F"][:2] == ["RETRACTED", "2018"]
    assert facts["Duval "][:2] == ["corrected: J Small Anim. 2020;2:1", "2019"]
    assert not page.exception


def test_many_records_of_a_file_are_counted(page: AppTest) -> None:
    page.run().file_uploader(key="files-0").set_value([("many.xml", "".join(articles(9)).encode(), "text/xml")])
    page.button[1].click().run()
    assert "✓ many.xml: 9 added" in said(page)
    assert not page.exception


def test_questions_are_limited_to_trials_and_to_what_was_not_retracted(page: AppTest, home: Path) -> None:
    with Assistant.open(home=home) as assistant:
        for name, text in (("t.nbib", TRIALS), ("x.xml", XML)):
            list(add_file(assistant.library, text.encode(), name))
    page.run().multiselect(key="limit-design").set_value(["randomised_trial"])
    next(button for button in page.button if button.label == "Ask only these").click().run()
    assert "Questions are about 2 of 6 abstracts." in said(page)
    page.multiselect(key="limit-design").set_value([])
    page.checkbox(key="limit-retracted").set_value(True)
    next(button for button in page.button if button.label == "Ask only these").click().run()
    assert "Questions are about 5 of 6 abstracts." in said(page)
    page.number_input(key="limit-first").set_value(2099)
    next(button for button in page.button if button.label == "Ask only these").click().run()
    assert page.toast[0].value == "No abstract fits these limits."
    assert not page.exception
