"""Parts that many tests share: a real assistant over a temporary library, and abstracts of our own writing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from assistant import Assistant
from tests.model_server import KEY, ModelServer, serve
from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library
from vectorstore.plain_text import read_plain_text
from vectorstore.records import Abstract

settings.register_profile("default", deadline=None, derandomize=True, max_examples=200)
settings.register_profile("thorough", deadline=None, max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

TRIAL = """Walnut oil for tinnitus in tram drivers
Okafor B, Lindqvist M, Tan WL
J Invented Med. 2021 Mar 5;12(3):101-9. doi: 10.5555/jim.2021.77.
BACKGROUND: Tinnitus is common among tram drivers and has no accepted treatment.
METHODS: We randomised 84 drivers to 5 mL walnut oil daily or placebo for 12 weeks.
RESULTS: Walnut oil lowered the tinnitus handicap score by 11 points (p=0.03). Two drivers reported nausea.
CONCLUSIONS: Walnut oil may relieve tinnitus in tram drivers.
"""
"""A labelled trial; every word of it is invented here."""

CHINESE = """目的:探讨睡前饮用温牛奶对护士夜班后失眠的影响。
方法:将60名护士随机分为牛奶组和对照组,每组30名,干预4周。
结果:牛奶组入睡时间缩短了18分钟,差异有统计学意义(P<0.05)。未见不良反应。
结论:温牛奶可缩短夜班护士的入睡时间。
"""
"""A labelled Chinese trial; every word of it is invented here."""


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the bundled abstract alone; tests that change the library make their own."""
    with Assistant.open(home=tmp_path_factory.mktemp("home")) as opened:
        yield opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of its own, holding the bundled abstract."""
    opened = Library(tmp_path / "home", open_embeddings("builtin"))
    yield opened
    opened.close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A language model of our own behind real HTTP, which `openai:...` is sent to; its key is a canary."""
    with serve() as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.address)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield running


@pytest.fixture(scope="session")
def trial() -> Abstract:
    return read_plain_text(TRIAL)[0]


@pytest.fixture(scope="session")
def chinese() -> Abstract:
    return read_plain_text(CHINESE)[0]
