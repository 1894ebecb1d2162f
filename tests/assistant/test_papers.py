"""A small library of papers of several kinds: which one says it, what kind of study it is, and what was retracted."""

import csv
import json
import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from assistant import Assistant, wording
from assistant.references import as_references
from assistant.sharing import as_text
from tests.assistant.test_command_line import run
from tests.vectorstore.pubmed import CHINESE, RIS, TEXT, TRIALS, XML
from vectorstore.adding import add_file
from vectorstore.passages import from_document
from vectorstore.readers.formats import read_records
from vectorstore.records import Abstract
from vectorstore.selection import Selection, study_design

NOTICE = '<CommentsCorrections RefType="ErratumIn"><RefSource>Ann Tea. 2020;1:1</RefSource></CommentsCorrections>'


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant.open(home=tmp_path_factory.mktemp("papers")) as assistant:
        for name, text in (("t.nbib", TRIALS), ("x.xml", XML), ("c.jsonl", CHINESE)):
            assert {added.became for added in add_file(assistant.library, text.encode(), name)} <= {"added", "skipped"}
        yield assistant


def named(papers: Assistant, selection: Selection) -> list[str]:
    return [abstract.reference.pmid or abstract.id for abstract in papers.library.select(selection)]


def test_a_citation_says_which_paper_and_what_kind_of_study(papers: Assistant) -> None:
    answer = papers.ask("How much did walnut oil lower the tinnitus score?")
    assert "11 points" in answer.text
    cited = answer.citations[0]
    assert (cited.pmid, cited.design, cited.year, cited.retracted) == ("90000001", "randomised_trial", 2021, False)
    assert (answer.library.searched, answer.library.newest_year) == (7, 2023)
    assert "results · randomised trial · Okafor B" in as_text(answer)


def test_corrections_and_concerns_are_named_and_nothing_is_refused(tmp_path: Path) -> None:
    notices = (
        "EIN - J Invented Med. 2021 Jun;12(6):300\nECI - J Invented Med. 2022;13:1. PMID: 90000088\nMH  - Humans\n"
    )
    where = ("J Invented Med. 2022;13:1. PMID: 90000088", "J Invented Med. 2021 Jun;12(6):300")
    with Assistant.open(home=tmp_path) as assistant:
        list(add_file(assistant.library, TRIALS.replace("MH  - Humans\n", notices, 1).encode(), "t.nbib"))
        answer = assistant.ask("Does walnut oil relieve tinnitus in tram drivers?")
        cited = answer.citations[0]
        assert (answer.status, cited.concern, cited.corrected) == ("answered", *where)
        assert not cited.retracted
        assert f"expression of concern: {where[0]} · corrected: {where[1]}" in wording.source(cited, "en")
        assert f"期刊已发表关注声明：{where[0]} · 已更正：{where[1]}" in wording.source(cited, "zh")
        assert f"corrected: {where[1]}" in as_text(answer)
        first = assistant.retriever.invoke("walnut oil tinnitus handicap score")[0]
        assert (from_document(first).concern, from_document(first).corrected) == where
    listed = run(tmp_path, "list", "--text", "walnut").stdout
    assert f"  en  expression of concern: {where[0]} · corrected: {where[1]} · Okafor B" in listed
    [row] = json.loads(run(tmp_path, "list", "--json", "--text", "walnut").stdout)
    assert (row["concern"], row["corrected"]) == where


def test_a_retracted_paper_is_marked_and_can_be_left_out(papers: Assistant) -> None:
    answer = papers.ask("Does saffron cure insomnia?")
    assert answer.citations[0].retracted
    assert "retracted" in [notice.kind for notice in answer.notices]
    assert "RETRACTED" in as_text(answer)
    kept = [abstract.id for abstract in papers.library.select(Selection(without_retracted=True))]
    assert len(kept) == 6
    without = papers.ask("Does saffron cure insomnia?", abstracts=kept)
    assert "90000004" not in [citation.pmid for citation in without.citations]


def test_a_sentence_that_says_just_what_is_asked_answers_a_yes_or_no_question(papers: Assistant) -> None:
    assert "cured insomnia" in papers.ask("Did saffron cure insomnia?").text


def test_only_trials_are_asked_where_only_trials_are_meant(papers: Assistant) -> None:
    trials = [abstract.id for abstract in papers.library.select(Selection(designs=("randomised_trial",)))]
    assert len(trials) == 3
    everything, limited = (papers.ask("Who learned a maze?", abstracts=scope) for scope in (None, trials))
    assert "90000006" in [citation.pmid for citation in everything.citations]
    assert limited.citations == ()


def test_an_animal_study_has_a_chinese_abstract_beside_its_own(papers: Assistant) -> None:
    answer = papers.ask("大鼠多少天学会迷宫?")
    assert "3天" in answer.text
    assert answer.citations[0].design == "animal"


def test_a_chinese_trial_answers_in_chinese(papers: Assistant) -> None:
    answer = papers.ask("有多少名护士被随机分组?")
    assert "60名" in answer.text
    assert answer.citations[0].design == "randomised_trial"


def test_limits_go_by_year_journal_language_and_words(papers: Assistant) -> None:
    assert named(papers, Selection(first_year=2021, last_year=2021)) == ["90000001"]
    assert named(papers, Selection(journal="small animals")) == ["90000006"]
    assert "90000006" in named(papers, Selection(language="zh"))
    assert named(papers, Selection(text="chamomile")) == ["90000002"]


def test_the_fuller_of_two_records_wins_whichever_came_first(tmp_path: Path) -> None:
    title = "Walnut oil for tinnitus in tram drivers: a randomised controlled trial"
    bare = f"TY  - JOUR\nTI  - {title}\nPY  - 2021\nAB  - Oil helped.\nER  - \n"
    with Assistant.open(home=tmp_path / "a") as assistant:
        outcomes = [
            added.became
            for text in (bare, TRIALS, bare, TRIALS)
            for added in add_file(assistant.library, text.encode(), "f")
            if added.became != "skipped"
        ]
        assert outcomes == ["added", "updated", "added", "kept", "unchanged", "unchanged"]
        assert len(assistant.library.ids()) == 3  # with the bundled one


def test_a_record_that_says_something_twice_is_the_same_when_it_comes_again(tmp_path: Path) -> None:
    row = {"title": "Tea", "abstract": "Tea helped.", "doi": "10.5555/t", "publication types": "Review; Review"}
    xml = XML.replace("</KeywordList>", '<Keyword MajorTopicYN="N">saffron</Keyword></KeywordList>')
    xml = xml.replace("<CommentsCorrectionsList>", "<CommentsCorrectionsList>" + NOTICE * 2)
    with Assistant.open(home=tmp_path) as assistant:
        for text in (json.dumps(row | {"keywords": "cats; cats"}), xml):
            first, again = ([a.became for a in add_file(assistant.library, text.encode(), "f")] for _ in range(2))
            assert {*first} == {"added"}
            assert {*again} == {"unchanged"}


def test_a_retraction_is_kept_whichever_record_knows_of_it(tmp_path: Path) -> None:
    poor = "TY  - JOUR\nTI  - Saffron cures insomnia\nDO  - 10.5555/amp.2018.4\nPY  - 2018\nAB  - {}\nER  - \n"
    long = "To see whether saffron helps. Saffron cured insomnia in all 30 patients; CO2 was unchanged, (c) 2018."
    for texts in ((XML, poor.format(long)), (poor.format(long), XML), (XML, poor.format("To see"))):
        home = tmp_path / str(len(list(tmp_path.iterdir())))
        with Assistant.open(home=home) as assistant:
            for text in texts:
                list(add_file(assistant.library, text.encode(), "f"))
            [saffron] = list(assistant.library.select(Selection(text="saffron")))
            assert saffron.reference.retracted
            assert (saffron.reference.pmid, saffron.reference.doi) == ("90000004", "10.5555/amp.2018.4")
            assert saffron.reference.mesh


def test_an_abstract_that_was_cut_off_does_not_replace_the_whole(tmp_path: Path) -> None:
    cut = re.sub(r"RESULTS: Walnut.*?relieve tinnitus\.", "", TRIALS, flags=re.DOTALL)
    with Assistant.open(home=tmp_path) as assistant:
        list(add_file(assistant.library, TRIALS.encode(), "f"))
        assert next(added.became for added in add_file(assistant.library, cut.encode(), "f")) == "kept"


def test_another_article_of_the_same_title_stays_another(tmp_path: Path) -> None:
    other = TRIALS.replace("90000001", "90000011").replace("10.5555/jim.2021.77", "10.5555/other")
    with Assistant.open(home=tmp_path) as assistant:
        list(add_file(assistant.library, TRIALS.encode(), "a"))
        assert {a.became for a in add_file(assistant.library, other.encode(), "b")} == {"added", "unchanged", "skipped"}


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_two_records_that_a_third_shows_to_be_one_become_one(tmp_path: Path, order: tuple[int, ...]) -> None:
    by_number = "PMID- 77\nTI  - Tea and the cats of Rome\nAB  - Cats drank.\nMH  - Cats\nDP  - 2020\n"
    by_number += "RIN - J Tea. 2021;2:1\n"
    by_doi = "TY  - JOUR\nTI  - Of tea\nDO  - 10.5555/tea\nVL  - 3\nAB  - Cats drank tea, and slept.\nER  - \n"
    by_both = "PMID- 77\nLID - 10.5555/tea [doi]\nTI  - Tea\nAB  - Cats.\nDP  - 2020\n"
    with Assistant.open(home=tmp_path) as assistant:
        texts = [(by_number, by_doi, by_both)[place] for place in order]
        told = [added for text in texts for added in add_file(assistant.library, text.encode(), "f")]
        [tea] = [record for record in assistant.library.list() if record.reference.pmid]
        known = tea.reference
        assert (known.pmid, known.doi, known.mesh, known.volume) == ("77", "10.5555/tea", ("Cats",), "3")
        assert known.retracted
        assert "Cats drank tea, and slept." in tea.text
        assert [added.became for added in told][-1] == ("joined" if order[-1] == 2 else "updated")
        assert told[-1].id == tea.id
        assert len(assistant.library.ids()) == 2  # with the bundled one
        assert {passage.chunk.abstract_id for passage in assistant.search("Which cats drank tea?", k=3)} == {tea.id}


def test_records_that_contradict_each_other_are_not_made_one(tmp_path: Path) -> None:
    one = "PMID- 77\nLID - 10.5555/one [doi]\nTI  - Tea and the cats\nAB  - Cats drank.\nDP  - 2020\n"
    other = one.replace("77", "78").replace("/one", "/other").replace("cats", "dogs")
    mistaken = one.replace("/one", "/other")
    with Assistant.open(home=tmp_path) as assistant:
        told = [a for text in (one, other, mistaken) for a in add_file(assistant.library, text.encode(), "f")]
        assert "joined" not in {added.became for added in told}
        assert {"10.5555/one", "10.5555/other"} <= {record.reference.doi for record in assistant.library.list()}


def test_a_library_goes_out_and_comes_back_without_loss(papers: Assistant, tmp_path: Path) -> None:
    records = papers.library.list()
    text = "".join(as_references(records, "jsonl"))
    assert list(read_records(text.encode(), "x")) == records


def test_references_come_back_from_ris(papers: Assistant) -> None:
    records = [record for record in papers.library.list() if record.reference.pmid]
    back = [r for r in read_records("".join(as_references(records, "ris")).encode(), "x") if isinstance(r, Abstract)]
    names = ("authors", "title", "journal", "year", "volume", "issue", "pages", "doi", "pmid")
    for name in names:
        assert [getattr(r.reference, name) for r in back] == [getattr(r.reference, name) for r in records]


def test_keywords_come_in_are_found_and_go_out_again(tmp_path: Path) -> None:
    with Assistant.open(home=tmp_path) as assistant:
        list(add_file(assistant.library, RIS.encode(), "x.ris"))
        [walnut] = assistant.library.select(Selection(text="Tram noise"))
        assert assistant.library.find("tram noise") == (1, [walnut])
        [ris], [bibtex] = as_references([walnut], "ris"), as_references([walnut], "bibtex")
        words = ["Tinnitus/drug therapy", "tram noise", "H₂O"]
        assert re.findall(r"^KW  - (.*)$", ris, re.MULTILINE) == words
        assert "keywords = {Tinnitus/drug therapy, tram noise, H₂O}," in bibtex
        [back] = read_records(ris.encode(), "x")
        assert back.reference.keywords == tuple(words)
        list(add_file(assistant.library, TRIALS.encode(), "x.nbib"))
        assert assistant.library.get(walnut.id).reference.mesh == ("Humans", "Tinnitus/*drug therapy")
        [ris] = as_references([assistant.library.get(walnut.id)], "ris")
        assert re.findall(r"^KW  - (.*)$", ris, re.MULTILINE) == ["Humans", *words[:2], "walnuts", words[2]]


def test_bibtex_and_vancouver_name_the_article() -> None:
    [walnut] = [record for record in read_records(RIS.encode(), "x") if isinstance(record, Abstract)]
    [bibtex] = as_references([walnut], "bibtex")
    assert "author = {Okafor, B. A. and {Tram Study Group}}," in bibtex
    assert "doi = {10.5555/jim.2021.77}" in bibtex
    [line] = as_references([walnut], "vancouver")
    assert line.startswith("Okafor BA, Tram Study Group. Walnut oil for tinnitus. J Invented Med. 2021;12(3):101-109.")
    retracted = next(r for r in read_records(TEXT.encode(), "x") if isinstance(r, Abstract) and r.reference.retracted)
    assert "[Retracted]" in next(as_references([retracted], "vancouver"))


def test_signs_of_tex_are_escaped() -> None:
    text = RIS.replace("Walnut oil for tinnitus", "50% of {tea} & $5_cakes")
    [record] = [record for record in read_records(text.encode(), "x") if isinstance(record, Abstract)]
    assert r"50\% of {\textbraceleft}tea{\textbraceright} \& \$5\_cakes" in next(as_references([record], "bibtex"))


def test_the_command_line_adds_lists_limits_and_exports(tmp_path: Path) -> None:
    home, report = tmp_path / "home", tmp_path / "report.csv"
    (tmp_path / "t.nbib").write_text(TRIALS, encoding="utf-8")
    (tmp_path / "x.xml").write_text(XML, encoding="utf-8")
    added = run(home, "add", str(tmp_path / "t.nbib"), str(tmp_path / "x.xml"), "--report", str(report))
    assert added.returncode == 0
    assert "t.nbib: 2 added, 1 skipped" in added.stdout
    assert added.stdout.splitlines()[-1] == "5 added, 1 skipped"
    assert "record 3 (PMID 90000003): it has no abstract." in added.stderr
    with report.open(encoding="utf-8", newline="") as file:
        assert [row["became"] for row in csv.DictReader(file)].count("added") == 5
    rows = json.loads(run(home, "list", "--json", "--design", "trial").stdout)
    assert [row["pmid"] for row in rows] == ["90000001", "90000002"]
    assert json.loads(run(home, "list", "--json", "--year", "2018").stdout)[0]["retracted"]
    limited = json.loads(run(home, "ask", "--json", "--design", "animal", "Who learned a maze?").stdout)
    assert {citation["pmid"] for citation in limited["citations"]} == {"90000006"}
    assert limited["library"]["searched"] == 1
    assert "@article{" in run(home, "ask", "--references", "bibtex", "Who learned a maze?").stdout
    out = tmp_path / "all.jsonl"
    assert "6 records" in run(home, "export", "--out", str(out)).stdout
    assert run(tmp_path / "other", "add", str(out)).stdout.splitlines()[-1] == "5 added, 1 already there"
    wrong = run(home, "list", "--design", "tea")
    assert wrong.returncode == 2
    assert "There is no study design 'tea'" in wrong.stderr
    nothing = run(home, "ask", "--year", "1999", "Why?")
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "fits these limits" in nothing.stderr


def test_every_paper_has_its_design(papers: Assistant) -> None:
    found = {record.reference.pmid: study_design(record) for record in papers.library.list()}
    assert found["90000001"] == found["90000002"] == "randomised_trial"
    assert found["90000006"] == "animal"
