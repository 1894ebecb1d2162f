"""A follow-up made to stand alone: "And GSK3?" after "Is mTOR involved?" is "Is GSK3 involved?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.focus import Term, focus_terms
from vectorstore.cues import asked_roles
from vectorstore.text import language_of

_LEAD_EN = (
    r"(?:(?:and|but|so|or|ok(?:ay)?|then|also)[,\s]+)*"
    r"(?:(?:what|how) about|what of|same for|likewise for|and|or)\s+(?P<new>.+?)"
)
_LEAD_ZH = r"(?:那么?|那|还有|以及|至于|换成|如果是|和|跟)?(?P<zh>.+?)(?:又)?(?:呢|怎么样|如何)"
_LEAD = re.compile(rf"\s*(?:{_LEAD_EN}\s*[?.!]*|{_LEAD_ZH}\s*[?？]*)\s*", re.IGNORECASE | re.ASCII)
_OF_THE_TEXT = r"(?: (?:article|paper|abstract|review|study|work|text|publication))"
_PRONOUN = re.compile(
    rf"\b(?:it|its|they|them|their|these|those|this|that|he|she|the former|the latter)\b(?!{_OF_THE_TEXT})"
    r"|它们?的?|其(?!他|它|中|余|实)|他们?的?|她|这些(?!文章|论文|作者)|那些|这个(?!研究|文章|摘要)|这种|前者|后者"
    r"|该(?!文|研究|篇|论|综)",
    re.IGNORECASE | re.ASCII,
)
_BARE = re.compile(
    r"\s*(?:why|how|how so|where|when|who|really|since when"
    r"|为什么|为何|怎么(?:会|说)?|如何|谁|何时|什么时候|真的吗)\s*[?？]*\s*",
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
    if not history:
        return None
    earlier = history[-1][0]
    earlier = standalone(earlier, history[:-1]) or earlier
    if _BARE.fullmatch(question):
        return f"{question.strip(' ?？')} {earlier}"
    lead = _LEAD.fullmatch(question)
    if lead and not _asks_itself(question, lead):
        return _swapped(earlier, (lead.group("new") or lead.group("zh")).strip(" ,，"))
    if _PRONOUN.search(question) and not _own_subject(question):
        return _with_subject(question, earlier)
    return None


def _asks_itself(question: str, lead: re.Match[str]) -> bool:
    """Whether what follows "and" or stands before "呢" is a whole question of its own."""
    new = lead.group("new") or lead.group("zh")
    wh = r"\b(?:what|which|who|when|where|why|how|is|are|was|were|do|does|did|can)\b|什么|哪|谁|多少|几|怎|何|吗|是否"
    return bool(re.search(wh, new, re.IGNORECASE | re.ASCII))


def _swapped(earlier: str, new: str) -> str:
    """The earlier question with its object replaced; the new words alone when they name a section or reference line."""
    if asked_roles(new) and (not asked_roles(earlier) or len(focus_terms(new)) <= 1):
        return new
    old = _object(focus_terms(earlier))
    if old is None:
        return new
    bare = re.sub(r"^(?:the|a|an)\s+", "", new, flags=re.IGNORECASE | re.ASCII)
    swapped, count = re.subn(re.escape(old.surface), lambda _: bare, earlier, count=1, flags=re.IGNORECASE | re.ASCII)
    return swapped if count else f"{new} {earlier}"


def _object(terms: Sequence[Term]) -> Term | None:
    """The term of a question that a follow-up replaces: a name, else the last noun."""
    firm = [term for term in terms if not term.is_soft]
    names = [term for term in firm if term.is_name]
    return next(reversed(names or firm), None)


def _own_subject(question: str) -> bool:
    """Whether a question with a pronoun has a name of its own to speak of."""
    return any(term.is_name for term in focus_terms(question))


def _with_subject(question: str, earlier: str) -> str | None:
    """The question with its pronoun replaced by what the earlier question was about."""
    subject = _object(focus_terms(earlier))
    if subject is None:
        return None
    own = "的" if language_of(question) == "zh" else "'s"

    def named(pronoun: re.Match[str]) -> str:
        possessive = pronoun.group().casefold() in ("its", "their", "它的", "它们的", "其", "他们的")
        return subject.surface + (own if possessive else "")

    return _PRONOUN.sub(named, question, count=1)
