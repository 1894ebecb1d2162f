"""Opening a language model: each failure is a sentence with the way out, and no key stands in it."""

import sys
from collections.abc import Iterator

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

from assistant.models import open_model
from assistant.prompts import asking
from assistant.talking import Limits, try_connection
from vectorstore.chunks import count_tokens
from vectorstore.errors import ModelError

CANARY = "sk-canary-7d1f"


class RefusedError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(f"Incorrect key {CANARY}")
        self.status_code = status


class Model(GenericFakeChatModel):
    """Answers, or fails."""

    error: Exception | None = None

    def _stream(self, *_: object, **__: object) -> Iterator[ChatGenerationChunk]:
        if self.error:
            raise self.error
        yield ChatGenerationChunk(message=AIMessageChunk("yes", response_metadata={"finish_reason": "stop"}))


def provide(monkeypatch: pytest.MonkeyPatch, error: Exception | None = None) -> dict[str, object]:
    """Whatever is asked for, LangChain gives one model; gives what it was asked with."""
    asked: dict[str, object] = {}

    def init(name: str, **options: object) -> Model:
        asked.update(options, model=name)
        return Model(messages=iter([]), error=error)

    monkeypatch.setattr("langchain.chat_models.init_chat_model", init)
    return asked


@pytest.mark.parametrize("name", ["gpt", ":gpt", "openai:", ""])
def test_a_name_without_provider_or_model_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(ModelError, match="provider:model"):
        open_model(name)


def test_a_missing_key_is_named_by_its_variable() -> None:
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        open_model("openai:gpt-5", environment={})


def test_a_server_of_ones_own_needs_no_key() -> None:
    assert open_model("openai:local", environment={"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"})


def test_a_missing_package_comes_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(ModelError, match=r'pip install "abstract-assistant\[anthropic\]"'):
        open_model("anthropic:claude", CANARY)
    with pytest.raises(ModelError, match="pip install langchain-mistralai"):
        open_model("mistralai:large")


def test_an_unknown_provider_is_a_sentence() -> None:
    with pytest.raises(ModelError, match="provider spelt right"):
        open_model("nobody:none")


def test_a_model_that_answers_passes_with_the_key_that_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = provide(monkeypatch)
    try_connection("openai:gpt-5", CANARY)
    assert asked == {
        "model": "gpt-5",
        "model_provider": "openai",
        "api_key": CANARY,
        "timeout": 60,
        "max_retries": 0,
        "max_tokens": 1500,
        "stream_usage": True,
    }


@pytest.mark.parametrize(
    ("name", "passed"),
    [
        ("openai:m", {"timeout": 60, "max_retries": 0, "max_tokens": 1500, "stream_usage": True}),
        ("anthropic:m", {"timeout": 60, "max_retries": 0, "max_tokens": 1500}),
        (
            "ollama:m",
            {
                "client_kwargs": {"timeout": 60},
                "num_predict": 1500,
                "num_ctx": 12_288,  # else its server cuts the abstracts off and says nothing
                "profile": {"structured_output": True},
            },
        ),
    ],
)
def test_each_provider_is_given_the_limits_by_its_own_names(
    name: str, passed: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = provide(monkeypatch)
    open_model(name, environment={"OPENAI_API_KEY": CANARY, "ANTHROPIC_API_KEY": CANARY})
    assert asked == {"model": "m", "model_provider": name.split(":")[0], **passed}


def test_what_is_longest_has_room_in_what_ollama_is_told() -> None:
    longest = Limits().tokens * 1.3  # other models count the same text with up to so many more tokens
    instructions = count_tokens("".join(message.text for message in asking("?", [], "zh", in_lines=True)))
    assert longest + instructions + 2 * 1500 < 12_288  # a reply, and the one before it that can't be used


@pytest.mark.parametrize("variable", ["ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL"])
def test_a_gateway_to_anthropic_needs_no_key(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = provide(monkeypatch)
    with pytest.raises(ModelError, match="ANTHROPIC_API_KEY"):
        open_model("anthropic:claude", environment={})
    open_model("anthropic:claude", environment={variable: "http://127.0.0.1:9"})
    assert asked["api_key"] == "none"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RefusedError(413), "so long a text"),
        (RefusedError(422), r"refused the request \(status 422\)"),
        (RefusedError(200), "failed in the middle"),
        (RefusedError(-1), "failed in the middle"),
        (ValueError(CANARY), r"is no reply \(is the address right\?"),
        (RefusedError(401), "did not accept the key"),
        (RefusedError(404), "knows no model of that name"),
        (RefusedError(429), "no more requests for now"),
        (RefusedError(503), "server failed"),
        (ConnectionError(CANARY), "can't be reached"),
        (TimeoutError(), "longer than 60 seconds"),
    ],
)
def test_a_model_that_does_not_answer_is_a_sentence_without_the_key(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    provide(monkeypatch, error)
    with pytest.raises(ModelError, match=said) as caught:
        try_connection("openai:gpt-5", CANARY)
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None
