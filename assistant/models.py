"""Language models by name, through LangChain; every failure is one plain sentence that holds no key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TIMEOUT = 60
"""Seconds that a server has to be reached, and for each piece of its reply."""

_REPLY = 1500  # tokens of a reply, at most
_ROOM = 12_288  # tokens that a question of the longest kind and its reply take, however a model counts

_EXTRAS = ("openai", "anthropic", "ollama")  # of our pyproject.toml

_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}  # who needs a key, and where it is looked for
_ADDRESSES = {
    "openai": ("OPENAI_BASE_URL", "OPENAI_API_BASE"),
    "anthropic": ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL"),
}  # of a server of one's own, which may need none
_NO_KEY = "none"  # the client wants one all the same

_LIMITS = {"timeout": TIMEOUT, "max_retries": 0, "max_tokens": _REPLY}
_OPTIONS: dict[str, dict[str, Any]] = {
    "openai": {**_LIMITS, "stream_usage": True},
    "anthropic": _LIMITS,
    "ollama": {
        "client_kwargs": {"timeout": TIMEOUT},
        "num_predict": _REPLY,
        "num_ctx": _ROOM,  # its server cuts off what is longer than its default, and says nothing
        "profile": {"structured_output": True},  # by a grammar, whatever the model
    },
}  # each provider has names of its own; whoever is not here is left at its defaults

_REFUSING: set[str] = set()  # models that have refused a temperature since the program began

_STATUSES = {
    -1: "its server failed in the middle of it",  # of Ollama
    200: "its server failed in the middle of it",
    400: "it can't take the request (does the model know chat, and so long a text?)",
    401: "it did not accept the key",
    403: "it did not accept the key",
    404: "it knows no model of that name",
    413: "so long a text is more than it takes",
    429: "it takes no more requests for now: too many, or none left to spend",
}


def open_model(name: str, key: str = "", environment: Mapping[str, str] | None = None) -> BaseChatModel:
    """The language model of that name.

    Args:
        name: `provider:model` as LangChain's `init_chat_model` takes it.
        key: The provider's key; else it is read from the environment.
        environment: Variables to look for a key in; those of the process by default.

    Returns:
        The model; nothing was asked of it yet.

    Raises:
        ModelError: The name, the provider's package or the key is missing.
    """
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise ModelError(f"Unknown model {name!r}. Use 'builtin', or 'provider:model' such as 'ollama:llama3.2'.")
    variables = os.environ if environment is None else environment
    variable = _KEYS.get(provider)
    if variable and not key and not variables.get(variable):
        if not any(variables.get(address) for address in _ADDRESSES.get(provider, ())):
            raise ModelError(f"The model {name!r} needs a key: set {variable}, or type the key on the settings page.")
        key = _NO_KEY
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"api_key": key} if key else {}
    try:
        found: BaseChatModel = init_chat_model(model, model_provider=provider, **_OPTIONS.get(provider, {}), **options)
    except ImportError:
        package = f'"abstract-assistant[{provider}]"' if provider in _EXTRAS else f"langchain-{provider}"
        raise ModelError(f"The model {name!r} needs a package that is not installed: pip install {package}") from None
    except Exception as e:  # a vendor's own words may hold the key
        reason = type(e).__name__
        raise ModelError(f"The model {name!r} can't be used ({reason}). Is its provider spelt right?") from None
    return found


def steady(model: BaseChatModel, name: str) -> BaseChatModel:
    """The model at temperature 0, so that it answers alike each time; as it is where it has one, or takes none.

    Args:
        model: As it was opened.
        name: `provider:model`; one that `refuses_temperature` is not asked with one again.
    """
    takes = "temperature" in type(model).model_fields and (model.profile or {}).get("temperature", True)
    if name in _REFUSING or not takes or "temperature" in model.model_fields_set:
        return model
    return model.model_copy(update={"temperature": 0.0})


def refuses_temperature(name: str, error: Exception) -> bool:
    """Whether a model failed because it takes no temperature; from then on `steady` leaves it as it is."""
    refused = getattr(error, "status_code", 400) == 400 and "temperature" in str(error).casefold()
    if refused:
        _REFUSING.add(name)
    return refused


def plainly(name: str, error: Exception) -> str:
    """Why a model gave no answer, in a sentence that holds no word of the vendor's, since a key may be among them."""
    return f"The model {name!r} gave no answer: {_reason(error)}."


def _reason(error: Exception) -> str:
    kind, status = type(error).__name__, getattr(error, "status_code", None)
    if isinstance(status, int):
        failed = "refused the request" if 400 <= status < 500 else "failed"
        return _STATUSES.get(status) or f"its server {failed} (status {status})"
    if "timeout" in kind.casefold():
        return f"it took longer than {TIMEOUT} seconds"
    if isinstance(error, ValueError):
        return f"what its server sent is no reply (is the address right? {kind})"
    return f"it can't be reached ({kind})"
