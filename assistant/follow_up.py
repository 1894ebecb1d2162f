"""A follow-up made to stand alone: "And GSK3?" after "Is mTOR involved?" is "Is GSK3 involved?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.focus import looks_like_name
from assistant.pronouns import coordinated, meaning, points_to_all, pronouns, resolved, with_subjects
from assistant.subject import subjects, things
from assistant.swapping import swapped
from assistant.vocabulary import vocabulary
from vectorstore.cues import asked_fields, asked_roles, without_cues
from vectorstore.patterns import patterns
from vectorstore.terms import han_runs, latin_words, stem
from vectorstore.text import HAN, folded

_TURNS = 12  # earlier questions that are looked back on
_SHORT = 16  # words (or pairs of Han characters) of a question that may leave its subject to the one before
_AND_EN = r"(?:(?:and|but|so|or|ok(?:ay)?|then|also|well|now)[,\s]+)*"
_LEAD_EN = rf"{_AND_EN}(?:(?:what|how) about|what of|same for|likewise for|and|or|but|then)\s+(?P<new>.+?)"
_AND_ZH = r"(?:那么?|还有|以及|至于|换成|如果是|和|跟|但是?|而)"
_LEAD_ZH = rf"(?:{_AND_ZH}?(?P<zh>.+?)(?:又|会)?呢|{_AND_ZH}(?P<zh_how>.+?)(?:又|会)?(?:怎么样|如何|怎样))"
_LEAD = re.compile(rf"\s*(?:{_LEAD_EN}\s*[?？.!]*|{_LEAD_ZH}\s*[?？]*)\s*", re.IGNORECASE | re.ASCII)
_GOES_ON = re.compile(r"\s*(?:(?:and|but|so|then|also)[,\s]+|那么?|还有|另外)", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|has|have|had|will)\b"
    r"|什么|哪|谁|多少|几|怎|何|吗|是否|有没有|是不是",
    re.IGNORECASE | re.ASCII,
)
_FRAGMENT = re.compile(
    r"(?:compared|versus|vs|in|at|for|with|without|after|before|among|during)\b[^,]{1,40}\?$", re.IGNORECASE
)
_BARE = re.compile(
    r"\s*(?:(?:and|but|so|ok(?:ay)?)[,\s]+|那|但)?(?:是)?"
    r"(?P<word>why(?: not)?|how(?: so| come| many| much| long| often| soon)?|where|when|who|really|since when"
    r"|为什么|为何|怎么(?:会|说|做到的)?|如何|谁|何时|什么时候|真的吗|多久|在?哪里)(?:会)?(?:这样|呢)?\s*[?？]*\s*",
    re.IGNORECASE | re.ASCII,
)


def standalone(question: str, history: Sequence[tuple[str, str]]) -> str | None:
    """The question as it would be asked without the conversation.

    Args:
        question: The new question.
        history: Earlier (question, answer text) pairs, oldest first. Answers are never evidence and are not read.

    Returns:
        The rewritten question, or None when it stands alone already.
    """
    earlier = about = ""
    for asked, _ in history[-_TURNS:]:
        if asked.strip() and not _is_left(asked):
            earlier = _read_as(asked, earlier, about) or asked
            about = earlier if subjects(earlier) or not about else about
    return _read_as(question, earlier, about)


def _is_left(question: str) -> bool:
    """Whether a text asks for nothing that an abstract could say ("in English please")."""
    return bool(patterns("assistant", "questions", "follow")["left"].search(folded(question).strip(" ?!.。？！,，")))


def _read_as(question: str, earlier: str, about: str) -> str | None:
    """A question after an earlier one, and after the last one that named a subject; None when it stands alone."""
    if not earlier or _is_left(question):
        return None
    bare = _BARE.fullmatch(question)
    if bare:
        return _bare_word(bare["word"], earlier)
    lead = _LEAD.fullmatch(question)
    new = (lead["new"] or lead["zh"] or lead["zh_how"]).strip(" ,，") if lead else ""
    new = new or (question.strip(" ?？.!") if _FRAGMENT.match(question) else "")
    if new and not _ASKS.search(new):
        return _continued(question, new, earlier, about)
    return _completed(question, about)


def _bare_word(word: str, earlier: str) -> str:
    """A lone question word before the earlier question."""
    if HAN.search(word):
        return f"{word}{re.sub(r'[吗么]?[?？]*$', '', earlier.strip())}?"
    first = earlier.split()[0]
    rest = earlier if looks_like_name(first) or HAN.match(first) else earlier[0].lower() + earlier[1:]
    return f"{word} {rest}"


def _continued(question: str, new: str, earlier: str, about: str) -> str | None:
    """A few words after "and" or before "呢", with or without a pronoun."""
    found = pronouns(new)
    if not found:
        return swapped(earlier, new)
    if found[0].group() == new:
        pair, meant = coordinated(about), meaning(new, about)
        if pair and meant and re.search("former|latter|前者|后者", new, re.IGNORECASE):
            return f"{about[: pair[0].start]}{meant}{about[pair[1].end :]}"
        return earlier
    return resolved(question, about)


def _completed(question: str, about: str) -> str | None:
    """A whole question with what it takes from the one before: what a pronoun means, or its subject."""
    if _names_place(question):
        return None
    if points_to_all(question) and (len(subjects(about)) > 1 or _own_subject(question)):
        return with_subjects(question, about)
    read = resolved(question, about)
    if read:
        person = re.search("the patient|患者", read) and not re.search("patient|患者", question)
        return (with_subjects(read, about) or read) if person else read
    return with_subjects(question, about) if _leaves_subject(question, about) else None


def carried_on(part: str, before: str) -> str:
    """A later part of a text that asks several questions, with what its pronoun means in the part before.

    >>> carried_on("how long did it last?", "Was ketamine given")
    'how long did ketamine last?'
    """
    return part if _names_place(part) else resolved(part, before) or part


def _names_place(question: str) -> bool:
    """Whether a question asks for a section, a reference line or a summary, and for nothing within it."""
    summary = patterns("assistant", "questions", "kind")["summary"].search(folded(question))
    section = asked_roles(question) and not _own_subject(without_cues(question))
    return bool(summary or asked_fields(question) or section)


def _own_subject(question: str) -> bool:
    return bool(subjects(question))


def _leaves_subject(question: str, about: str) -> bool:
    """Whether a question is short and names nothing, so that it is still about what was asked before.

    An abbreviation alone does not last: it is a detail of what is talked about.
    """
    length = len(latin_words(question)) + sum(map(len, han_runs(question))) / 2
    lasting = [thing for thing in things(about) if not thing.is_aspect]
    if length > _SHORT or not (len(lasting) > 1 or any(not thing.is_name for thing in lasting)):
        return False
    own = [thing for thing in things(question) if not thing.is_aspect and not _is_effect(thing.text)]
    goes_on = _GOES_ON.match(question) and not any(thing.is_name or thing.is_known for thing in own)
    of_document = patterns("assistant", "questions", "follow")["document"].search(folded(question))
    return bool(of_document or things(question)) and bool(goes_on or not own)


def _is_effect(text: str) -> bool:
    """Whether something is a known side effect, which may be asked about any treatment."""
    concept = vocabulary().concepts["side_effect"]
    return (stem(text),) in concept.kinds_english or folded(text) in concept.kinds_chinese
