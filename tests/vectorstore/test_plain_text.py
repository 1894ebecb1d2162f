import hashlib
from importlib.resources import files

import pytest

from tests.conftest import CHINESE, TRIAL
from vectorstore.errors import InputError
from vectorstore.library import bundled_abstract
from vectorstore.plain_text import read_plain_text
from vectorstore.records import Abstract


def roles(abstract: Abstract) -> list[tuple[str, str]]:
    return [(section.role, section.language) for section in abstract.sections]


def test_bundled_file_gives_its_reference_data() -> None:
    reference = bundled_abstract().reference
    assert reference.authors == ("De Maricourt P", "Jay T", "Goncalvès P", "Lôo H", "Gaillard R")
    assert len(reference.affiliations) == 2
    assert (reference.journal, reference.year, reference.volume, reference.issue) == ("Encephale", 2014, "40", "1")
    assert (reference.pages, reference.doi) == ("48-55", "10.1016/j.encep.2013.09.002")
    assert (reference.published, reference.epub, reference.title, reference.pmid) == (
        "2014 Feb",
        "2014 Jan 13",
        None,
        None,
    )
    assert reference.cite() == "De Maricourt P, et al. Encephale. 2014;40(1):48-55. doi:10.1016/j.encep.2013.09.002"


def test_bundled_file_gives_language_and_role_of_each_paragraph() -> None:
    prose = ["background", "objective", "results", "conclusions"]
    expected = [("reference", "en")] * 4 + [(role, "en") for role in prose] + [(role, "zh") for role in prose]
    assert roles(bundled_abstract()) == expected


def test_bundled_text_is_stored_as_it_is_in_the_file() -> None:
    file = files("vectorstore") / "data" / "ketamine-2014.txt"
    assert bundled_abstract().text == file.read_text(encoding="utf-8")
    assert bundled_abstract().text_sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_byte_order_mark_line_ends_and_composition_are_all_that_changes() -> None:
    abstract = read_plain_text("\ufeffA cafe\u0301 study found it.\r\nIt ended.  Two spaces stay.")
    assert abstract.text == "A café study found it.\nIt ended.  Two spaces stay."


def test_labels_give_the_roles(trial: Abstract, chinese: Abstract) -> None:
    assert [role for role, _ in roles(trial)] == [
        "title", "reference", "reference", "background", "methods", "results", "conclusions",
    ]  # fmt: skip
    assert roles(chinese) == [(role, "zh") for role in ("objective", "methods", "results", "conclusions")]
    assert [section.label for section in chinese.sections] == ["目的", "方法", "结果", "结论"]
    assert TRIAL[trial.sections[3].start :].startswith("Tinnitus is common")
    assert CHINESE[chinese.sections[0].start :].startswith("探讨")


def test_a_labelled_trial_gives_title_and_citation(trial: Abstract) -> None:
    assert trial.reference.title == "Walnut oil for tinnitus in tram drivers"
    assert (trial.reference.year, trial.reference.pages, trial.reference.doi) == (2021, "101-9", "10.5555/jim.2021.77")


def test_the_id_depends_on_the_doi_and_not_on_the_text() -> None:
    corrected = TRIAL.replace("Two drivers", "Three drivers")
    assert read_plain_text(corrected).id == read_plain_text(TRIAL).id
    assert read_plain_text("A study found it.").id != read_plain_text("A study lost it.").id


def test_a_text_without_a_sentence_is_refused() -> None:
    with pytest.raises(InputError, match="No abstract found"):
        read_plain_text("Okafor B, Tan WL\nJ Invented Med. 2021;1(2):3-4.")
