"""What the sentence scorer learns from: questions about texts whose answering sentences are known.

Read from the public sets (only items whose id falls into the seven parts of ten for fitting; SciFact and HealthVer
never) and from `assistant/making/written`, abstracts and questions of our own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from assistant.follow_up import standalone
from assistant.making.bundled import bundled_text
from assistant.scorer import Text
from vectorstore.making.sources import is_fit
from vectorstore.roles import role_of_label
from vectorstore.sentences import sentence_spans
from vectorstore.text import language_of

BUNDLED = "written bundled"
"""Source of the lessons about the bundled abstract."""

WRITTEN = Path(__file__).parent / "written"
"""Abstracts and questions written for this purpose."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One question about one text."""

    source: str
    """The set that it is from."""
    question: str
    """What is asked, or a claim."""
    text: Text
    """What it is asked of."""
    needed: tuple[int, ...] = ()
    """Sentences that answer together; empty when none does."""
    enough: tuple[int, ...] = ()
    """Further sentences that would answer as well: neither right nor wrong to choose beside those."""
    tempting: int | None = None
    """Of an unanswerable question, the sentence that comes nearest, where it is known."""

    @property
    def answered(self) -> bool:
        """Whether the text answers."""
        return bool(self.needed)


Part = Literal["scorer", "decision", "held"]
"""What a lesson is for: fitting the scorer, fitting the decision on what the scorer has not seen, or reporting."""

_FOR_DECIDING = 6
"""Of the seven parts of ten for fitting, the one that the scorer does not see."""


def part_of(item_id: str) -> Part:
    """What an item of a public set is for, by the hash of its id."""
    if not is_fit(item_id):
        return "held"
    last = int(hashlib.sha256(item_id.encode()).hexdigest()[:8], 16) % 10
    return "decision" if last == _FOR_DECIDING else "scorer"


def read_lessons(data: Path, part: Part) -> list[Lesson]:
    """The lessons of one part.

    Args:
        data: The folder with the public sets.
        part: Which part; there is nothing of our own among the held ones.
    """
    public = [
        *_squad(data / "squad2/questions.json", "squad2", part),
        *_squad(data / "cmrc2018/questions.json", "cmrc2018", part),
        *_xquad(data / "xquad", part),
        *_pubmedqa(data / "pubmedqa/questions.json", part),
    ]
    if part == "held":
        return public
    return [*public, *read_written(WRITTEN, part), *(read_bundled() if part == "decision" else [])]


def _squad(path: Path, source: str, part: Part) -> Iterator[Lesson]:
    for question, text, spans, _ in asked_of(path):
        if part_of(str(question["id"])) == part and question["question"].strip():
            yield _lesson(source, question, text, spans)


def _xquad(folder: Path, part: Part) -> Iterator[Lesson]:
    """Each question of each language, of the paragraph in its own language and of the one in the other."""
    both = [list(asked_of(folder / f"xquad.{language}.json")) for language in ("en", "zh")]
    for en, zh in zip(*both, strict=True):
        if part_of(str(en[0]["id"])) == part:
            for asked, read in ((en, en), (zh, zh), (zh, en), (en, zh)):
                question = {**read[0], "question": asked[0]["question"]}
                name = "xquad" if asked is read else "xquad across"
                yield _lesson(name, question, read[1], read[2])


Asked = tuple[dict[str, Any], Text, list[tuple[int, int]], str]
"""A question with its answers, its text as sentences, where they stand, and the text."""


def asked_of(path: Path) -> Iterator[Asked]:
    """The questions of a set in the shape of SQuAD."""
    for article in json.loads(path.read_bytes())["data"]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            spans = sentence_spans(context)
            sentences = tuple(context[start:end] for start, end in spans)
            text = Text("", sentences, ("other",) * len(sentences))
            for question in paragraph["qas"]:
                yield question, text, spans, context


def _lesson(source: str, question: dict[str, Any], text: Text, spans: Sequence[tuple[int, int]]) -> Lesson:
    answers = [answering_sentence(answer, spans, text) for answer in question["answers"]]
    held = [at for at in answers if at is not None]
    needed = max(set(held), key=held.count) if held else None
    lesson = Lesson(
        source,
        question["question"],
        text,
        needed=() if needed is None else (needed,),
        enough=tuple(sorted({at for at in held if at != needed})),
    )
    if question.get("is_impossible"):
        plausible = [answering_sentence(answer, spans, text) for answer in question.get("plausible_answers", ())]
        return replace(lesson, tempting=plausible[0] if plausible else None)
    return lesson


def answering_sentence(answer: dict[str, Any], spans: Sequence[tuple[int, int]], text: Text) -> int | None:
    """The sentence in which an answer starts; where the place given is off, the first that has its words."""
    words = answer["text"].strip()
    start = answer["answer_start"]
    for at, (left, right) in enumerate(spans):
        if left <= start < right and words[:8] in text.sentences[at][start - left :]:
            return at
    return next((at for at, sentence in enumerate(text.sentences) if words and words in sentence), None)


def _pubmedqa(path: Path, part: Part) -> Iterator[Lesson]:
    """The authors' own conclusion answers the question that the title asks; without it nothing else quite does."""
    for pmid, entry in json.loads(path.read_bytes()).items():
        if part_of(pmid) != part:
            continue
        sentences: list[str] = []
        roles: list[str] = []
        for label, section in zip(entry["LABELS"], entry["CONTEXTS"], strict=True):
            cut = [section[start:end] for start, end in sentence_spans(section)]
            sentences += cut
            roles += [role_of_label(label) or "other"] * len(cut)
        first = len(sentences)
        conclusion = entry["LONG_ANSWER"]
        ends = [conclusion[start:end] for start, end in sentence_spans(conclusion)]
        text = Text("", (*sentences, *ends), (*roles, *["conclusions"] * len(ends)))
        yield Lesson("pubmedqa", entry["QUESTION"], text, (first,), tuple(range(first + 1, first + len(ends))))


def read_bundled() -> list[Lesson]:
    """The questions about the bundled abstract that may be tuned on, each asked of the text in its language."""
    lines = (Path(__file__).parents[2] / "eval" / "questions" / "ketamine.jsonl").read_text("utf-8").splitlines()
    return [_bundled_lesson(json.loads(line)) for line in lines]


def _bundled_lesson(row: dict[str, Any]) -> Lesson:
    question = standalone(row["question"], [(asked, told) for asked, told in row.get("history", [])]) or row["question"]
    text = bundled_text(language_of(question))
    begun = [at for at, s in enumerate(text.sentences) if any(s.startswith(words) for words in row.get("evidence", []))]
    return Lesson(BUNDLED, question, text, tuple(begun) if row["answerable"] else ())


def read_written(folder: Path, part: Part) -> list[Lesson]:
    """The lessons of our own: see `written/README.md` for their layout. Files whose name ends in 4 are for deciding.

    Raises:
        ValueError: A line has another layout, or names a sentence that isn't there.
    """
    paths = sorted(folder.rglob("*.txt"))
    return [lesson for path in paths if path.stem.endswith("4") == (part == "decision") for lesson in _written(path)]


def _written(path: Path) -> Iterator[Lesson]:
    title, sentences, roles, asked = "", list[str](), list[str](), list[tuple[int, str]]()
    bundled = ""  # its language, where the bundled abstract is meant
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), "@"], start=1):
        key, _, rest = line.strip().partition(" ")
        if key == "@":
            text = bundled_text(bundled) if bundled else Text(title, tuple(sentences), tuple(roles))
            for at, question in asked:
                yield from _written_lesson(question, text, f"{path.name}:{at}", bundled=bool(bundled))
            title, sentences, roles, asked = "", [], [], []
            bundled = rest.removesuffix(" bundled") if rest.endswith(" bundled") else ""
        elif key == "?":
            asked.append((number, rest))
        elif key == "title:":
            title = rest.strip()
        elif key and key != "reference:":
            roles.append(key.removesuffix(":"))
            sentences.append(rest.strip())


def _written_lesson(line: str, text: Text, where: str, *, bundled: bool) -> Iterator[Lesson]:
    fields = [field.strip() for field in line.split(" | ")]
    if len(fields) < 4:
        raise ValueError(f"{where}: a question needs kind, language, sentences and question, parted by ' | '.")
    kind, _, gold, question = fields[:4]
    if any(mark in gold for mark in "TR"):
        return  # reference data: rules answer that
    numbers = [[int(number) - 1 for number in part.split(",")] for part in gold.strip("~").split("/")]
    if any(not 0 <= at < len(text.sentences) for part in numbers for at in part):
        raise ValueError(f"{where}: there is no sentence {gold}.")
    source = BUNDLED if bundled else f"written {kind}"
    if gold.startswith("~"):
        yield Lesson(source, question, text, tempting=numbers[0][0])
    else:
        others = {at for part in numbers[1:] for at in part} - set(numbers[0])
        yield Lesson(source, question, text, tuple(numbers[0]), tuple(sorted(others)))
