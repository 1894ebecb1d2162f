"""What a question's words say about where its answer stands: which section, which reference line."""

from __future__ import annotations

import re

from vectorstore.records import Field, Role
from vectorstore.text import folded

_ROLES: tuple[tuple[Role, str], ...] = (
    (
        "objective",
        r"\b(?:aim(?:s|ed|ing)?|purpose|goals?|objectives?|intent|intend(?:s|ed)?(?: to)?|set(?:s|ting)? out to"
        r"|tr(?:y|ies|ied|ying) to (?:do|achieve|find|answer|accomplish|understand|summari[sz]e)"
        r"|want(?:s|ed)? to (?:do|achieve|find|answer|accomplish|understand)|hop(?:e|es|ed|ing) to"
        r"|research question|why (?:was|did|were|do|is) (?:this|the|they|it|these) (?:\w+ )?(?:\w+ )?(?:written|write|done|conducted))\b"
        r"|目的|目标|目標|旨在|想(?:要)?(?:做|解决|探讨|研究|说明|达到|弄清|回答|搞清)|为了什么|宗旨|意图|打算",
    ),
    (
        "conclusions",
        r"\b(?:conclu\w+|take[- ]?(?:home|away)\w*|implications?|significance|bottom line|final (?:message|point|remark)s?"
        r"|perspectives?|end up (?:saying|with)|closing (?:message|remark)s?)\b"
        r"|结论|結論|总结出|启示|啟示|意义|意義|前景|展望|最后(?:说|认为|指出|得出|强调)|最终(?:认为|得出|强调)|结语",
    ),
    (
        "methods",
        r"\b(?:methods?|methodolog\w+|study design|research design|protocol|procedures?|search strateg\w+|data ?bases?"
        r"|inclusion criteria|exclusion criteria|how (?:was|were|is|did) (?:the|this|they|these) "
        r"(?:\w+ )?(?:done|conducted|carried out|performed|designed|do the))\b"
        r"|方法|怎么做的|如何进行的?|怎样进行|怎么进行|研究设计|設計|检索策略|数据库|纳入标准|排除标准",
    ),
    (
        "results",
        r"\b(?:results?(?! in\b| from\b)|findings?|main outcomes?|what (?:was|were|did \w+(?: \w+)?|has been|have they) "
        r"(?:found|find|discovered?|observed?))\b"
        r"|结果|結果|发现了?(?:什么|哪些)|主要发现|研究发现|有(?:什么|哪些)(?:主要)?发现|發現",
    ),
    (
        "background",
        r"\b(?:background|context|introduction|introductory|rationale|motivat\w+)\b|背景|引言|前言|缘起|动机|由来",
    ),
)

_FIELDS: tuple[tuple[Field, str], ...] = (
    (
        "authors",
        r"\b(?:authors?|authored|authorship|wrote|writers?|written by|who (?:conducted|did|carried out|performed|published|produced)"
        r"|whose (?:work|paper|article|study|review|abstract))\b|作者|谁写|誰寫|谁的(?:文章|论文|研究|作品|综述)|谁(?:发表|做|撰写|完成)|撰写|署名|执笔|出自谁|撰稿",
    ),
    (
        "affiliation",
        r"\b(?:affiliat\w+|institut\w+|hospitals?|universit\w+|departments?|work(?:s|ing)? (?:at|for)"
        r"|where (?:do|did|are|were|is|was) (?:the |these |this )?(?:\w+ )?(?:authors?|researchers?|they|team|group|scientists?|writers?|work\w*|paper|article)"
        r"|(?:what|which|from what|from which) (?:city|country|nation|town|address)|based (?:in|at)|come from|postal)\b"
        r"|单位|單位|机构|機構|医院|醫院|大学|大學|研究所|院校|隶属|任职|供职|就职|哪个(?:国家|城市)|哪国|哪里(?:工作|的作者|的人|的研究)|工作单位|地址|来自哪",
    ),
    (
        "citation",
        r"\b(?:journals?|published|publish|publication|doi|pmid|volume|issue (?:number|no)|which issue|what issue|pages?|page numbers?"
        r"|appear(?:ed|s)? in|come out|came out|cite (?:this|the|it)|citation|bibliograph\w+|full reference|reference details?|epub|online"
        r"|what year|which year|year of|how (?:old|recent) is (?:this|the)|when (?:was|is|did) (?:this|the|it) (?:\w+ )?(?:written|from|out|appear|come))\b"
        r"|期刊|杂志|雜誌|发表|發表|出版|刊登|刊载|刊物|登在|页码|頁碼|多少页|哪几页|几页|卷|期号|第几期|哪一期|几期|引用|doi|pmid|哪一?年的?|年份|上线|见刊|出处",
    ),
)


def asked_fields(question: str) -> tuple[Field, ...]:
    """Reference lines that a question names or implies, in a fixed order; empty when it names none.

    >>> asked_fields("Who wrote it, and in which journal?"), asked_fields("涉及哪些信号通路?")
    (('authors', 'citation'), ())
    """
    text = folded(question)
    fields = {field for field, pattern in _FIELDS if re.search(pattern, text)}
    if fields and re.search(r"\bwhen\b|什么时候|何时", text):
        fields.add("citation")  # the date of an article, not of what it describes
    return tuple(field for field, _ in _FIELDS if field in fields)


def asked_roles(question: str) -> tuple[Role, ...]:
    """Roles of the sections that a question names or implies, in a fixed order; empty when it names none.

    >>> asked_roles("What was the aim?"), asked_roles("作者是谁?")
    (('objective',), ('reference',))
    """
    text = folded(question)
    roles = [role for role, pattern in _ROLES if re.search(pattern, text)]
    return (*roles, *(["reference"] if asked_fields(question) else []))


def without_cues(question: str) -> str:
    """The question without the words by which it names sections and reference lines."""
    text = question
    for _, pattern in [*_ROLES, *_FIELDS]:
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return text
