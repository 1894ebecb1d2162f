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
    abstract = read_plain_text("\ufeffA cafe\u0301 study found it.\r\nIt ended.  Two spaces stay.")[0]
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
    assert read_plain_text(corrected)[0].id == read_plain_text(TRIAL)[0].id
    assert read_plain_text("A study found it.")[0].id != read_plain_text("A study lost it.")[0].id


def test_a_text_without_a_sentence_is_refused() -> None:
    with pytest.raises(InputError, match="No abstract found"):
        read_plain_text("Okafor B, Tan WL\nJ Invented Med. 2021;1(2):3-4.")


PUBMED = """1. J Invented Med. 2021 Mar 5;12(3):101-9. doi: 10.5555/jim.2021.77. Epub 2021
Mar 1.

Walnut oil for tinnitus in tram drivers: a randomised trial in a large city and
its suburbs.

Okafor B(1), Lindqvist M(2), Tan WL(1).

Author information:
(1)Department of Trams, University of Nowhere, Oslo, Norway.
(2)Tram Hospital, Gothenburg, Sweden.

BACKGROUND: Tinnitus is common among tram drivers and has no accepted treatment.
We asked whether walnut oil helps people with this condition in a large city at
all.
METHODS: We randomised 84 drivers to 5 mL walnut oil daily or placebo for 12
weeks.

© 2021 Nobody.

DOI: 10.5555/jim.2021.77
PMID: 31234567 [Indexed for MEDLINE]


2. Acta Invented. 2019;4:5-6.

Cats and tea.

Miaow A, Purr B.

Cats were given tea in this small study in Norway. They drank it and were calm.

PMID: 31234568
"""


def test_a_file_of_several_abstracts_gives_one_record_each_with_its_own_offsets() -> None:
    first, second = read_plain_text(PUBMED)
    assert first.reference.title == (
        "Walnut oil for tinnitus in tram drivers: a randomised trial in a large city and its suburbs."
    )
    assert (first.reference.epub, first.reference.doi, first.reference.pmid) == (
        "2021 Mar 1", "10.5555/jim.2021.77", "31234567",
    )  # fmt: skip
    assert (second.reference.journal, second.reference.year, second.reference.pmid) == (
        "Acta Invented",
        2019,
        "31234568",
    )
    assert second.reference.authors == ("Miaow A", "Purr B")
    prose = [section for section in second.sections if section.role == "other"]
    assert [second.text[s.start : s.end] for s in prose] == [
        "Cats were given tea in this small study in Norway. They drank it and were calm."
    ]


def test_lines_wrapped_to_a_page_are_one_paragraph() -> None:
    first = read_plain_text(PUBMED)[0]
    methods = next(section for section in first.sections if section.role == "methods")
    assert first.text[methods.start : methods.end].endswith("for 12\nweeks.")


@pytest.mark.parametrize(
    "text",
    [
        "PURPOSE: We asked. METHODS: We looked. RESULTS: It rose. CONCLUSION: It works.",
        "**Aim.** We asked. **Methods.** We looked. **Results:** It rose. **Conclusions** It works.",
        "## Objective\nWe asked.\n\n## Methods\nWe looked.\n\n## Results\nIt rose.\n\n## Conclusion\nIt works.",
        "Aims\nWe asked.\nMethods\nWe looked.\nFindings\nIt rose.\nInterpretation\nIt works.",
        "目的：探讨牛奶。方法：分组。结果：缩短。结论：有效。",
        "目的:探讨牛奶。\n方法:分组。\n结果:缩短。\n结论:有效。",
        "【目的】探讨牛奶。【方法】分组。【结果】缩短。【结论】有效。",
        "[研究目的] 探讨牛奶。[材料与方法] 分组。[结果] 缩短。[结论] 有效。",
        "目的\n探討牛奶。\n材料與方法\n分組。\n結果\n縮短。\n結論\n有效。",
    ],
)
def test_labels_are_read_in_every_usual_form(text: str) -> None:
    abstract = read_plain_text(text)[0]
    assert [role for role, _ in roles(abstract)] == ["objective", "methods", "results", "conclusions"]
    assert [abstract.text[s.start : s.end][0] for s in abstract.sections] in (
        list("WWII"),
        list("探分缩有"),
        list("探分縮有"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Methods are hard. Results vary: some rise.", ["other"]),
        ("Cats were given tea.", ["other"]),
        ("Tea in cats\n\nCats were given tea.\n\nIt calmed them.", ["title", "other", "other"]),
        (
            "Smith AB, Jones C. Tea in cats: a trial. J Cats. 2020;1(2):3-4. doi:10.5555/c.1\nTea calms.",
            ["reference", "other"],
        ),
        (
            "J Cats. 2020;1(2):3-4.\nSmith AB, Jones C.\nTea in cats\nTea calms cats.",
            ["reference", "reference", "title", "other"],
        ),
        ("Tea calms cats.\nSmith AB, Jones C. J Cats. 2020;1:3-4.", ["other", "reference"]),
    ],
)
def test_unlabelled_text_and_reference_lines_in_any_order(text: str, expected: list[str]) -> None:
    assert [role for role, _ in roles(read_plain_text(text)[0])] == expected


def test_authors_and_title_in_front_of_a_citation_are_read() -> None:
    text = "Smith AB, Jones C. Tea in cats: a trial. J Cats. 2020;1(2):3-4. doi:10.5555/c.1\nTea calms cats."
    reference = read_plain_text(text)[0].reference
    assert reference.authors == ("Smith AB", "Jones C")
    assert (reference.title, reference.journal, reference.pages) == ("Tea in cats: a trial.", "J Cats", "3-4")


def test_chinese_names_may_be_parted_by_spaces() -> None:
    text = "温牛奶对护士失眠的影响\n申屠皓然 鹿文瑾　费一鸣\n虚构医学杂志. 2020;12(3):4-5.\n温牛奶缩短了入睡时间。"
    assert read_plain_text(text)[0].reference.authors == ("申屠皓然", "鹿文瑾", "费一鸣")


@pytest.mark.parametrize(
    "label", ["DESIGN, SETTING AND PARTICIPANTS", "Design, Setting, and Participants", "EXPOSURES"]
)
def test_labels_of_several_names_are_read_and_no_address_is_seen_behind_them(label: str) -> None:
    text = (
        "Night shifts and naps in hospital nurses\nSmith AB, Jones C\nJ Cats. 2020;1(2):3-4.\n"
        f"OBJECTIVE: To see.\n{label}: Nurses at 37 public hospitals in Sweden.\nRESULTS: They slept."
    )
    record = read_plain_text(text)[0]
    assert record.reference.title == "Night shifts and naps in hospital nurses"
    assert record.reference.affiliations == ()
    assert [(s.label, s.role) for s in record.sections[3:]] == [
        ("OBJECTIVE", "objective"), (label, "methods"), ("RESULTS", "results"),
    ]  # fmt: skip


def test_traditional_characters_are_read() -> None:
    text = "溫牛奶對護士失眠的影響\n王小明, 李大華\n虛構醫學雜誌. 2020;12(3):4-5.\n溫牛奶縮短了入睡時間。"
    reference = read_plain_text(text)[0].reference
    assert (reference.title, reference.journal, reference.year) == ("溫牛奶對護士失眠的影響", "虛構醫學雜誌", 2020)
    assert reference.authors == ("王小明", "李大華")
