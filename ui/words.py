"""What the page says, in English and in Chinese, side by side."""

from __future__ import annotations

from vectorstore.records import Language

CATALOGUE: dict[str, dict[Language, str]] = {
    "title": {"en": "Abstract Assistant", "zh": "摘要助手"},
    "tagline": {
        "en": "Answers with what the abstracts say, and shows the words behind every statement.",
        "zh": "只依据摘要作答，每句话都可以查看原文。",
    },
    "language": {"en": "Language of the page", "zh": "界面语言"},
    "loaded_none": {"en": "No abstract is loaded", "zh": "尚未载入摘要"},
    "loaded_one": {"en": "1 abstract loaded", "zh": "已载入 1 篇摘要"},
    "loaded_many": {"en": "{count} abstracts loaded", "zh": "已载入 {count} 篇摘要"},
    "ask": {"en": "Ask in English or Chinese", "zh": "用中文或英文提问"},
    "reading": {"en": "Reading …", "zh": "正在阅读……"},
    "question": {"en": "Question", "zh": "问题"},
    "answer": {"en": "Answer", "zh": "回答"},
    "cited": {"en": "Citation {number}, {section}: open the source", "zh": "引文 {number}，{section}：打开原文"},
    "nearest": {"en": "Passage {number}, {section}: open the source", "zh": "段落 {number}，{section}：打开原文"},
    "checked_one": {
        "en": "1 of 1 statement, every quote found word for word",
        "zh": "共 1 句，引文均与原文逐字相符",
    },
    "checked_all": {
        "en": "{found} of {all} statements, every quote found word for word",
        "zh": "共 {all} 句，{found} 句的引文均与原文逐字相符",
    },
    "checked_some": {
        "en": "Only {found} of {all} statements still have their quotes, word for word, in the library",
        "zh": "共 {all} 句，仅 {found} 句的引文仍与库中原文逐字相符",
    },
    "withdrawn": {"en": "Withdrawn", "zh": "已撤回"},
    "refused_empty_library": {"en": "Nothing to read", "zh": "没有可读的摘要"},
    "refused_off_topic": {"en": "Outside these abstracts", "zh": "超出这些摘要的范围"},
    "refused_not_stated": {"en": "Not in the abstracts", "zh": "摘要中没有写到"},
    "refused_false_premise": {"en": "Not as assumed", "zh": "与问题的前提不符"},
    "refused_advice": {"en": "No personal medical advice", "zh": "不提供个人医疗建议"},
    "refused_not_a_question": {"en": "Not a question", "zh": "这不是一个问题"},
    "refused_unsupported": {"en": "No support found", "zh": "没有找到依据"},
    "missing": {"en": "Missing", "zh": "缺少"},
    "nearest_passages": {"en": "The nearest passages", "zh": "最接近的段落"},
    "failed": {"en": "This did not work", "zh": "出错了"},
    "unavailable": {"en": "The library can't be used.", "zh": "无法使用摘要库。"},
    "source": {"en": "Source", "zh": "原文"},
    "close": {"en": "Close the source", "zh": "关闭原文"},
    "moved": {
        "en": "This abstract has changed since it was cited: the quote is no longer in its place.",
        "zh": "该摘要在引用之后有改动：引文已不在原处。",
    },
    "gone": {
        "en": "This abstract is no longer in the library.",
        "zh": "该摘要已不在库中。",
    },
    "role_title": {"en": "Title", "zh": "标题"},
    "role_reference": {"en": "Reference", "zh": "文献信息"},
    "role_background": {"en": "Background", "zh": "背景"},
    "role_objective": {"en": "Objective", "zh": "目的"},
    "role_methods": {"en": "Methods", "zh": "方法"},
    "role_results": {"en": "Results", "zh": "结果"},
    "role_conclusions": {"en": "Conclusions", "zh": "结论"},
    "role_other": {"en": "Other", "zh": "其他"},
}
"""Every phrase of the interface by key; `{names}` are filled in by `say`."""

LANGUAGES: dict[Language, str] = {"en": "English", "zh": "中文"}
"""The interface languages, each in its own words."""

TAGS: dict[Language, str] = {"en": "en", "zh": "zh-Hans"}
"""What `lang` attributes hold."""


def say(language: Language, key: str, **values: object) -> str:
    """The phrase with this key, its `{names}` filled in.

    >>> say("zh", "loaded_many", count=3)
    '已载入 3 篇摘要'
    """
    return CATALOGUE[key][language].format(**values)
