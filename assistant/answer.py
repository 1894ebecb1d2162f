"""What an answer is: statements with citations, or a refusal that explains itself (the JSON of the contract)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vectorstore.records import Language, Role

Status = Literal["answered", "partly_answered", "refused"]
"""`partly_answered`: some parts of the question have statements, and `refusal` explains the others."""

Reason = Literal["empty_library", "off_topic", "not_stated", "false_premise", "advice", "not_a_question", "unsupported"]
"""Why a question, or a part of it, is not answered."""

NoticeKind = Literal["other_language", "passages_left_out", "retracted"]
"""What a notice is about."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(_Frozen):
    """A verbatim span of a stored abstract: `Abstract.text[start:end] == quote`, always."""

    number: int
    """From 1, by first appearance in the answer."""
    abstract_id: str
    """The abstract it points into."""
    section: Role
    """Role of the section that holds it."""
    language: Language
    """Language of that section."""
    foreign: str | None = None
    """Its language where that is neither English nor Chinese: the record's code, or `other`."""
    quote: str
    """The words, copied by code from the stored text."""
    start: int
    """0-based offset in characters of the abstract's text."""
    end: int
    """Half-open end of the span."""
    text_sha256: str
    """Hash of the abstract's text when it was cited."""
    reference: str
    """One line that names the source."""
    doi: str | None = None
    """Digital Object Identifier, where known."""
    pmid: str | None = None
    """PubMed identifier, where known."""
    design: str | None = None
    """Study design, where known: `randomised_trial`, `review` ..."""
    retracted: bool = False
    """Whether the article was retracted."""
    concern: str | None = None
    """Where an expression of concern about the article was published, where there is one."""
    corrected: str | None = None
    """Where a correction of the article was published, where there is one."""
    year: int | None = None
    """Year of publication, where known."""


class Checked(_Frozen):
    """What the checks make of a statement's words."""

    kind: Literal["verbatim", "supported", "unsure"] = "verbatim"
    """The quote itself; or other words that the checks find carried by the quotes; or that they can't confirm."""
    probability: float = Field(default=1.0, ge=0, le=1)
    """How likely the quotes carry it."""
    note: str = ""
    """What a reader should look at, in plain words; empty unless unsure."""


class Statement(_Frozen):
    """One sentence of an answer."""

    text: str
    """What is said."""
    language: Language
    """The language it is said in."""
    citations: tuple[int, ...] = Field(min_length=1)
    """Numbers of the citations that carry it; never empty."""
    checks: Checked = Checked()
    """What the checks make of its words."""


class Withdrawn(_Frozen):
    """A statement that did not survive the checks."""

    text: str
    """What was said."""
    reason: str
    """Why it is not shown, in plain words."""


class Notice(_Frozen):
    """Framing words of ours, never a claim about the subject."""

    kind: NoticeKind
    """What it is about."""
    text: str
    """What it says, in the language of the answer."""


class Refusal(_Frozen):
    """Why the question, or a part of it, is not answered."""

    reason: Reason
    """The kind of refusal."""
    message: str
    """What to tell the person, in the language of the answer."""
    missing: tuple[str, ...] = ()
    """What the abstracts don't say, in the question's own words."""
    nearest: tuple[Citation, ...] = ()
    """The nearest sentences, numbered from 1, most relevant first."""


class LibrarySummary(_Frozen):
    """The library as it was when it was asked."""

    abstracts: int
    """How many abstracts it held."""
    searched: int
    """How many of them were in scope."""
    newest_year: int | None
    """Year of the newest abstract in scope, where known."""
    fingerprint: str
    """SHA-256 over ids and texts: equal for equal content."""


class TracePassage(_Frozen):
    """A passage that was retrieved."""

    abstract_id: str
    """The abstract it is part of."""
    section: Role
    """Role of its section."""
    language: Language
    """Its language."""
    start: int
    """Where it starts in the abstract's text."""
    end: int
    """Where it ends."""
    score: float
    """Retrieval score; higher is better, comparable within one answer."""


class TraceSentence(_Frozen):
    """A sentence that was considered."""

    abstract_id: str
    """The abstract it is part of."""
    start: int
    """Where it starts in the abstract's text."""
    end: int
    """Where it ends."""
    score: float
    """The reader's score; higher is better."""


class Trace(_Frozen):
    """How the answer came about."""

    version: str
    """Version of abstract-assistant."""
    embeddings: str
    """Name of the embeddings."""
    prompt: str | None = None
    """Version of the prompt; None without a language model."""
    tokens_in: int = 0
    """Tokens sent to a language model."""
    tokens_out: int = 0
    """Tokens that came back."""
    passages: tuple[TracePassage, ...] = ()
    """What was retrieved, best first."""
    sentences: tuple[TraceSentence, ...] = ()
    """The reader's ranking, best first."""
    stages_ms: dict[str, float] = Field(default_factory=dict)
    """Milliseconds of `retrieve`, `read` and `check`."""


class Answer(_Frozen):
    """Statements with citations, a refusal, or both."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_version: int = Field(default=1, alias="schema")
    """Raised when the meaning of a field changes."""
    question: str
    """As it was asked."""
    standalone_question: str | None = None
    """What a follow-up was read as; None when the question stands alone."""
    language: Language
    """Language of the question, and of our own words in the answer."""
    status: Status
    """Whether the question is answered."""
    confidence: float = Field(ge=0, le=1)
    """How sure it is that the question is answered, also when it refuses."""
    statements: tuple[Statement, ...] = ()
    """What the abstracts say, in reading order."""
    citations: tuple[Citation, ...] = ()
    """One for each cited sentence, numbered by first appearance."""
    withdrawn: tuple[Withdrawn, ...] = ()
    """Statements that did not survive the checks."""
    notices: tuple[Notice, ...] = ()
    """Framing words."""
    refusal: Refusal | None = None
    """Null unless the status is `refused` or `partly_answered`."""
    model: str = "builtin"
    """What wrote the statements."""
    library: LibrarySummary
    """The library as it was."""
    trace: Trace
    """How the answer came about."""
    elapsed_ms: float = 0.0
    """Milliseconds from question to answer."""

    @property
    def text(self) -> str:
        """The plain text with `[n]` marks; for a refusal, its message; for a partial answer, both."""
        said = [
            statement.text + " " + "".join(f"[{number}]" for number in statement.citations)
            for statement in self.statements
        ]
        return "\n".join([*said, *([self.refusal.message] if self.refusal else [])])

    def to_json(self, indent: int | None = None) -> str:
        """The contract's JSON, Chinese unescaped."""
        return self.model_dump_json(by_alias=True, indent=indent)
