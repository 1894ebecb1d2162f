"""A language model as reader: it names sentences and says what they say; code inserts the quotes and checks all."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from langchain_core.messages import AIMessage

from assistant import prompts
from assistant.protocol import SCHEMA, MalformedError, Reply, Verdict, from_json, from_lines
from assistant.reader import BuiltinReader
from assistant.reading import Draft, Gap, Reading, Rewritten
from assistant.talking import Limits, Talk, structured_by
from vectorstore.chunks import count_tokens
from vectorstore.passages import sentences_in
from vectorstore.records import Language, Passage, Sentence
from vectorstore.text import folded, language_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_REPLIES = 2  # the second after the model was shown what was wrong with the first
_TURNS = 6  # most earlier turns that a follow-up is understood from
_TURN = 400  # characters of each question and answer of them
_SURE = {Verdict.YES: 0.9, Verdict.PARTLY: 0.6, Verdict.NO: 0.1}
_REWRITTEN = 500  # characters; a longer "question" is something else


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a model is given to read."""

    sections: list[tuple[str, list[str]]]
    """Headings and sentences, in reading order."""
    ids: list[int]
    """For each numbered sentence, its id in the reading."""
    left_out: int
    """How many passages did not fit."""


class ModelReader:
    """Answers with a language model. One may be shared by threads."""

    def __init__(self, model: BaseChatModel, name: str, limits: Limits | None = None) -> None:
        self._model = model
        self._name = name
        self._limits = limits or Limits()
        self._ranking = BuiltinReader()

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._name

    def read(self, question: str, passages: Sequence[Passage], language: Language) -> Reading:
        """What the model makes of the passages (see `Reader.read`).

        Raises:
            ModelError: It can't be reached, fails, or takes too long.
        """
        *_, last = self.write(question, passages, language)
        return last

    def write(
        self,
        question: str,
        passages: Sequence[Passage],
        language: Language,
        stop: threading.Event | None = None,
    ) -> Iterator[Reading]:
        """Readings that grow by a statement as the model writes it; the last one is whole, and the one that counts.

        Args:
            question: It stands alone.
            passages: What was retrieved for it; may be empty, then nothing is asked.
            language: The language to answer in.
            stop: Ends it when set.

        Raises:
            ModelError: It can't be reached, fails, or takes too long.
            StoppedError: Stopped.
        """
        ranked = self._ranking.read(question, passages, language)
        refused = [gap for gap in ranked.gaps if gap.reason in ("advice", "not_a_question")]
        if refused or not ranked.sentences:
            yield replace(ranked, drafts=())
            return
        shown = shown_of(ranked.sentences, passages, self._limits.tokens)
        talk = Talk(self._model, self._name, self._limits, stop)
        for reply in self._replies(talk, question, shown, language):
            yield self._reading(reply, ranked, shown, talk, question)

    def standalone(
        self, question: str, history: Sequence[tuple[str, str]], stop: threading.Event | None = None
    ) -> Rewritten:
        """A follow-up so that it can be understood alone; as it is where the model gives no line for it.

        Raises:
            ModelError: The model can't be reached, fails, or takes too long.
            StoppedError: Stopped.
        """
        recent = [(asked[:_TURN], told[:_TURN]) for asked, told in history[-_TURNS:]]
        talk = Talk(self._model, self._name, self._limits, stop)
        *_, said = ["", *talk.text(prompts.rewriting(question, recent))]
        line = said.strip()
        odd = not line or "\n" in line or len(line) > _REWRITTEN or folded(line) == folded(question.strip())
        return Rewritten(None if odd else line, talk.spent)

    def _replies(self, talk: Talk, question: str, shown: _Shown, language: Language) -> Iterator[Reply | None]:
        """Replies as they grow; the last is whole, or None where the model did not keep to the form twice."""
        in_lines = structured_by(self._model) is None
        read = from_lines if in_lines else from_json
        messages = prompts.asking(question, shown.sections, language, in_lines=in_lines)
        for _ in range(_REPLIES):
            said = ""
            try:
                for said in talk.text(messages, None if in_lines else SCHEMA):
                    if grown := read(said, ended=False):
                        yield grown
                yield read(said, ended=True)
            except MalformedError as e:
                came = [AIMessage(said)] if said.strip() else []  # some servers refuse a message without words
                messages = [*messages, *came, prompts.again(str(e))]
            else:
                return
        yield None

    def _reading(self, reply: Reply | None, ranked: Reading, shown: _Shown, talk: Talk, question: str) -> Reading:
        if reply is None:
            return replace(ranked, drafts=(), gaps=(Gap("unsupported"),), confidence=0.0, spent=talk.spent)
        numbers = dict(enumerate(shown.ids, start=1))
        drafts = tuple(
            Draft(tuple(numbers.get(n, -1) for n in told.sentences), text, language_of(text))
            for told in reply.statements
            for text in [prompts.printed(told.text)]
        )
        return replace(
            ranked,
            drafts=drafts,
            gaps=_gaps(reply, ranked, question),
            confidence=round((_SURE[reply.verdict] + ranked.confidence) / 2, 4),
            left_out=shown.left_out,
            spent=talk.spent,
        )


def _gaps(reply: Reply, ranked: Reading, question: str) -> tuple[Gap, ...]:
    """What is not answered: in the model's opinion, in words of the question; the rules name what it does not."""
    if reply.verdict is Verdict.YES:
        return ()
    asked = folded(question)
    missing = tuple(word for word in reply.missing if folded(word) in asked)
    if missing or reply.verdict is Verdict.PARTLY:
        return (Gap("not_stated", missing),)
    return ranked.gaps or (Gap("not_stated"),)


def shown_of(sentences: Sequence[Sentence], passages: Sequence[Passage], tokens: int) -> _Shown:
    """What fits into so many tokens: passages as they come, the best first; shown in the order of the abstracts.

    Args:
        sentences: All sentences of the passages; their places are the ids.
        passages: Best first.
        tokens: Of cl100k_base; the first passage is shown even where it has more.
    """
    taken: list[Passage] = []
    spent = 0
    for passage in passages:
        size = count_tokens(passage.chunk.text)
        if not taken or spent + size <= tokens:
            taken.append(passage)
            spent += size
    held = {sentence for passage in taken for sentence in sentences_in(passage)}
    names = {passage.chunk.abstract_id: passage.reference for passage in taken}
    places = [at for at, sentence in enumerate(sentences) if sentence in held]
    order = list(names)
    places.sort(key=lambda at: (order.index(sentences[at].abstract_id), sentences[at].start))
    sections: list[tuple[str, list[str]]] = []
    last = None
    for at in places:
        sentence = sentences[at]
        if last != (sentence.abstract_id, sentence.role):
            sections.append((f"{names[sentence.abstract_id]} ({sentence.role})", []))
            last = (sentence.abstract_id, sentence.role)
        sections[-1][1].append(sentence.text)
    return _Shown(sections, places, len(passages) - len(taken))
