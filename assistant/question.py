"""What a question asks for: its kind, the section or reference line it names, what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.focus import Term, focus_terms
from vectorstore.cues import asked_fields, asked_roles, without_cues
from vectorstore.records import Field, Language, Role
from vectorstore.terms import latin_words
from vectorstore.text import HAN, folded, language_of

Kind = Literal["summary", "abbreviation", "number", "date", "which", "yes_no", "open"]
"""What sort of answer fits: a digest, an expansion, a quantity, a time, a named thing, a yes or no, or any sentence."""

_NUMBER = (
    r"\bhow (?:many|much|often|long|large|big|old|frequent\w*|quick\w*|soon|fast|rapid\w*|far)\b"
    r"|\b(?:what|which) (?:percentage|proportion|fraction|number|rate)\b|\bwhat was the (?:number|rate|proportion)\b"
    r"|多少|多久|多长|多大|多高|多快|几(?:个|名|例|次|天|周|年|月|小时|种|项|成|位|岁|分|篇)|百分之几"
)
_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "summary",
        r"\b(?:summar\w+|overview|gist|in a nutshell|tl;?dr|synopsis|recap|digest|key (?:points?|messages?|facts?)"
        r"|main (?:points?|ideas?|messages?|contents?|topics?|themes?|subjects?)|boil\w* down|outline"
        r"|what(?:'s| is| does|s) (?:this|the|it) ?(?:\w+ )?(?:about|all about|say|discuss|cover|deal with)$"
        r"|what(?:'s| is)? (?:it|this) (?:all )?about|tell me about (?:this|the) (?:abstract|paper|article|study|review))"
        r"|总结|概括|概述|概要|摘要一下|主要内容|(?:讲|说|写|谈|研究|介绍|讨论)了?(?:些)?(?:什么|啥)$|大意|主旨|梗概|要点|归纳|讲的是(?:什么|啥)"
        r"|主题|中心思想|大致内容|简述|總結",
    ),
    (
        "abbreviation",
        r"\b(?:stands? for|stood for|abbreviat\w+|acronyms?|spelled out|full (?:name|form|term)|short for|expand(?:ed)? form)\b"
        r"|\bwhat (?:does|do|did|is meant by) [\w-]+ mean\b|缩写|縮寫|全称|全稱|全名|简称|代表什么|是什么意思|指的?是?什么$|中文名|英文名",
    ),
    ("number", _NUMBER),
    (
        "date",
        r"\bwhen\b|\b(?:what|which) (?:date|year|month|time)\b|什么时候|何时|哪一?年|哪一?天|几月|几号|日期|什么时间",
    ),
    ("which", r"\b(?:which|what)\b|哪些|哪个|哪种|哪几|什么|何种|哪一|啥"),
    (
        "yes_no",
        r"^(?:so |and |but |then )?(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|will|would|should|isn't|aren't"
        r"|doesn't|don't|didn't|any)\b|吗|么$|是否|有没有|是不是|能否|能不能|会不会|可否|有无",
    ),
)

_ADVICE = (
    r"\b(?:should|shall|can|could|may|must|ought|would) (?:i|we|my \w+|he|she)\b(?! (?:find|get|read|see|know|ask|have (?:a|the) (?:summary|title|doi)))"
    r"|\b(?:is|are|would|will) (?:it|this|ketamine|that|\w+) (?:\w+ )?(?:safe|right|good|ok|okay|suitable|advisable|recommended|work) for "
    r"(?:me|my|us)\b|\b(?:i am|i'm|i have|i've been|i suffer|i feel|i was diagnosed|my (?:doctor|wife|husband|mother|father|mom|mum|dad|son"
    r"|daughter|patient|child|friend|partner|brother|sister|depression|dose|grandmother|grandfather))\b"
    r"|\b(?:prescribe|recommend|advise) (?:me|for me|to me|my)\b|\bdo you (?:recommend|advise|think i)\b"
    r"|我(?:该|应该|应|能不能|能|可以|可不可以|是否|要不要|需要|想|得了|患|有|被诊断|最近|现在|一直|感觉|吃|用|正在)(?!.{0,3}(?:知道|了解|问|请教|查|看|找|确认|引用))"
    r"|我(?:的)?(?:爸|妈|父|母|孩子|儿子|女儿|妻子|丈夫|老公|老婆|朋友|家人|患者|病人|病|抑郁|医生|奶奶|爷爷|姐|妹|哥|弟)|(?:给|帮)我(?:开|配|推荐)|建议我"
)
_GREETING = r"(?:hi|hello|hey|thanks?|thank you|good (?:morning|afternoon|evening)|bye|ok(?:ay)?|test(?:ing)?|你好|您好|谢谢|多谢|再见|嗨|哈喽|早上好|晚上好|测试)"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, taken apart."""

    text: str
    """The question, able to stand alone, spelling put right."""
    language: Language
    """Its language."""
    kind: Kind
    """What sort of answer fits."""
    roles: tuple[Role, ...]
    """Sections that it names or implies, without `reference`."""
    fields: tuple[Field, ...]
    """Reference lines that it names or implies."""
    terms: tuple[Term, ...]
    """What it is about."""
    rest: tuple[Term, ...]
    """What it is about beyond the sections and reference lines that it names."""

    @property
    def wants_number(self) -> bool:
        """Whether only a quantity answers."""
        return self.kind == "number" or any(term.concept and term.concept.asks == "number" for term in self.terms)


def analyse(text: str, language: Language | None = None) -> Question:
    """Take one question apart.

    Args:
        text: A single question, already able to stand alone.
        language: Its language; worked out from its letters by default.

    Returns:
        What it asks for.
    """
    return Question(
        text=text,
        language=language or language_of(text),
        kind=_kind(text),
        roles=tuple(role for role in asked_roles(text) if role != "reference"),
        fields=asked_fields(text),
        terms=focus_terms(text),
        rest=focus_terms(without_cues(text)),
    )


def _kind(text: str) -> Kind:
    plain = folded(text).strip(" ?？!！.。~")
    return next((kind for kind, pattern in _KINDS if re.search(pattern, plain)), "open")


def asks_advice(text: str) -> bool:
    """Whether somebody asks what they, or someone they care for, should do.

    >>> asks_advice("Should I take ketamine?"), asks_advice("我应该用氯胺酮吗?"), asks_advice("Is it fast?")
    (True, True, False)
    """
    return re.search(_ADVICE, folded(text)) is not None


def is_no_question(text: str) -> bool:
    """Whether a text asks nothing: a greeting, or no word at all.

    >>> is_no_question("hello!"), is_no_question("???"), is_no_question("ketamine mTOR")
    (True, True, False)
    """
    plain = folded(text).strip(" ?？!！.。,，~")
    return bool(re.fullmatch(_GREETING, plain)) or not (HAN.search(plain) or latin_words(plain))


_AND_ASKS = r"(?:what|which|who|whose|when|where|why|how|is|are|was|were|does|do|did|has|have|can|list|name|give|summari[sz]e)\b"
_SPLIT = re.compile(
    rf"(?<=[?？!！])\s*(?=\S)|(?<=[.;])\s+(?=[A-Z])|[;；]\s*|,?\s+(?:and|or|also|plus)(?: also)?\s+(?={_AND_ASKS})|,\s+(?={_AND_ASKS})"
    r"|[,，、]?(?:以及|并且|另外|此外|还有)(?=.*(?:什么|哪|谁|多少|几|吗|何|啥|如何|怎))|[,，](?=.*(?:什么|哪|谁|多少|几|吗|何|啥|如何|怎))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"\b{_AND_ASKS}|什么|哪|谁|多少|几|吗|呢|何|啥|怎|是否|有没有|总结|概括|说明|介绍|[?？]", re.IGNORECASE
)


def parts_of(text: str) -> list[str]:
    """The questions in a text that asks several, in order; a text that asks one is returned whole.

    >>> parts_of("Who wrote it, and in which journal? When?")
    ['Who wrote it, and in which journal?', 'When?']
    >>> parts_of("作者是谁,发表在哪个期刊?")
    ['作者是谁', '发表在哪个期刊?']
    """
    pieces = [piece.strip() for piece in _SPLIT.split(text) if piece and piece.strip()]
    if len(pieces) < 2 or not all(_ASKS.search(piece) and focus_or_cue(piece) for piece in pieces):
        return [text]
    return pieces


def focus_or_cue(text: str) -> bool:
    """Whether a text is about something: it has focus terms, or names a section or reference line."""
    return bool(asked_roles(text) or focus_terms(text) or _kind(text) == "summary")
