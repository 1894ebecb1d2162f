"""Questions worth asking: made from the sections of the abstracts, and only those that the abstracts answer."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from assistant.focus import Term, focus_terms
from vectorstore.records import PROSE_ROLES, Abstract, Language
from vectorstore.sentences import sentence_spans
from vectorstore.terms import stem
from vectorstore.text import HAN, folded

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_READ = 3  # abstracts that questions are made from
_TOPICS = 4  # of one abstract
_TRIED = 16  # questions asked in the attempt; each takes about as long as an answer
_LONGEST = 60  # characters of a topic; a word without end is no question
_BRIEF = 2  # statements; longer answers are summaries, which every other question would give too
_SURE = 0.75  # confidence of an answer worth suggesting

_LETTER = re.compile(r"[^\W\d_]")


def suggest(
    assistant: Assistant,
    language: Language,
    abstracts: Sequence[str] | None = None,
    after: Answer | None = None,
    most: int = 6,
) -> list[str]:
    """Questions that the abstracts answer, each from sentences that no earlier one cites.

    Args:
        assistant: Asked to see whether it answers.
        language: The language of the questions.
        abstracts: Ids of the abstracts in scope; all by default.
        after: An answer; the questions go on from its abstracts and cite something new.
        most: How many to give.

    Returns:
        At most that many questions; fewer, or none, when the abstracts answer no more.
    """
    single, sources = _sources(assistant, abstracts, after)
    cited = _cited(after) if after else set()
    asked = {_key(after.question)} if after else set()
    chosen: list[str] = []
    for question in islice(_candidates(sources, single, language), _TRIED):
        if len(chosen) == most or _key(question) in asked:
            continue
        answer = assistant.ask(question, abstracts=abstracts)
        clear = answer.status == "answered" and len(answer.statements) <= _BRIEF and answer.confidence >= _SURE
        if clear and not _cited(answer) <= cited:
            chosen.append(question)
            cited |= _cited(answer)
    return chosen


def _sources(
    assistant: Assistant, abstracts: Sequence[str] | None, after: Answer | None
) -> tuple[bool, Sequence[Abstract]]:
    """Whether there is only one abstract in scope, and the abstracts to make questions from."""
    library = assistant.library
    count, newest = library.find(most=_READ)
    single = (count if abstracts is None else len(abstracts)) == 1
    seen = dict.fromkeys(c.abstract_id for c in (*after.citations, *_nearest(after))) if after else {}
    ids = list(seen) or abstracts
    return single, newest if ids is None else [library.get(name) for name in list(ids)[:_READ]]


def _candidates(sources: Iterable[Abstract], single: bool, language: Language) -> Iterator[str]:
    """Questions in the order of preference: what is usually asked, then what the abstracts speak of."""
    usual = _templates("single", language) if single else []
    about = [_about(abstract, language) for abstract in sources]
    topical = (question for row in zip_longest(*about) for question in row if question)
    return iter(dict.fromkeys(chain(usual, topical)))


def _about(abstract: Abstract, language: Language) -> Iterator[str]:
    templates = _templates("topic", language)
    topics = topics_of(abstract, language)
    for turn in range(len(templates)):
        for place, topic in enumerate(topics):
            yield templates[(turn + place) % len(templates)].format(topic=topic)


def topics_of(abstract: Abstract, language: Language) -> list[str]:
    """The names and nouns that an abstract speaks of most, in its own words; in the language where it has one."""
    wanted = language if language in abstract.languages else next(iter(abstract.languages), language)
    counts: Counter[str] = Counter()
    first: dict[str, Term] = {}
    for term in _terms(abstract, wanted):
        key = term.concept.name if term.concept else stem(term.surface)
        counts[key] += 1
        first.setdefault(key, term)

    def worth(key: str) -> tuple[float, str]:
        term = first[key]  # a name says most, a word of every paper least
        return (min(counts[key], 4) + 3 * term.is_name - (term.concept is not None) + min(len(key), 12) / 24, key)

    ranked = sorted(counts, key=worth, reverse=True)
    return [_shown(first[key]) for key in ranked[:_TOPICS]]


def _terms(abstract: Abstract, language: Language) -> Iterator[Term]:
    """What the sentences of title and prose speak of, each thing once a sentence; a title counts twice.

    Nothing of an abstract that is in neither English nor Chinese: its title may be too short to tell.
    """
    prose = [section.foreign for section in abstract.sections if section.role in PROSE_ROLES]
    if prose and all(prose):
        return
    for section in abstract.sections:
        if section.role != "reference" and section.language == language and not section.foreign:
            text = abstract.text[section.start : section.end]
            for start, end in [*sentence_spans(text)] * (2 if section.role == "title" else 1):
                found = focus_terms(text[start:end])
                yield from filter(_is_topic, found)


def _is_topic(term: Term) -> bool:
    return term.weight >= 1.0 and len(term.surface) <= _LONGEST and bool(_LETTER.search(term.surface))


def _shown(term: Term) -> str:
    word = term.surface.removesuffix("'s").removesuffix("’s")
    return word if term.is_name or HAN.search(word) else word.lower()


def _cited(answer: Answer) -> set[tuple[str, int]]:
    return {(c.abstract_id, c.start) for c in answer.citations}


def _nearest(answer: Answer) -> Sequence[Citation]:
    return answer.refusal.nearest if answer.refusal else ()


def _key(question: str) -> str:
    return folded(question).strip(" ?？")


@cache
def _templates(kind: str, language: Language) -> list[str]:
    data = (files("assistant") / "data" / "suggestions.toml").read_text(encoding="utf-8")
    return [row[language] for row in tomllib.loads(data)[kind]]
