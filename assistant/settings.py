"""What a user can choose, read in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "ABSTRACT_ASSISTANT_HOME"
"""Environment variable that names the folder of the library."""


BUILTIN = "builtin"
"""The model that is none: the built-in reader."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; the defaults need no key, no model and no network."""

    home: Path
    """Folder of the library and its index."""
    model: str = BUILTIN
    """`builtin`, or `provider:model` as LangChain's `init_chat_model` takes it."""
    embeddings: str = "builtin"
    """`builtin`, or `provider:model` as LangChain's `init_embeddings` takes it."""
    passages: int = 12
    """Most passages that a question is answered from."""
    verbose: bool = False
    """Say on standard error what happens."""


def settings_from(
    home: str | os.PathLike[str] | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    model: str | None = None,
    embeddings: str | None = None,
    verbose: bool = False,
) -> Settings:
    """The settings: what is given, else what the environment says, else the defaults.

    Args:
        home: Folder of the library; else `ABSTRACT_ASSISTANT_HOME`; else the user's data folder of this platform.
        environment: Variables to read; those of the process by default.
        model: Name of the model.
        embeddings: Name of the embeddings.
        verbose: Whether to say what happens.

    Returns:
        Settings with an absolute home.
    """
    variables = os.environ if environment is None else environment
    chosen = home or variables.get(HOME_VARIABLE) or _default_home()
    return Settings(Path(chosen).expanduser().absolute(), model or BUILTIN, embeddings or "builtin", verbose=verbose)


def _default_home() -> str:
    from platformdirs import user_data_dir

    return user_data_dir("abstract-assistant", appauthor=False)
