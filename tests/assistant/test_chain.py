import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

from assistant import Answer, Assistant, build_chain
from assistant.reading import Draft, Reading
from vectorstore.errors import InputError
from vectorstore.passages import sentences_in
from vectorstore.records import Language, Passage

PATHWAYS = "Which pathways are implicated?"


def without_times(answer: Answer) -> dict[str, object]:
    data = json.loads(answer.to_json())
    del data["elapsed_ms"], data["trace"]["stages_ms"]
    return data


class Notes(BaseRetriever):
    """Somebody else's retriever: plain documents, no scores."""

    texts: list[str]

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [Document(text, metadata={"source": f"note {n}"}) for n, text in enumerate(self.texts)]


class Stubborn:
    """A reader that names whatever sentence ids it is told to."""

    name = "stubborn"

    def __init__(self, *ids: tuple[int, ...]) -> None:
        self.ids = ids

    def read(self, question: str, passages: Sequence[Passage], language: Language) -> Reading:
        sentences = tuple(s for passage in passages for s in sentences_in(passage))
        drafts = tuple(Draft(ids, text="Claim.", language="en") for ids in self.ids)
        return Reading(sentences, (1.0,) * len(sentences), drafts, (), 0.9)


def test_every_way_to_run_the_chain_gives_the_same_answer(assistant: Assistant) -> None:
    expected = without_times(assistant.ask(PATHWAYS))
    chain = assistant.chain
    given = [PATHWAYS, {"question": PATHWAYS}, {"question": PATHWAYS, "history": [], "abstracts": None}]
    assert [without_times(answer) for answer in chain.batch(given)] == [expected] * 3
    assert without_times(asyncio.run(chain.ainvoke(PATHWAYS))) == expected
    assert [without_times(answer) for answer in chain.stream(PATHWAYS)] == [expected]


def test_the_chain_composes_with_functions_and_prompts_around_it(assistant: Assistant) -> None:
    shout = (
        RunnableLambda(lambda topic: f"Which {topic} are implicated?") | assistant.chain | (lambda a: a.text.upper())
    )
    assert "MTOR, GSK3 OR EEF2" in shout.invoke("pathways")
    assert assistant.chain.with_config(tags=["x"]).invoke(PATHWAYS).status == "answered"


def test_the_chain_describes_its_input_and_output(assistant: Assistant) -> None:
    schema = assistant.chain.input_schema.model_json_schema()
    assert {"question", "history", "abstracts", "language"} <= set(schema["$defs"]["ChainInput"]["properties"])
    assert assistant.chain.output_schema is Answer


def test_threads_share_an_assistant(assistant: Assistant) -> None:
    questions = [PATHWAYS, "涉及哪些信号通路?", "What dose was given?", "Who wrote it?"] * 4
    with ThreadPoolExecutor(4) as pool:
        together = [without_times(answer) for answer in pool.map(assistant.ask, questions)]
    assert together == [without_times(assistant.ask(question)) for question in questions]


def test_streaming_gives_each_statement_and_then_the_answer(assistant: Assistant) -> None:
    *statements, answer = assistant.stream("What did the authors conclude?")
    assert isinstance(answer, Answer)
    assert tuple(statements) == answer.statements
    assert statements


def test_history_may_be_pairs_or_messages(assistant: Assistant) -> None:
    messages = [SystemMessage("Be kind."), HumanMessage("Is mTOR involved?"), AIMessage("Yes.")]
    for history in ([("Is mTOR involved?", "Yes.")], messages):
        answer = assistant.ask("And GSK3?", history=history)
        assert answer.standalone_question == "Is GSK3 involved?"
        assert "GSK3" in answer.text


def test_an_answer_can_be_limited_to_abstracts_and_to_a_language(assistant: Assistant) -> None:
    known = assistant.library.list()[0].id
    assert assistant.ask(PATHWAYS, abstracts=[known]).library.searched == 1
    nothing = assistant.ask(PATHWAYS, abstracts=[])
    assert (nothing.status, nothing.refusal and nothing.refusal.reason) == ("refused", "empty_library")
    assert assistant.ask("mTOR GSK3", language="zh").statements[0].language == "zh"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("", "There is no question"),
        (" \n", "There is no question"),
        ("x" * 20_001, "20,001 characters"),
        ({"query": "x"}, "question"),
        ({"question": "x", "language": "fr"}, "language"),
        ({"question": "x", "history": [["only one"]]}, "history"),
        ({"question": "x", "abstracts": ["nowhere"]}, "No abstract 'nowhere'"),
    ],
)
def test_input_that_can_not_be_used_is_named(
    assistant: Assistant, given: str | dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        assistant.chain.invoke(given)


def test_any_retriever_can_feed_the_chain() -> None:
    answer = build_chain(Notes(texts=["Tea calms cats. Dogs ignore tea."])).invoke("What does tea do to cats?")
    assert answer.text == "Tea calms cats. [1]"
    citation = answer.citations[0]
    assert (citation.quote, citation.start, citation.end, citation.reference) == ("Tea calms cats.", 0, 15, "note 0")


def test_a_reader_of_ones_own_can_not_cite_what_is_not_there() -> None:
    chain = build_chain(Notes(texts=["One. Two."]), Stubborn((0, 1), (2,), (), (-1,)))
    answer = chain.invoke("What?")
    assert [statement.citations for statement in answer.statements] == [(1, 2)]
    assert [citation.quote for citation in answer.citations] == ["One.", "Two."]
    assert [gone.text for gone in answer.withdrawn] == ["Claim."] * 3
    assert all("sentence" in gone.reason for gone in answer.withdrawn)


def test_when_nothing_survives_the_answer_is_a_refusal_that_says_so() -> None:
    answer = build_chain(Notes(texts=["One."]), Stubborn((7,))).invoke("What?")
    assert (answer.status, answer.refusal and answer.refusal.reason) == ("refused", "unsupported")
    assert answer.text == answer.refusal.message  # type: ignore[union-attr]


def test_without_passages_no_reader_is_called() -> None:
    class Never(Stubborn):
        def read(self, question: str, passages: Sequence[Passage], language: Language) -> Reading:
            raise AssertionError("called")

    assert build_chain(Notes(texts=[]), Never()).invoke("What?").status == "refused"


def test_answers_are_frozen(assistant: Assistant) -> None:
    answer = assistant.ask(PATHWAYS)
    with pytest.raises(ValidationError, match="frozen"):
        answer.statements[0].text = "other"  # type: ignore[misc]


def test_the_json_is_that_of_the_contract(assistant: Assistant) -> None:
    data = json.loads(assistant.ask("What dose was given?").to_json())
    assert list(data) == [
        "schema", "question", "standalone_question", "language", "status", "confidence", "statements", "citations",
        "withdrawn", "notices", "refusal", "model", "library", "trace", "elapsed_ms",
    ]  # fmt: skip
    assert set(data["refusal"]) == {"reason", "message", "missing", "nearest"}
    assert set(data["refusal"]["nearest"][0]) == {
        "number", "abstract_id", "section", "language", "quote", "start", "end", "text_sha256", "reference", "doi",
        "pmid", "design", "retracted", "concern", "corrected", "foreign", "year",
    }  # fmt: skip
    assert set(data["trace"]) == {
        "version", "embeddings", "prompt", "tokens_in", "tokens_out", "passages", "sentences", "stages_ms",
    }  # fmt: skip
    assert set(data["trace"]["stages_ms"]) == {"retrieve", "read", "check"}
    assert set(data["library"]) == {"abstracts", "searched", "newest_year", "fingerprint"}


def test_two_openings_give_the_same_bytes(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> None:
    with Assistant.open(home=tmp_path_factory.mktemp("other")) as other:
        for question in (PATHWAYS, "作者是谁?", "副作用有哪些?"):
            assert without_times(other.ask(question)) == without_times(assistant.ask(question))
