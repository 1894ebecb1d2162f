import pytest

from vectorstore.embeddings import open_embeddings
from vectorstore.errors import InputError
from vectorstore.reference_lines import citation_fields, is_affiliation, is_authors, is_citation
from vectorstore.terms import asked_terms, stems, terms
from vectorstore.text import language_of


def test_hyphenated_and_joined_spellings_share_a_stem() -> None:
    assert set(stems("neuroinflammation")) & set(stems("neuro-inflammation"))


def test_names_with_digits_are_kept_whole() -> None:
    assert {"il-6", "gsk3", "p", "0.05"} <= set(terms("IL-6, GSK3 (p<0.05)"))


@pytest.mark.parametrize("text", ["TNF-α", "TNFα", "ＴＮＦ-Α", "TNF alpha"])
def test_greek_letters_are_found_by_their_names(text: str) -> None:
    assert set(asked_terms("TNF-alpha")) <= set(terms(text))
    assert set(asked_terms(text)) & set(terms("TNF-alpha")) >= {"tnf", "alpha"}


def test_irregular_plurals_meet_their_singular() -> None:
    assert stems("hypotheses") == stems("hypothesis")


@pytest.mark.parametrize(
    ("text", "language"),
    [("mTOR参与了吗", "zh"), ("Is 氯胺酮 fast?", "en"), ("TRD是?", "zh"), ("12.5", "en"), ("", "en")],
)
def test_language_is_that_of_the_words_around_the_names(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(("name", "message"), [("nonsense", "Unknown embeddings"), ("nobody:model", "can't be loaded")])
def test_unknown_embeddings_are_named(name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        open_embeddings(name)


def test_reference_lines_are_told_from_sentences() -> None:
    assert is_authors("Müller-Lüdenscheid A, van der Berg CD Jr, O'Neil E")
    assert is_authors("张伟, 李娜, 王芳")
    assert not is_authors("Pain, fear, sleep and mood were measured.")
    assert is_citation("Brain Res. 2019 Jan-Feb;12(3 Suppl):e101. PMID: 31234567")
    assert not is_citation("In 2019 we gave 12 (3) mice the drug.")
    assert is_affiliation("Department of Nothing, University of Somewhere, Oslo, Norway.")
    assert not is_affiliation("Patients in the hospital, however, were older.")


def test_citation_fields_read_other_orders() -> None:
    reference = citation_fields(
        "N Invented J Med. 2020 Jul 9;383(2):120-130. doi:10.5555/nijm.2020.12. PMID: 32000001."
    )
    assert (reference.journal, reference.year, reference.volume) == ("N Invented J Med", 2020, "383")
    assert (reference.doi, reference.pmid) == ("10.5555/nijm.2020.12", "32000001")
