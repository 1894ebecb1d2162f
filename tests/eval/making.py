"""Samples, answers and runs of our own making, for the tests of the evaluation."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from assistant import Answer, Assistant
from assistant.answer import Citation, LibrarySummary, Refusal, Statement, Trace
from assistant.assistant import History
from eval.metrics import Outcome
from eval.runs import Asked, Header, Run, SetInfo
from eval.samples import Sample
from vectorstore.errors import ModelError

TEXT = "Cats slept 7 hours. Dogs slept 3 hours. 猫睡了7小时。"


def sample(**fields: object) -> Sample:
    given = {"id": "1", "lang": "en", "category": "direct", "question": "?", "answerable": True, **fields}
    return Sample.model_validate(given)


def citation(quote: str, number: int = 1, start: int | None = None) -> Citation:
    at = TEXT.find(quote) if start is None else start
    return Citation(
        number=number,
        abstract_id="a",
        section="results",
        language="en",
        quote=quote,
        start=at,
        end=at + len(quote),
        text_sha256="0",
        reference="",
    )


def answer(*said: tuple[str, Citation], refused: str | None = None, confidence: float = 0.5, ms: float = 1.0) -> Answer:
    """What an assistant said: statements with one citation each, or a refusal with that reason."""
    cited = tuple(quoted.model_copy(update={"number": at}) for at, (_, quoted) in enumerate(said, start=1))
    refusal = Refusal.model_validate({"reason": refused, "message": "No."}) if refused else None
    return Answer(
        question="?",
        language="en",
        status="refused" if refused else "answered",
        confidence=confidence,
        statements=tuple(
            Statement(text=text, language="en", citations=(at,)) for at, (text, _) in enumerate(said, start=1)
        ),
        citations=cited,
        refusal=refusal,
        library=LibrarySummary(abstracts=1, searched=1, newest_year=None, fingerprint=""),
        trace=Trace(version="0", embeddings="builtin", stages_ms={"retrieve": ms, "read": ms, "check": ms}),
        elapsed_ms=ms,
    )


def outcome(asked: Sample, given: Answer | None, abstract: str | None = None) -> Outcome:
    error = None if given else "The model is away."
    return Outcome(Asked(set="s", sample=asked, abstract=abstract, answer=given, error=error), {"a": TEXT})


def run_of(*found: Outcome) -> Run:
    info = SetInfo(name="s", sha256="0", samples=len(found), abstracts=1, fingerprint="0")
    header = Header(model="builtin", embeddings="builtin", passages=12, versions={}, git=None, options={}, sets=(info,))
    return Run(
        header=header, created="2026-01-01T00:00:00+00:00", abstracts={"a": TEXT}, asked=[o.asked for o in found]
    )


class Failing(Assistant):
    """An assistant that fails on questions with one of these words, as the text says."""

    failures: ClassVar[dict[str, Exception]] = {
        "dogs": ModelError("The model can't be reached."),
        "bug": KeyError("tail"),
    }

    def ask(
        self,
        question: str,
        history: History = (),
        abstracts: Sequence[str] | None = None,
        language: Literal["auto", "en", "zh"] = "auto",
    ) -> Answer:
        for word, failure in self.failures.items():
            if word in question:
                raise failure
        return super().ask(question, history, abstracts, language)
