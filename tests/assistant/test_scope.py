"""What the scorer is given to read of an abstract."""

from __future__ import annotations

from importlib.resources import files

from assistant.scope import scopes
from assistant.scorer import Text
from vectorstore.chunks import chunks_of
from vectorstore.passages import passage_of
from vectorstore.plain_text import read_plain_text

_SAID = ("Tea is popular in towns.", "We gave tea to 12 cats.", "Nine cats slept.", "Tea may calm cats.")


def read_by_scorer(text: str) -> Text:
    record = read_plain_text(text)[0]
    return scopes([passage_of(record, chunk, 1.0) for chunk in chunks_of(record)], "en")[0][0].text


def test_roles_are_told_where_the_abstract_labels_its_sections() -> None:
    labelled = "BACKGROUND: {}\nMETHODS: {}\nRESULTS: {}\nCONCLUSIONS: {}".format(*_SAID)
    assert read_by_scorer(labelled) == Text("", _SAID, ("background", "methods", "results", "conclusions"))


def test_roles_that_were_only_inferred_are_not_told() -> None:
    bundled = (files("vectorstore") / "data" / "ketamine-2014.txt").read_text(encoding="utf-8")
    assert {section.role for section in read_plain_text(bundled)[0].sections} > {"background", "conclusions"}
    assert set(read_by_scorer(bundled).roles) == {"other"}
