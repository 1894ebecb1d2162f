"""References and records as files, downloaded in a real browser and read again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rispy

from assistant import Assistant
from tests.ui.browsing import Visit, ask, exported, go
from tests.ui.serving import running
from tests.vectorstore.pubmed import CHINESE, TRIALS, XML
from vectorstore.adding import add_file
from vectorstore.readers.formats import read_records
from vectorstore.records import Abstract

pytestmark = pytest.mark.browser

WALNUT = "Walnut oil for tinnitus in tram drivers: a randomised controlled trial"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Abstract]:
    """What the library of this file's server holds."""
    with Assistant.open(home=tmp_path_factory.getbasetemp() / "references" / "home") as assistant:
        for text in (TRIALS, XML, CHINESE):
            list(add_file(assistant.library, text.encode(), "f"))
        return assistant.library.list()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: list[Abstract]) -> Iterator[str]:
    with running(tmp_path_factory.getbasetemp() / "references") as (address, _):
        yield address


def test_the_references_of_a_conversation_are_those_that_it_cites(visit: Visit) -> None:
    page = visit()
    ask(page, "How many drivers were randomised to walnut oil?")
    ask(page, "Did saffron cure insomnia?")
    name, ris = exported(page, "References as RIS")
    cited = {entry["doi"]: entry for entry in rispy.loads(ris)}
    assert name == "references.ris"
    assert cited.keys() == {"10.5555/jim.2021.77", "10.5555/amp.2018.4"}
    walnut = cited["10.5555/jim.2021.77"]
    assert walnut["authors"] == ["Okafor, B.", "Lindqvist, M.", "Tram Study Group"]
    assert (walnut["title"], walnut["year"], walnut["accession_number"]) == (f"{WALNUT}.", "2021", "90000001")
    assert cited["10.5555/amp.2018.4"]["notes"] == ["Retracted Publication"]
    name, bibtex = exported(page, "References as BibTeX")
    assert name == "references.bib"
    assert len(re.findall("^@article{", bibtex, re.MULTILINE)) == 2
    assert "  author = {Okafor, B. and Lindqvist, M. and {Tram Study Group}}," in bibtex
    assert bibtex.count("{") == bibtex.count("}")
    name, vancouver = exported(page, "References as text")
    lines = vancouver.splitlines()
    assert name == "references.txt"
    assert lines[0].startswith(f"Okafor B, Lindqvist M, Tram Study Group. {WALNUT}. J Invented Med. 2021 Mar 5;12(3)")
    assert lines[1].endswith("[Retracted]")
    assert len(lines) == 2


def test_the_library_goes_out_whole_and_as_references(visit: Visit, records: list[Abstract]) -> None:
    page = visit()
    go(page, "Library")
    name, rows = exported(page, "Whole records, to add elsewhere")
    assert name == "references.jsonl"
    assert list(read_records(rows.encode(), name)) == records
    entries = rispy.loads(exported(page, "References as RIS")[1])
    assert [entry.get("title") for entry in entries] == [record.reference.title for record in records]
    assert exported(page, "References as BibTeX")[1].count("@article{") == len(records)
    lines = exported(page, "References as text")[1].splitlines()
    assert len(lines) == len(records)
    assert any("温牛奶对护士睡眠的影响" in line for line in lines)


def test_in_chinese_the_files_have_chinese_names(visit: Visit) -> None:
    page = visit(locale="zh-CN")
    ask(page, "牛奶组入睡时间缩短了多少分钟?")
    name, text = exported(page, "参考文献（RIS）", menu="导出")
    assert name == "参考文献.ris"
    assert "温牛奶对护士睡眠的影响" in [entry["title"] for entry in rispy.loads(text)]


def test_what_was_removed_since_it_was_cited_is_left_out(visit: Visit, tmp_path: Path) -> None:
    with running(tmp_path) as (address, _):
        with Assistant.open(home=tmp_path / "home") as assistant:
            list(add_file(assistant.library, TRIALS.encode(), "f"))
            [walnut] = [record.id for record in assistant.library.list() if record.reference.pmid == "90000001"]
            page = visit(address=address)
            ask(page, "How many drivers were randomised to walnut oil?")
            assert WALNUT in exported(page, "References as text")[1]
            assistant.library.remove(walnut)
        assert exported(page, "References as text")[1] == ""
