"""One turn of the conversation as the browser shows it: the question, and its answer, refusal or failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant import wording
from assistant.answer import Answer, Citation, Refusal, Statement, Withdrawn
from assistant.sharing import as_text
from ui.component import Data
from ui.evidence import Mark, doi_link, supported
from ui.state import Turn
from ui.trouble import Way, ways_on, ways_out
from ui.words import TAGS, say, section_name, tag
from vectorstore.records import Language

if TYPE_CHECKING:
    from vectorstore.library import Library

REASONS = ("wrong", "quote", "refused", "answered")
"""What can be wrong with an answer, by the names that the library keeps; `bad_...` in the catalogue."""


def turn_data(turn: Turn, library: Library, language: Language, *, newest: bool = True) -> Data:
    """All the words of one turn, for the browser; only the newest can be asked again."""
    answer = turn.answer
    data = _empty(turn, language)
    stale: Data = {} if newest else {"ways": []}
    if answer:
        data |= _answer_data(answer, library, language)
        data["actions"] = _actions(turn, answer, language)
        if answer.refusal:
            data["refusal"] = _refusal(answer.refusal, answer.language, language) | stale
    if turn.trouble:
        data["trouble"] = _trouble(turn, language) | stale
    return data


def pending_data(turn: Turn, statements: Sequence[Statement], language: Language) -> Data:
    """The words of a turn that is on its way: what is verified so far, and a way to stop it."""
    label = say(language, "checking" if statements else "reading")
    return _empty(turn, language) | {
        "statements": [_statement(s, [{"number": number, "mark": ""} for number in s.citations]) for s in statements],
        "pending": {"label": label, "stop": say(language, "stop")},
    }


def _empty(turn: Turn, language: Language) -> Data:
    return {
        "question": turn.question,
        "lang": TAGS[turn.answer.language] if turn.answer else "",
        "questionLabel": say(language, "question"),
        "answerLabel": say(language, "answer"),
        "readAs": "",
        "statements": [],
        "notices": [],
        "checked": None,
        "withdrawn": [],
        "refusal": None,
        "trouble": None,
        "pending": None,
        "actions": None,
    }


def _answer_data(answer: Answer, library: Library, language: Language) -> Data:
    cited = {c.number: _chip(Mark("cited", c.number), c, language) for c in answer.citations}
    statements = [_statement(s, [cited[number] for number in s.citations]) for s in answer.statements]
    standalone = answer.standalone_question
    return {
        "statements": statements,
        "readAs": say(language, "read_as", question=standalone) if standalone else "",
        "notices": [notice.text for notice in answer.notices],
        "checked": _checked(answer, library, language) if statements else None,
        "withdrawn": [_withdrawn(gone) for gone in answer.withdrawn],
    }


def _statement(statement: Statement, chips: list[Data]) -> Data:
    note = statement.checks.note
    return {"text": statement.text, "lang": TAGS[statement.language], "chips": chips, "note": note}


def _withdrawn(gone: Withdrawn) -> Data:
    return {"text": gone.text, "reason": gone.reason}


def _chip(mark: Mark, citation: Citation, language: Language) -> Data:
    section = " · ".join(
        [
            section_name(citation.section, language),
            *([wording.design(citation.design, language)] if citation.design else []),
            *wording.marks(citation, language),
        ]
    )
    return {
        "mark": mark.name,
        "number": mark.number,
        "quote": citation.quote,
        "lang": tag(citation.language, citation.foreign),
        "section": section,
        "reference": citation.reference or say(language, "no_reference"),
        "label": say(language, mark.kind, number=mark.number, section=section),
    }


def _checked(answer: Answer, library: Library, language: Language) -> Data:
    found, everything, gone = supported(answer, library), len(answer.statements), len(answer.withdrawn)
    key = "checked_some" if found < everything else "checked_one" if everything == 1 else "checked_all"
    lines = [say(language, key, found=found, all=everything)]
    kinds = Counter(statement.checks.kind for statement in answer.statements)
    if said := everything - kinds["verbatim"]:
        lines.append(say(language, "reworded_one" if said == 1 else "reworded_many", count=said))
    if gone:
        lines.append(say(language, "withdrawn_one" if gone == 1 else "withdrawn_many", count=gone))
    if looked := wording.looked_at(answer.library, language):
        lines.append(looked[0].lower() + looked[1:].rstrip(".。"))
    return {
        "sound": found == everything and not kinds["unsure"],
        "text": ("；" if language == "zh" else "; ").join(lines),
    }


def _refusal(refusal: Refusal, spoken: Language, language: Language) -> Data:
    dois = dict.fromkeys(c.doi for c in refusal.nearest)
    links = [link for link in map(doi_link, dois) if link]
    return {
        "lang": TAGS[spoken],
        "heading": say(language, f"refused_{refusal.reason}"),
        "message": refusal.message,
        "ways": _ways(ways_on(refusal.reason), language),
        "missing": list(refusal.missing),
        "missingLabel": say(language, "missing"),
        "nearestLabel": say(language, "nearest_passages"),
        "nearest": [_passage(c, language) for c in refusal.nearest],
        "nextLabel": say(language, "look_next"),
        "next": [{"href": href, "text": say(language, "full_text", doi=doi)} for doi, href in links],
    }


def _passage(citation: Citation, language: Language) -> Data:
    chip = _chip(Mark("nearest", citation.number), citation, language)
    return {
        "quote": citation.quote,
        "lang": tag(citation.language, citation.foreign),
        "section": chip["section"],
        "chip": chip,
    }


def _trouble(turn: Turn, language: Language) -> Data:
    return {
        "calm": turn.trouble in ("stopped", "interrupted"),
        "heading": say(language, f"trouble_{turn.trouble}"),
        "text": turn.detail,
        "ways": _ways(ways_out(turn.trouble), language),
    }


def _ways(names: Sequence[Way], language: Language) -> list[Data]:
    return [{"name": name, "label": say(language, f"way_{name}")} for name in names]


def _actions(turn: Turn, answer: Answer, language: Language) -> Data:
    return {
        "copy": f"{turn.question}\n\n{as_text(answer)}",
        "copyLabel": say(language, "copy"),
        "copiedLabel": say(language, "copied"),
        "failedLabel": say(language, "copy_failed"),
        "ratable": turn.id is not None,
        "verdict": turn.verdict or "",
        "upLabel": say(language, "good"),
        "downLabel": say(language, "bad"),
        "whyLabel": say(language, "why_bad"),
        "reason": turn.reason or "",
        "reasons": [{"name": name, "label": say(language, f"bad_{name}")} for name in REASONS],
    }
