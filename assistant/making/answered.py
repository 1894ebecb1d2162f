"""Questions of the public sets with an answer, as statements: right ones, and ones that sound as if they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.making.lessons import Asked, answering_sentence, asked_of, part_of
from assistant.making.statements import Family
from assistant.stated import Case
from vectorstore.text import language_of

_MOST = 3  # of a family


def read_answers(data: Path) -> list[Family]:
    """A question with its answer over the sentence that holds it, and with other answers of the same text.

    Questions of XQuAD also over the same sentence in the other language; of a question that can't be answered there
    is the tempting answer alone. Only what the scorer learned from.

    Args:
        data: The folder with the public sets.
    """
    xquad = [list(asked_of(data / f"xquad/xquad.{language}.json")) for language in ("en", "zh")]
    alone = [list(asked_of(data / name / "questions.json")) for name in ("squad2", "cmrc2018")]
    pairs = [(cited, cited) for cited in (*alone, *xquad)] + [(xquad[0], xquad[1]), (xquad[1], xquad[0])]
    return [family for cited, said in pairs for family in _families(cited, said)]


def _families(cited: Sequence[Asked], said: Sequence[Asked]) -> Iterator[Family]:
    """Questions and answers as the one list has them, over sentences of the other."""
    told: dict[str, list[str]] = {}
    for question, _, _, context in said:
        told.setdefault(context, []).extend(answer["text"].strip() for answer in question["answers"])
    for (there, text, spans, _), (question, _, _, context) in zip(cited, said, strict=True):
        asked, key = question["question"].strip(), "answers" if there["answers"] else "plausible_answers"
        if part_of(str(there["id"])) != "scorer" or not there.get(key) or not asked:
            continue
        at = answering_sentence(there[key][0], spans, text)
        if at is None:
            continue
        words = question[key][0]["text"].strip()
        true = Case("true", language_of(asked), f"{asked} {words}", (text.sentences[at],))
        if key == "plausible_answers":
            yield [Case("entity", true.language, true.text, true.quotes)]
            continue
        others = [other for other in dict.fromkeys(told[context]) if other not in words and words not in other]
        false = [Case("entity", true.language, f"{asked} {o}", true.quotes, source=true.text) for o in others]
        yield [true, *false[: _MOST - 1]]
