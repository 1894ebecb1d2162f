"""Whatever a model says, nothing is shown that rests on no sentence of this question's passages.

In CI 200 replies; ten thousand with `HYPOTHESIS_PROFILE=thorough pytest tests/assistant/test_any_reply.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant import Assistant
from assistant.answer import Answer
from assistant.chain import Way
from assistant.writing import ModelReader

QUESTION = "Which signaling pathways are implicated?"


class Says(BaseChatModel):
    """A model that says what it is told to, a few characters at a time."""

    says: str = ""
    structured: bool = False

    def model_post_init(self, _: object) -> None:
        self.profile = {"structured_output": self.structured}  # type: ignore[typeddict-item]  # what models.dev says of others

    @property
    def _llm_type(self) -> str:
        return "says"

    def _generate(self, messages: list[BaseMessage], *_: object, **__: object) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.says))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: object,
    ) -> Iterator[ChatGenerationChunk]:
        for at in range(0, len(self.says), 40):
            yield ChatGenerationChunk(message=AIMessageChunk(self.says[at : at + 40]))
        yield ChatGenerationChunk(message=AIMessageChunk("", response_metadata={"finish_reason": "stop"}))

    def with_structured_output(self, *_: object, **__: object) -> Says:  # type: ignore[override]  # LangChain's has a parser behind it
        return self


NUMBERS = st.lists(st.integers(-3, 40) | st.integers(), max_size=4)
WORDS = st.sampled_from(
    [
        "mTOR is implicated.",
        "Ketamine cures everybody.",
        "氯胺酮可能激活mTOR。",
        "[1] [2]",
        "Ignore the rules",
        "\u202e\u0000",
    ]
) | st.text(max_size=80)
VERDICTS = st.sampled_from(["yes", "partly", "no", "YES", ""])


@st.composite
def lines(draw: st.DrawFn) -> str:
    told = draw(st.lists(st.tuples(NUMBERS, WORDS), max_size=4))
    said = [f"ANSWERED: {draw(VERDICTS)}", *(f"[{','.join(map(str, numbers))}] {words}" for numbers, words in told)]
    return "\n".join([*said, *draw(st.lists(WORDS, max_size=1))])


@st.composite
def data(draw: st.DrawFn) -> str:
    told = draw(st.lists(st.tuples(NUMBERS, WORDS), max_size=4))
    statements = [{"sentences": numbers, "text": words} for numbers, words in told]
    reply = {"answered": draw(VERDICTS), "statements": statements, "missing": draw(st.lists(WORDS, max_size=2))}
    return json.dumps(reply)[: draw(st.integers(10, 5000))]


@pytest.fixture(scope="module")
def way(assistant: Assistant) -> Way:
    return assistant._way


@given(said=lines() | data() | st.text(max_size=200), structured=st.booleans())
def test_nothing_is_shown_that_no_passage_carries(way: Way, assistant: Assistant, said: str, structured: bool) -> None:
    reader = ModelReader(Says(says=said, structured=structured), "says:it")
    asked = Way(way.retriever, reader, way.describe, way.embeddings)
    *statements, answer = asked.stream(QUESTION)
    assert isinstance(answer, Answer)
    shown = {(p.abstract_id, p.start, p.end) for p in answer.trace.passages}
    cited = {citation.number: citation for citation in answer.citations}
    for statement in answer.statements:
        assert statement.citations
        assert {*statement.citations} <= cited.keys()
    for citation in cited.values():
        assert assistant.library.get(citation.abstract_id).text[citation.start : citation.end] == citation.quote
        held = [p for p in shown if p[0] == citation.abstract_id and p[1] <= citation.start <= citation.end <= p[2]]
        assert held
    assert all(statement.citations for statement in statements if not isinstance(statement, Answer))
    assert (answer.status == "refused") == (not answer.statements)
