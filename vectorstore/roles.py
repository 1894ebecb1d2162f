"""Which role a section plays: from its printed label, from cues in its words, or from its position."""

from __future__ import annotations

import re
from typing import cast

from vectorstore.records import PROSE_ROLES, Role
from vectorstore.text import folded

LABELS: dict[str, Role] = {
    label: role
    for role, labels in cast(
        dict[Role, str],
        {
            "background": "background|introduction|context|importance|rationale|背景|研究背景|引言|前言|背景资料|緒論|研究背景",
            "objective": "objective|objectives|aim|aims|purpose|goal|goals|aim of the study|study objective"
            "|aims and objectives|hypothesis|question|目的|研究目的|目标|目標",
            "methods": "methods|method|materials and methods|patients and methods|subjects and methods|methodology|design"
            "|study design|setting|participants|patients|interventions|intervention|main outcome measures|measurements"
            "|data sources|方法|研究方法|材料与方法|资料与方法|对象与方法|材料與方法|设计|設計",
            "results": "results|result|findings|main results|key findings|observations|case report|case presentation"
            "|结果|研究结果|發現|发现|結果|主要发现|病例报告",
            "conclusions": "conclusions|conclusion|discussion|interpretation|perspectives|perspective|summary"
            "|implications|significance|conclusions and relevance|结论|研究结论|結論|结语|讨论|意义|展望",
        },
    ).items()
    for label in labels.split("|")
}
"""Section labels as authors print them (lower case, singular and plural) and the role each stands for."""

_CUES: tuple[tuple[Role, str], ...] = (
    (
        "objective",
        r"\b(?:the |our )?(?:aim|aims|purpose|goal|objective|objectives) (?:of|was|is|were|are)\b|\bwe (?:aimed|sought|set out)"
        r"|\bthis (?:article|paper|review|study) (?:aims|seeks|reviews|summari[sz]es|examines|describes)\b"
        r"|\bto (?:investigate|determine|evaluate|assess|examine) whether\b"
        r"|旨在|本文(?:总结|综述|探讨|目的)|目的是|目的在于|本研究(?:探讨|评估|考察)|为了(?:探讨|研究|评估)",
    ),
    (
        "conclusions",
        r"\b(?:in conclusion|we conclude|our (?:review|results|findings|data|study|work) "
        r"(?:highlight|suggest|indicate|show|demonstrate|support|provide|point)s?\b|these (?:results|findings|data) "
        r"(?:suggest|indicate|support|highlight)|taken together|in summary|pav(?:e|es|ing) the way)"
        r"|综上|总之|我们的(?:综述|结果|研究|发现)(?:强调|表明|提示|显示|支持)|这些结果(?:表明|提示)|铺平了道路|研究表明.{0,20}值得",
    ),
    (
        "methods",
        r"\bwe (?:searched|enrolled|recruited|randomi[sz]ed|conducted|performed|measured|analy[sz]ed|used|included)\b"
        r"|\b(?:were|was) (?:randomly )?(?:assigned|recruited|enrolled|randomi[sz]ed|searched|measured|collected)\b"
        r"|随机分为|纳入了?|检索了|采用.{1,30}(?:方法|法|检测|分析)|收集了",
    ),
    (
        "results",
        r"\bwe (?:found|observed|identified)\b|\bresults (?:show|indicate|reveal)|\bwas (?:significantly )?associated with\b"
        r"|\bseems? to play\b|\bp\s*[<=]\s*0?\.\d|结果(?:显示|表明)|我们发现|发挥着?(?:关键|重要)作用|差异有统计学意义",
    ),
)
"""Phrases by which a paragraph says what it is, strongest first."""


def role_of_label(label: str) -> Role | None:
    """Role that a printed heading stands for; None when it is not one we know.

    >>> role_of_label("METHODS"), role_of_label("【目的】"), role_of_label("Table 1")
    ('methods', 'objective', None)
    """
    return LABELS.get(re.sub(r"[\W_]+", " ", folded(label)).strip())


def prose_roles(paragraphs: list[str]) -> list[Role]:
    """Roles of the unlabelled paragraphs of one language, in order.

    A paragraph that says what it is gets that role; the others take the role that their position leaves: what comes
    before the objective is background, what comes between objective or methods and the conclusions is results.
    A single paragraph is `other`: it holds everything.

    Args:
        paragraphs: Texts in order; may be empty.

    Returns:
        One role a paragraph.
    """
    if len(paragraphs) == 1:
        return ["other"]
    cued = [cued_role(paragraph) for paragraph in paragraphs]
    roles: list[Role] = []
    for position, cue in enumerate(cued):
        least = PROSE_ROLES.index(roles[-1]) if roles else 0
        if cue and PROSE_ROLES.index(cue) >= least:
            roles.append(cue)
        elif position == len(cued) - 1 and least >= PROSE_ROLES.index("methods"):
            roles.append("conclusions")
        else:
            roles.append("results" if least >= PROSE_ROLES.index("objective") else "background")
    return roles


def cued_role(paragraph: str) -> Role | None:
    """The role that a paragraph or sentence names by its own words; None when it names none."""
    text = folded(paragraph)
    return next((role for role, pattern in _CUES if re.search(pattern, text)), None)
