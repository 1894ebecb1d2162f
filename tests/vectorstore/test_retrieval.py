import pytest
from langchain_core.documents import Document

from assistant import Assistant
from vectorstore.errors import InputError
from vectorstore.library import Library
from vectorstore.passages import from_document, to_document
from vectorstore.plain_text import read_plain_text
from vectorstore.records import Abstract
from vectorstore.retrieval import HybridRetriever


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("What is the aim?", "objective"),
        ("What did they conclude?", "conclusions"),
        ("Who wrote this?", "reference"),
        ("研究目的是什么?", "objective"),
        ("结论是什么?", "conclusions"),
        ("作者是谁?", "reference"),
    ],
)
def test_the_section_that_is_asked_for_comes_first(assistant: Assistant, question: str, role: str) -> None:
    assert assistant.search(question, k=1)[0].chunk.role == role


@pytest.mark.parametrize(("question", "language"), [("signaling pathways", "en"), ("信号通路", "zh")])
def test_the_language_of_the_question_comes_first(assistant: Assistant, question: str, language: str) -> None:
    assert assistant.search(question, k=1)[0].chunk.language == language


def test_passages_come_best_first_and_carry_their_source(assistant: Assistant) -> None:
    passages = assistant.search("glutamatergic system", k=5)
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)
    text = assistant.library.get(passages[0].chunk.abstract_id).text
    assert all(text[p.chunk.start : p.chunk.end] == p.chunk.text for p in passages)
    assert passages[0].doi == "10.1016/j.encep.2013.09.002"


def test_documents_of_the_retriever_keep_scores_and_turn_back_into_passages(assistant: Assistant) -> None:
    documents = assistant.retriever.invoke("synaptic plasticity")
    assert documents[0].metadata["score"] > documents[-1].metadata["score"]
    passages = assistant.search("synaptic plasticity", k=12)
    assert [from_document(document) for document in documents] == passages
    assert [to_document(passage) for passage in passages] == documents


def test_a_foreign_document_is_its_own_record() -> None:
    passage = from_document(Document("氯胺酮有效。", metadata={"source": "notes.txt"}))
    assert (passage.reference, passage.chunk.language, passage.chunk.start, passage.chunk.end) == (
        "notes.txt",
        "zh",
        0,
        6,
    )


def test_search_can_be_limited_to_abstracts(library: Library, trial: Abstract, chinese: Abstract) -> None:
    library.add(trial)
    library.add(chinese)
    retriever = HybridRetriever(library=library)
    assert {p.chunk.abstract_id for p in retriever.passages("ketamine", abstracts=[trial.id])} == {trial.id}
    assert {d.metadata["abstract_id"] for d in retriever.invoke("ketamine", abstracts=[chinese.id])} == {chinese.id}
    assert retriever.passages("ketamine", abstracts=[]) == []
    with pytest.raises(InputError, match=r"No abstract 'nowhere'.*list"):
        retriever.passages("ketamine", abstracts=["nowhere"])


def test_the_best_abstracts_come_back_whole(library: Library, trial: Abstract) -> None:
    library.add(trial)
    retriever = HybridRetriever(library=library, k=1, whole=1)
    found = retriever.invoke("Who wrote about tinnitus in tram drivers?")
    assert {d.metadata["abstract_id"] for d in found} == {trial.id}
    assert len(found) == len(retriever.passages("tinnitus", k=1000, abstracts=[trial.id])) > 1
    assert len(retriever.passages("tinnitus")) == 1


def test_the_authors_of_the_abstract_that_is_meant_come_first(library: Library, trial: Abstract) -> None:
    library.add(trial)
    first = HybridRetriever(library=library).passages("Who wrote about tinnitus in tram drivers?")[0]
    assert (first.chunk.abstract_id, first.chunk.role) == (trial.id, "reference")


def test_the_best_abstracts_only_in_the_other_language_come_whole_too(library: Library, trial: Abstract) -> None:
    for name in ("甲", "乙", "丙"):
        library.add(
            read_plain_text(f"{name}药治疗失眠的试验\n本试验纳入司机120例。{name}药组治疗4周后失眠评分下降。")[0]
        )
    library.add(trial)
    retriever = HybridRetriever(library=library, k=2, whole=1)
    found = retriever.invoke("司机试验中治疗4周后耳鸣评分如何?")
    own = [d for d in found if d.metadata["abstract_id"] == trial.id]
    assert len(own) == len(retriever.passages("tinnitus", k=1000, abstracts=[trial.id]))


def test_what_stands_out_is_told_from_twenty_abstracts_on(library: Library) -> None:
    told = "Remedy {0} was given to {0} people. Sleep rose by {0} minutes after remedy {0}, and nobody coughed."
    retriever = HybridRetriever(library=library)
    library.add_all([read_plain_text(told.format(f"{number}x"))[0] for number in range(18)])
    assert len(library.ids()) == 19
    assert {passage.standing for passage in retriever.passages("What rose after remedy 7x?")} == {None}
    library.add_all([read_plain_text(told.format(f"{number}x"))[0] for number in range(18, 40)])
    best, *others = retriever.passages("What rose after remedy 7x?")
    assert "remedy 7x" in best.chunk.text
    strange = retriever.passages("Do horses like the desert?")[0]
    assert best.standing is not None
    assert others[-1].standing is not None
    assert strange.standing is not None
    assert best.standing > max(others[-1].standing, strange.standing)
    some = library.ids()[:19]
    assert {passage.standing for passage in retriever.passages("What rose after remedy 7x?", abstracts=some)} == {None}
