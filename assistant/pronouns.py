"""Pronouns of a question, put back into what the question before it named."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.subject import Thing, subjects, things
from vectorstore.patterns import patterns
from vectorstore.text import HAN, folded, language_of

_DOCUMENT_EN = (
    r"(?:article|paper|abstract|review|stud(?:y|ies)|work|text|publication|trial|case|report|results?|findings?"
    r"|experiments?|analysis|survey|cohort|authors?|researchers?|team|conclusions?|data|evidence)"
)
_DOCUMENT_ZH = r"(?:研究|文章|摘要|论文|综述|试验|病例|报告|结果|发现|实验|分析|调查|队列|作者|团队|结论|数据|证据|篇)"
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|he|she|him|his|her|(?:the )?former|(?:the )?latter|this|these|those|that)\b"
    rf"(?! (?:{_DOCUMENT_EN}|who|given|patients|year|month|week)\b)"
    r"|它们?的?|(?<![尤极与何])其(?!他|它|中|余|实|次)|[她他](?!们|汀|莫|克)的?"
    rf"|(?:这些|那些|这[个种]|该)(?!文|论|综|{_DOCUMENT_ZH})|前者|后者",
    re.IGNORECASE | re.ASCII,
)
_BEFORE_THAT = re.compile(
    r"(?:^|\b(?:is|are|was|were|does|do|did|can|could|will|would|has|of|for|to|with|by|in|on|at|about|from|than|after"
    r"|and|during|without|against|behind|like|affect|cause|why|how|when|where)) *$",
    re.IGNORECASE,
)
_JOINED = r"\s*(?:,|、|and|or|vs\.?|versus|than|compared with|with|和|与|或|还是|跟|同|及|比)\s*"
_PERSON = re.compile(r"(?:he|she|him|his|her|[她他]的?)", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?:this|that)(?!\s+\w)|(?:this|that)(?=\s+(?:of|in|down|due|because|help|matter|change|is|was|true|so|mean)\b)"
)
_POSSESSIVE = re.compile(r"its|their|his|her|其|.*的", re.IGNORECASE)


def pronouns(question: str) -> list[re.Match[str]]:
    """The pronouns of a question that point to something outside it, but not to a document or its authors.

    >>> [match.group() for match in pronouns("What did they conclude about it?")]
    ['it']
    >>> pronouns("Is there evidence that this study was blinded?")
    []
    """
    known = patterns("assistant", "questions", "follow")
    ours = [match.span() for name in ("authors", "document") for match in known[name].finditer(folded(question))]
    return [
        match
        for match in _PRONOUN.finditer(question)
        if not any(start <= match.start() < end for start, end in ours)
        and (match.group().casefold() != "that" or _BEFORE_THAT.search(question[: match.start()]))
    ]


def resolved(question: str, earlier: str) -> str | None:
    """A question with its first pronoun replaced by what an earlier question was about.

    Args:
        question: A question or a piece of one.
        earlier: The question that may name what the pronoun stands for, itself able to stand alone.

    Returns:
        The question as read; None when no pronoun points to the earlier question, or nothing there fits.
    """
    for pronoun in pronouns(question):
        own = [thing for thing in things(question) if thing.end <= pronoun.start() and not thing.is_aspect]
        meant = None if own else meaning(pronoun.group(), earlier)
        if meant:
            return _put(question, pronoun, meant)
    return None


def meaning(pronoun: str, earlier: str) -> str | None:
    """What a pronoun stands for in an earlier question; None where nothing fits.

    >>> meaning("the latter", "Does ibuprofen or paracetamol lower fever?"), meaning("she", "What did she take?")
    ('paracetamol', 'the patient')
    """
    plain = pronoun.casefold()
    if _PERSON.fullmatch(plain):
        return "患者" if HAN.search(plain) else "the patient"
    if plain.endswith(("former", "latter")) or plain in ("前者", "后者"):
        pair = coordinated(earlier)
        return pair[plain.endswith("latter") or plain == "后者"].text if pair else None
    named = [thing for thing in things(earlier) if not thing.is_aspect]
    kinds = [thing for thing in things(earlier) if thing.is_kind]
    several = plain in ("they", "them", "their", "these", "those") or plain.startswith(("它们", "这些", "那些"))
    plural = [thing for thing in things(earlier) if thing.is_plural and (thing.is_kind or not thing.is_aspect)]
    fitting = (plural if several else []) or named or kinds
    return fitting[0].text if fitting else None


def coordinated(question: str) -> tuple[Thing, Thing] | None:
    """The two things that a question sets side by side ("A or B", "A和B"); its first two where none are."""
    named = [thing for thing in things(question) if not thing.is_aspect] or things(question)
    for one, other in pairwise(named):
        if re.fullmatch(_JOINED, question[one.end : other.start], re.IGNORECASE):
            return one, other
    return (named[0], named[1]) if len(named) > 1 else None


def points_to_all(question: str) -> bool:
    """Whether "that" or "this" stands for what the question before it said as a whole."""
    return any(_WHOLE.match(question, match.start()) for match in pronouns(question))


def with_subjects(question: str, earlier: str) -> str | None:
    """A question with what an earlier one was about, where it does not name that itself.

    >>> with_subjects("How many patients were included?", "Does cefalexin cure cellulitis?")
    'How many patients were included in the cefalexin and cellulitis study?'
    >>> with_subjects("有多少患者?", "氯胺酮有效吗?")
    '在氯胺酮的研究中，有多少患者?'
    """
    missing = [subject for subject in subjects(earlier) if folded(subject) not in folded(question)]
    if not missing:
        return None
    if any(thing.is_kind for thing in things(question)):
        missing = missing[:1]  # the more of them, the less "which brain regions" weighs
    if language_of(question) == "zh":
        return f"在{'、'.join(missing)}的研究中，{question}"
    listed = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
    asked = re.sub(r"^(?:(?:and|but|so|then|also)[,\s]+)+", "", question, flags=re.IGNORECASE)
    return f"{asked[:1].upper()}{asked[1:].rstrip(' ?？.!')} in the {listed} study?"


def _put(question: str, pronoun: re.Match[str], meant: str) -> str:
    own = ("的" if HAN.search(pronoun.group()) else "'s") if _POSSESSIVE.fullmatch(pronoun.group()) else ""
    before, after = question[: pronoun.start()], question[pronoun.end() :]
    if after.strip().casefold().startswith(meant.casefold()):
        return before + after.lstrip()  # "these pathways" after "which pathways"
    noun = re.match(r" ?(drugs?|medicines?|medications?|compounds?|diseases?|conditions?|药物?|疾?病)\b", after, re.I)
    return f"{before}{meant}{own}{after[noun.end() :] if noun and not own else after}"
