"""The readers of structured files: told by content, fields kept, bad input a sentence."""

import gzip
import json
from pathlib import Path

import pytest

from tests.vectorstore.pubmed import CHINESE, CSV, RIS, TEXT, TRIALS, XML
from vectorstore.design import design_of
from vectorstore.errors import InputError
from vectorstore.readers.formats import FORMATS, Skipped, format_of, read_records
from vectorstore.readers.source import Source
from vectorstore.records import Abstract, Link
from vectorstore.selection import study_design

ALL = {
    "PubMed XML": XML,
    "MEDLINE (nbib)": TRIALS,
    "PubMed text": TEXT,
    "RIS": RIS,
    "CSV": CSV,
    "JSON Lines": CHINESE,
    "plain text": "METHODS: We asked 12 cats. RESULTS: They slept.",
}


def read(text: str | bytes) -> list[Abstract]:
    data = text if isinstance(text, bytes) else text.encode()
    return [record for record in read_records(data, "some.file") if isinstance(record, Abstract)]


def prose(abstract: Abstract) -> list[tuple[str, str | None, str]]:
    kept = [s for s in abstract.sections if s.role not in ("title", "reference")]
    return [(s.role, s.label, abstract.text[s.start : s.end]) for s in kept]


@pytest.mark.parametrize("name", ALL)
def test_a_format_is_told_by_what_a_file_holds(name: str) -> None:
    with Source(ALL[name].encode(), "file") as source:
        assert format_of(source).name == name
    with Source(gzip.compress(ALL[name].encode()), "file") as source:
        assert format_of(source).name == name
    assert {known.name for known in FORMATS} == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_line_ends_marks_and_packing_change_nothing(name: str) -> None:
    expected = read(ALL[name])
    assert expected
    assert read(ALL[name].replace("\n", "\r\n")) == expected
    assert read(b"\xef\xbb\xbf" + ALL[name].encode()) == expected
    assert read(gzip.compress(ALL[name].encode())) == expected


def test_medline_keeps_what_a_record_has() -> None:
    trial, tea = read(TRIALS)
    known = trial.reference
    assert known.title == "Walnut oil for tinnitus in tram drivers: a randomised controlled trial."
    assert known.authors == ("Okafor B", "Lindqvist M", "Tram Study Group")
    assert (known.pmid, known.pmcid, known.doi) == ("90000001", "PMC9000001", "10.5555/jim.2021.77")
    assert (known.journal, known.journal_abbreviation) == ("Journal of invented medicine", "J Invented Med")
    assert (known.year, known.volume, known.issue, known.pages) == (2021, "12", "3", "101-9")
    assert (known.published, known.epub) == ("2021 Mar 5", "2021 Jan 14")
    assert known.mesh == ("Humans", "Tinnitus/*drug therapy")
    assert known.keywords == ("tram noise", "walnuts")
    assert known.copyright == "Copyright 2021 The Walnut Society."
    assert known.printed_languages == ("eng",)
    assert [(role, label) for role, label, _ in prose(trial)] == [
        ("background", "BACKGROUND"),
        ("methods", "METHODS"),
        ("results", "RESULTS"),
        ("conclusions", "CONCLUSIONS"),
    ]
    assert "(p < 0.05)" in trial.text
    assert trial.text.splitlines()[:4] == [
        known.title,
        "Okafor B, Lindqvist M, Tram Study Group",
        "Tram Clinic, Tallinn, Estonia.",
        "Journal of invented medicine. 2021 Mar 5;12(3):101-9. Epub 2021 Jan 14. doi: 10.5555/jim.2021.77 "
        "PMID: 90000001",
    ]
    assert prose(tea)[0][1] is None


def test_a_record_without_an_abstract_is_passed_over_by_name() -> None:
    [skipped] = [record for record in read_records(TRIALS.encode(), "some.nbib") if isinstance(record, Skipped)]
    assert skipped.where == "some.nbib, record 3 (PMID 90000003)"
    assert skipped.reason == "it has no abstract."


def test_pubmed_xml_keeps_labels_links_languages_and_marks() -> None:
    saffron, rats, book = read(XML)
    assert saffron.reference.title == "Saffron cures insomnia at 10⁻³ M."
    assert prose(saffron) == [
        ("objective", "AIM", "To see whether saffron helps."),
        ("results", "WHAT WE SAW", "Saffron cured insomnia in all 30 patients; CO₂ was unchanged."),
    ]
    assert saffron.reference.authors == ("Fake F Jr", "Saffron Group")
    assert saffron.reference.mesh == ("*Crocus/chemistry",)
    assert saffron.reference.keywords == ("saffron", "CO₂")
    assert saffron.reference.pmcid == "PMC9000004"
    assert saffron.reference.links == (Link("retracted_by", "Ann Made Up Pharmacol. 2019 Jan;8(1):9", "90000005"),)
    assert saffron.reference.retracted
    assert rats.reference.title == "Music and maze learning in rats"
    assert rats.reference.original_title == "Musique et labyrinthe chez le rat."
    assert (rats.reference.published, rats.reference.year) == ("2019 Spring", 2019)
    assert ("results", "结果", "听大提琴的大鼠3天学会迷宫。") in prose(rats)
    assert rats.languages == ("en", "zh")
    assert (book.reference.title, book.reference.journal) == ("Earplugs", "A handbook of quiet")


def test_yearly_files_hold_citations_alone() -> None:
    start = XML.index("<MedlineCitation>")
    citation = XML[start : XML.index("</MedlineCitation>") + len("</MedlineCitation>")]
    [saffron] = read(f"<MedlineCitationSet>{citation}</MedlineCitationSet>")
    assert saffron.reference.pmid == "90000004"


def test_the_text_export_is_read_paragraph_by_paragraph() -> None:
    walnut, tea = read(TEXT)
    assert walnut.reference.authors == ("Okafor B", "Lindqvist M", "Tram Study Group")
    assert walnut.reference.affiliations == ("Tram Clinic, Tallinn, Estonia.", "Institute of Rails, Umea, Sweden.")
    assert (walnut.reference.pmid, walnut.reference.pmcid) == ("90000001", "PMC9000001")
    assert [label for _, label, _ in prose(walnut)] == ["BACKGROUND", "METHODS", "RESULTS"]
    assert walnut.reference.copyright
    assert tea.reference.retracted
    assert prose(tea) == [("other", None, "Chamomile tea lengthened sleep by 31 minutes.")]


def test_ris_and_tables_are_read_by_their_names() -> None:
    [walnut] = read(RIS)
    assert walnut.reference.authors == ("Okafor BA", "Tram Study Group")
    assert (walnut.reference.doi, walnut.reference.pmid, walnut.reference.pages) == (
        "10.5555/jim.2021.77",
        "90000001",
        "101-109",
    )
    assert walnut.reference.year == 2021
    assert "H₂O" in walnut.text
    assert walnut.reference.keywords == ("Tinnitus/drug therapy", "tram noise", "H₂O")
    [row] = read(CSV)
    assert row.reference.keywords == ("tram noise", "walnuts")
    assert row.reference.title == "Walnut oil, for tinnitus"
    assert row.reference.authors == ("Okafor B", "Tan WL")
    [milk] = read(CHINESE)
    assert [role for role, _, _ in prose(milk)] == ["objective", "methods", "results"]
    assert milk.reference.authors == ("王芳", "李明")


def test_what_kind_of_study_it_is() -> None:
    walnut, tea = read(TRIALS)
    saffron, rats, book = read(XML)
    [milk] = read(CHINESE)
    assert study_design(walnut) == study_design(tea) == study_design(milk) == "randomised_trial"
    assert (study_design(saffron), study_design(rats), study_design(book)) == (None, "animal", None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00" * 99, "not a text file"),
        (XML.encode()[:1500], "broken or cut off"),
        (gzip.compress(XML.encode())[:-200], "can't be read"),
        (
            XML.replace("<!DOCTYPE", "<!DOCTYPE x [<!ENTITY a 'b'>]><!--").replace('dtd">', "-->").encode(),
            "entities|broken",
        ),
        (gzip.compress(b"TY  - JOUR\n" + b"AB  - " + b"a" * 20_000_000), "line has more"),
        (b"PMID- 1\nAB  - " + b"a lot of it\n      " * 400_000, "record has more than"),
        (b"<PubmedArticleSet>" + b"<a>" * 2_000_000, "record has more than"),
        (b'{"title": "x"\n', "is not JSON"),
        (b'{"id": "x", "text": "y", "sections": [{"start": 5}]}', "not a record as this program exports it"),
    ],
)
def test_what_can_not_be_read_is_a_sentence_that_names_the_file(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        list(read_records(data, "some.file"))
    assert str(caught.value).startswith("some.file")


def test_half_a_character_in_json_passes_the_record_over() -> None:
    [record] = read_records(b'{"title": "Tea \\ud83d", "abstract": "Tea helped cats."}', "x.jsonl")
    assert isinstance(record, Skipped)


def test_a_gz_bomb_is_told_and_not_unpacked() -> None:
    bomb = gzip.compress((b"PMID- 1\nTI  - Tea\nAB  - " + b"tea " * 10_000 + b"\n\n") * 1000)
    with pytest.raises(InputError, match="gz bomb"):
        list(read_records(bomb, "some.file"))


def test_what_stood_before_the_break_is_given(tmp_path: Path) -> None:
    file = tmp_path / "cut.xml"
    file.write_text(XML[: XML.index("90000006")], encoding="utf-8")
    records = read_records(file)
    assert isinstance(next(records), Abstract)
    with pytest.raises(InputError, match="what stood before was read"):
        list(records)


def test_bytes_that_are_no_text_are_told_and_the_rest_is_read() -> None:
    first = TRIALS.replace("BACKGROUND", "BACKGROUND: " + "The tram is loud. " * 4000 + "BACKGROUND", 1)
    broken = first.encode().replace(b"Forty nurses", b"Forty \xff\xfe nurses")
    records = list(read_records(broken, "x.nbib"))
    assert isinstance(records[0], Abstract)
    assert isinstance(records[1], Skipped)
    assert "can't be decoded" in records[1].reason


def text_export(opening: str, head: str = "Doe J(1), Roe R(2).") -> str:
    return f"7. J Tea. 2020;1:2.\n\nTea and cats of Rome.\n\n{head}\n\n{opening} are known to help.\n\nPMID: 90000021\n"


@pytest.mark.parametrize(
    "opening",
    ["Electronic cigarettes", "This article is the second of two that", "Publication of negative trials",
     "Conflict of interest in trials", "Published by many, reports", "Retraction of the tongue"],
)  # fmt: skip
def test_an_abstract_may_begin_like_an_aside(opening: str) -> None:
    [record] = read(text_export(opening))
    assert prose(record)[0][2].startswith(opening)
    assert not record.reference.retracted


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("[Article in French]\n\nDoe J(1), Roe R(2).", ("Doe J", "Roe R")),
        ("Smith JA Jr, Roe R.", ("Smith JA Jr", "Roe R")),
        ("Müller Ö, Roe R.", ("Müller Ö", "Roe R")),
        ("Doe J; Tea Study Group.", ("Doe J", "Tea Study Group")),
        ("Cochrane Tea Group.\n\nAuthor information:\n(1)Rome.", ("Cochrane Tea Group",)),
    ],
)
def test_authors_of_the_text_export_are_no_prose(head: str, authors: tuple[str, ...]) -> None:
    [record] = read(text_export("Cats", head))
    assert record.reference.authors == authors
    assert len(prose(record)) == 1


def test_a_note_that_there_is_an_abstract_elsewhere_is_none() -> None:
    note = "Abstract available from the publisher."
    nbib = f"PMID- 1\nTI  - Tea\nOAB - Publisher: {note}\n\nPMID- 2\nAB  - Tea helped.\nOAB - Publisher  {note}\n"
    [record] = read(nbib)
    assert [text for _, _, text in prose(record)] == ["Tea helped."]


def test_what_was_corrected_in_xml_does_not_count() -> None:
    wrong = XML.replace('<ELocationID EIdType="doi">', '<ELocationID EIdType="doi" ValidYN="N">10.1/bad</ELocationID>'
                        '<ELocationID EIdType="doi">').replace("<Author><LastName>Fake", '<Author ValidYN="N">'
                        "<LastName>Wrong</LastName></Author><Author><LastName>Fake")  # fmt: skip
    assert read(wrong) == read(XML)


def test_a_few_broken_bytes_do_not_change_the_encoding_of_the_rest() -> None:
    text = TRIALS.replace("Okafor B", "Müller B").replace("Lindqvist M", "Müßig M").encode()
    records = list(read_records(text.replace(b"Forty nurses", b"Forty \xe9 nurses"), "x.nbib"))
    assert isinstance(records[0], Abstract)
    assert records[0].reference.authors[:2] == ("Müller B", "Müßig M")
    assert isinstance(records[1], Skipped)


def test_columns_of_scopus_and_zotero_are_understood() -> None:
    columns = "Authors,Title,Year,Source title,Page start,Page end,Abstract,Source"
    scopus = f"{columns}\nDoe J.; Roe R.,Tea,2020,J Tea,3,9,Tea helped.,Scopus\n"
    [record] = read("sep=,\n" + scopus)
    assert (record.reference.journal, record.reference.pages) == ("J Tea", "3-9")
    assert record.reference.authors == ("Doe J", "Roe R")
    [alone] = read('Author,Title,Abstract Note\n"Doe, Jane",Tea,Tea helped.\n')
    assert alone.reference.authors == ("Doe J",)
    [chinese] = read("标题,作者,摘要\n茶与猫,王芳,茶帮助了猫。\n".encode("gb18030"))
    assert chinese.reference.title == "茶与猫"
    assert read(RIS.encode("utf-16"))[0].reference.pmid == "90000001"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "PMID,Title,Authors,Citation,Journal/Book,DOI\n1,Tea,Doe J,x,J Tea,10.1/x\n",
            "abstract",
        ),
        ("@article{doe, title = {Tea}}", "BibTeX"),
        ("%0 Journal Article\n%T Tea\n", "EndNote"),
        ("FN Clarivate Analytics\nPT J\nTI Tea\n", "Web of Science"),
        ('[{"title": "Tea", "abstract": "Tea helped."}]', "JSON"),
        ("<PubmedArticleSet></PubmedArticleSet>", "no record in it"),
        ("Title,Abstract\n", "no record in it"),
    ],
)
def test_what_is_no_abstract_is_not_taken_for_one(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        list(read_records(text.encode(), "some.file"))


def test_ris_with_one_space_a_preamble_or_another_database_is_read_rightly() -> None:
    [record] = read("Provider: X\nDatabase: Y\n\n" + RIS.replace("  - ", " - "))
    assert record.reference.title == "Walnut oil for tinnitus"
    [foreign] = read(RIS.replace("AN  - 90000001", "AN  - 90000001\nDB  - EBSCO"))
    assert foreign.reference.pmid is None


@pytest.mark.parametrize("change", [{"title": 5}, {"authors": None}, {"year": "2020x"}])
def test_an_exported_row_of_wrong_types_is_named(change: dict[str, object]) -> None:
    row = {"id": "x", "text": "Tea.", "sections": [{"role": "other", "language": "en", "start": 0, "end": 4}]}
    with pytest.raises(InputError, match=r"some.file, line 1: .*reference\." + next(iter(change))):
        list(read_records(json.dumps({**row, "reference": change}).encode(), "some.file"))


@pytest.mark.parametrize(
    ("types", "title", "design"),
    [
        (["Meta-Analysis", "Randomized Controlled Trials as Topic"], "", "meta_analysis"),
        (["Review", "Randomized Controlled Trials as Topic"], "", "review"),
        ([], "Tea in cats: a meta-analysis of randomised controlled trials", "meta_analysis"),
        ([], "Non-randomised study of tea", None),
        (["Animals", "Mice"], "", "animal"),
        (["Animals", "Humans"], "", None),
    ],
)
def test_a_study_of_trials_is_no_trial(types: list[str], title: str, design: str | None) -> None:
    assert design_of(types, title, "") == design
