"""Our own words in an answer, in English and Chinese: refusals, notices, labels. They claim nothing of the subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from assistant.answer import Citation, LibrarySummary, NoticeKind, Reason
from vectorstore.records import Field, Language, Role
from vectorstore.tongues import tongue_name

_REFUSALS: dict[Reason, tuple[str, str]] = {
    "empty_library": (
        "There is no abstract to answer from. Add one first.",
        "还没有可以用来回答的摘要。请先添加一篇。",
    ),
    "off_topic": (
        "Nothing in the abstracts is about this{missing}.",
        "这些摘要与这个问题无关{missing}。",
    ),
    "not_stated": (
        "The abstracts do not say{missing}.",
        "摘要中没有说明{missing}。",
    ),
    "false_premise": (
        "The question assumes something that the abstracts do not say, or say otherwise{missing}.",
        "这个问题的前提在摘要中没有依据，或与摘要所述不符{missing}。",
    ),
    "advice": (
        "This asks for personal medical advice, which abstracts can't give. Please ask a doctor. "
        "You can ask what the abstracts say about a treatment.",
        "这是在寻求个人医疗建议，摘要无法提供。请咨询医生。您可以问摘要对某种治疗是怎么说的。",
    ),
    "not_a_question": (
        "This is not a question that abstracts could answer. Ask what they say, for example about their aim.",
        "这不是摘要能够回答的问题。可以问它们说了什么，例如研究目的。",
    ),
    "unsupported": (
        "An answer was written, but nothing in it is supported by the abstracts, so it is not shown.",
        "模型给出了回答，但其中没有任何内容得到摘要支持，因此不予显示。",
    ),
}
_NAMING: dict[Reason, tuple[str, str]] = {
    "off_topic": (": they do not mention {what}", "：没有提到{what}"),
    "not_stated": (": nothing is said about {what}", "：没有提到{what}"),
    "false_premise": (": {what}", "：{what}"),
}
_NOTICES: dict[NoticeKind, tuple[str, str]] = {
    "other_language": (
        "The abstracts say this in Chinese; the quotes are in the original language.",
        "摘要中这部分内容是英文的；引文保持原文语言。",
    ),
    "passages_left_out": (
        "The model was not given {count} of the passages that were found: they did not fit.",
        "找到的段落中有{count}段因篇幅所限未提交给模型。",
    ),
    "retracted": ("A cited article has been retracted.", "引用的文章已被撤稿。"),
}
Fault = Literal["uncited", "unknown", "elsewhere", "number", "name", "direction", "negation", "strength", "uncarried"]
"""What is wrong with a statement: what it rests on is missing, unknown or not retrieved, or says otherwise."""

_FAULTS: dict[Fault, tuple[str, str]] = {
    "uncited": ("It rests on no sentence of the abstracts.", "没有引用摘要中的任何句子。"),
    "unknown": ("It names a sentence that does not exist.", "引用了不存在的句子。"),
    "elsewhere": (
        "It names a sentence that was not retrieved for this question.",
        "引用的句子不在针对该问题检索到的段落中。",
    ),
    "number": (
        "A number, a unit or a frequency in it is not in what it cites.",
        "其中的数字、单位或频率不在所引句子中。",
    ),
    "name": ("A name in it is not in what it cites.", "其中的名称不在所引句子中。"),
    "direction": ("What it cites goes the other way.", "所引句子说的方向相反。"),
    "negation": ("One says that it is so, the other that it is not.", "二者一个肯定，一个否定。"),
    "strength": ("It is more certain than what it cites.", "其语气比所引句子更肯定。"),
    "uncarried": ("What it cites does not carry “{part}”.", "所引句子不支持“{part}”。"),
}
_UNSURE = ("The checks can't confirm “{part}”: read the quote.", "检查无法确认“{part}”：请核对引文。")
_SECTIONS: dict[Role, tuple[str, str]] = {
    "title": ("title", "标题"),
    "reference": ("reference", "文献信息"),
    "background": ("background", "背景"),
    "objective": ("objective", "目的"),
    "methods": ("methods", "方法"),
    "results": ("results", "结果"),
    "conclusions": ("conclusions", "结论"),
    "other": ("abstract", "摘要"),
}
_FIELDS: dict[Field, tuple[str, str]] = {
    "authors": ("Authors: ", "作者："),
    "affiliation": ("Affiliation: ", "作者单位："),
    "citation": ("Published in: ", "发表信息："),
}


_DESIGNS: dict[str, tuple[str, str]] = {
    "randomised_trial": ("randomised trial", "随机试验"),
    "meta_analysis": ("meta-analysis", "荟萃分析"),
    "systematic_review": ("systematic review", "系统综述"),
    "review": ("review", "综述"),
    "cohort": ("cohort study", "队列研究"),
    "case_control": ("case-control study", "病例对照研究"),
    "cross_sectional": ("cross-sectional study", "横断面研究"),
    "case_report": ("case report", "病例报告"),
    "animal": ("animal study", "动物研究"),
    "in_vitro": ("in vitro study", "体外研究"),
}
_OURS = {"en": ("English", "英文"), "zh": ("Chinese", "中文")}
_RETRACTED = ("RETRACTED", "已撤稿")
_CONCERN = ("expression of concern: ", "期刊已发表关注声明：")
_CORRECTED = ("corrected: ", "已更正：")


class Noticed(Protocol):
    """What notices there may be about: an article's reference, a passage, a citation."""

    @property
    def retracted(self) -> bool:
        """Whether the article was retracted."""

    @property
    def concern(self) -> str | None:
        """Where an expression of concern was published."""

    @property
    def corrected(self) -> str | None:
        """Where a correction was published."""


def design(name: str, language: Language) -> str:
    """What a study design is called."""
    return _DESIGNS[name][language == "zh"] if name in _DESIGNS else name


def marks(of: Noticed, language: Language) -> list[str]:
    """What a reader has to know of an article before believing it, the gravest first; usually nothing.

    >>> from vectorstore.records import Link, Reference
    >>> marks(Reference(links=(Link("corrected_by", "J Tea. 2021;2:1"),)), "en")
    ['corrected: J Tea. 2021;2:1']
    """
    chinese = language == "zh"
    made = [_RETRACTED[chinese]] if of.retracted else []
    made += [_CONCERN[chinese] + of.concern] if of.concern else []
    return made + ([_CORRECTED[chinese] + of.corrected] if of.corrected else [])


def source(citation: Citation, language: Language) -> str:
    """Where a quote stands: section, study design, what notices say of it, and the reference."""
    parts = [section(citation.section, language)]
    parts += [design(citation.design, language)] if citation.design else []
    return " · ".join([*parts, *marks(citation, language), citation.reference or citation.abstract_id])


def looked_at(library: LibrarySummary, language: Language) -> str:
    """How many abstracts were looked at and how new the newest is; empty for a single one.

    >>> looked_at(LibrarySummary(abstracts=9, searched=3, newest_year=2021, fingerprint=""), "en")
    'Looked at 3 abstracts, the newest of 2021.'
    """
    if library.searched < 2:
        return ""
    count, year = f"{library.searched:,}", library.newest_year
    if language == "zh":
        return f"查阅了{count}篇摘要" + (f"，最新的发表于{year}年。" if year else "。")
    return f"Looked at {count} abstracts" + (f", the newest of {year}." if year else ".")


def refusal(reason: Reason, missing: Sequence[str], language: Language) -> str:
    """A sentence or two for a person: why there is no answer, and what is missing.

    >>> refusal("not_stated", ["dose"], "en")
    'The abstracts do not say: nothing is said about “dose”.'
    >>> refusal("not_stated", ["剂量"], "zh")
    '摘要中没有说明：没有提到“剂量”。'
    """
    chinese = language == "zh"
    what = ("、" if chinese else ", ").join(f"“{word}”" for word in missing)
    naming = _NAMING.get(reason, ("", ""))[chinese].format(what=what) if missing else ""
    return _REFUSALS[reason][chinese].format(missing=naming)


def tongue(code: str, language: Language) -> str:
    """What we call a language: `en`, `zh`, or one as a record has it.

    >>> tongue("zh", "en"), tongue("fre", "zh")
    ('Chinese', '法语')
    """
    return _OURS[code][language == "zh"] if code in _OURS else tongue_name(code, language)


def quoted_in(codes: Sequence[str], language: Language) -> str:
    """That quotes are in languages which the assistant does not understand.

    >>> quoted_in(["fre"], "en")
    'The abstracts say this in French, a language that is found by its words and not understood: check the quotes.'
    """
    names = dict.fromkeys(tongue(code, language) for code in codes)
    if language == "zh":
        return f"摘要中这部分内容是{'、'.join(names)}的；系统只按词语查找，并不理解该语言：请核对引文。"
    return (
        f"The abstracts say this in {' and '.join(names)}, a language that is found by its words and not understood: "
        "check the quotes."
    )


def unmatched(missing: Sequence[str], language: Language, code: str) -> str:
    """Why there is no answer, when the nearest abstract is in another language: not that it does not say.

    >>> unmatched(["tea"], "en", "zh")
    'The nearest abstract is in Chinese, and no match for “tea” was found there; it may still say it in other words.'
    """
    chinese = language == "zh"
    what = ("、" if chinese else ", ").join(f"“{word}”" for word in missing)
    if chinese:
        return f"最接近的摘要是{tongue(code, language)}的，其中没有找到与{what}对应的说法；但它仍可能用其他词提到。"
    found = f"The nearest abstract is in {tongue(code, language)}, and no match for {what} was found there"
    return f"{found}; it may still say it in other words."


def notice(kind: NoticeKind, language: Language) -> str:
    """What a notice says, in the language of the answer."""
    return _NOTICES[kind][language == "zh"]


def left_out(count: int, language: Language) -> str:
    """How many passages a model was not given."""
    return notice("passages_left_out", language).format(count=count)


def fault(kind: Fault, language: Language, part: str = "") -> str:
    """Why a statement was withdrawn; `part` is what of it is not carried.

    >>> fault("uncarried", "en", "in mice")
    'What it cites does not carry “in mice”.'
    """
    return _FAULTS[kind][language == "zh"].format(part=part)


def unsure(part: str, language: Language) -> str:
    """What is said beside a statement that the checks can't confirm."""
    return _UNSURE[language == "zh"].format(part=part)


def section(role: Role, language: Language) -> str:
    """What a section is called, in lower case."""
    return _SECTIONS[role][language == "zh"]


def nearest(language: Language) -> str:
    """The line above the passages that come nearest."""
    return "最接近的内容：" if language == "zh" else "What comes nearest:"


def withdrawn(text: str, reason: str, language: Language) -> str:
    """What is said of a statement that did not survive the checks."""
    return f"已撤回：{text}（{reason}）" if language == "zh" else f"Withdrawn: {text} ({reason})"


def otherwise(language: Language) -> str:
    """What a person at the command line can do where nothing that a model said can be shown."""
    return "可以不用模型回答：--model builtin。" if language == "zh" else "Answer without a model: --model builtin."


def labelled(field: Field, line: str, language: Language) -> str:
    """A reference line as a statement: what it is, then the line itself."""
    return _FIELDS[field][language == "zh"] + line
