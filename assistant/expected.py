"""What type of answer a question expects, and whether a text has something of that type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.focus import looks_like_name
from assistant.vocabulary import vocabulary
from vectorstore.patterns import patterns
from vectorstore.terms import latin_words, stem, stems
from vectorstore.text import HAN, folded

MEASURES = ("ratio", "share", "frequency", "time", "age", "money", "length", "temperature", "amount")
"""Types that are numbers with a unit of their own, in the order in which they are tried."""

_SORTS = ("drug", "gene_or_protein", "body_part", "organism", "instrument", "place", "disease")
_BROADER = {"animal": "species", "rodent": "species", "disorder": "disease"}
"""Categories of `words.toml` that go under another name here."""

_READ = 2000  # characters; no sentence is longer, and some patterns take their time on what is none

_NO_GENES = frozenset("ci or hr rr sd se iqr rct us uk usa who ii iii iv dna rna mri ct bmi icu".split())
_HEAD_EN = re.compile(
    r"\b(?:which|what|whose|name|list|give|how (?:many|much))\b(?: (?:is|are|was|were|the|of|other|else|all|some|an?"
    r"|names?|kinds?|types?|sorts?|class(?:es)?|main|specific|exact|two|three))*((?: [\w-]+){1,4})",
    re.ASCII,
)
_HEAD_ENDS = re.compile(
    r" (?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|will|would|should|of|in|on|at|for|from|to|by"
    r"|with|that|which|who|used|given|after|before|during|among|between|and|or|as)\b.*",
    re.ASCII,
)
_HEAD_ZH = re.compile(
    r"(?:哪(?:些|个|种|几个|几种|一种|一个|类|家)?|什么|何种|哪|几[个种])(?:样的|类型的|种类的)?(.{1,8})"
)
_HEAD_BEFORE_ZH = re.compile(r"(.{1,8}?)(?:名称)?(?:都?有|是|为|包括|叫)(?:哪些|哪个|哪种|什么|多少|多大|几)")
_PEOPLE = (
    r"\b(?:patients?|participants?|authors?|women|men|children|adults?|nurses?|doctors?|physicians?|volunteers?|students?"
    r"|people|infants?)\b|患者|病人|受试者|作者|女性|男性|儿童|成人|老年人|护士|医生|志愿者|学生|人群|孕妇"
)
_PERSON = r"[A-Z][\w'-]+ [A-Z]{1,3}\b|\b[A-Z]\. ?[A-Z][a-z]+"
_OF_SORT = re.compile(
    r"\b(?:(?<!side )(?<!adverse )effects?|levels?|concentrations?|responses?|expression|doses?|activity"
    r"|numbers?|use|groups?|rates?|risks?|outcomes?|sections?)\b|作用|水平|反应|表达|剂量|浓度|活性|比例|风险|率"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A type of answer that can be recognised in a text by simple means."""

    type: str
    """`number`, `date`, `person`, a measure (`amount`, `time` ...), a sort (`drug`, `place` ...) or a category of
    `data/words.toml` whose members are known (`brain_region`, `species` ...)."""

    @property
    def has_unit(self) -> bool:
        """Whether it is a number with a unit of its own."""
        return self.type in MEASURES

    @property
    def is_number(self) -> bool:
        """Whether it is a number, with or without a unit."""
        return self.type == "number" or self.has_unit


def expected(question: str, kind: str) -> Expected | None:
    """The type of answer that a question expects; None where any may do.

    Args:
        question: A single question.
        kind: Its kind, as `Question.kind`.

    >>> expected("What dose of ketamine was given?", "which"), expected("涉及哪些脑区?", "which")
    (Expected(type='amount'), Expected(type='brain_region'))
    """
    if kind in ("summary", "abbreviation", "yes_no"):
        return None
    text = folded(question)
    found = _measure(text, kind) or ("date" if kind == "date" else None)
    if found is None and kind == "number":
        found = "number"
    if found is None:
        found = _who_or_where(text) or (_sort(text) if kind in ("which", "open") else None)
    return Expected(found) if found else None


def meets(wanted: Expected, text: str) -> bool:
    """Whether a text (its beginning, when it is long) has something of the expected type.

    >>> meets(Expected("amount"), "They received 0.5 mg/kg."), meets(Expected("amount"), "24 patients were included.")
    (True, False)
    >>> meets(Expected("drug"), "口服阿莫西林"), meets(Expected("drug"), "Levels of BDNF rose.")
    (True, False)
    """
    text = text[:_READ]
    plain = folded(text)
    stated = patterns("assistant", "questions", "states").get(wanted.type)
    if stated and stated.search(plain):
        return True
    if wanted.type == "person":
        return _names_person(text)
    if wanted.type == "gene_or_protein":
        return any(
            looks_like_name(w) and re.search("[A-Za-z]", w) and folded(w) not in _NO_GENES for w in latin_words(text)
        )
    return _names_member(wanted.type, text)


def _measure(text: str, kind: str) -> str | None:
    """The measure that is asked for by its name or its unit."""
    known = patterns("assistant", "questions", "expect")
    asked = text if kind in ("number", "date") else " ; ".join(_heads(text))
    return next((name for name in MEASURES if known[name].search(asked)), None)


def _who_or_where(text: str) -> str | None:
    known = patterns("assistant", "questions", "form")
    if known["where"].search(text) and not re.search(r"\bpublished\b|发表|刊", text):
        return None if re.search(r"\b(?:brain|body)\b|脑|体内", text) else "place"
    return "person" if known["who"].search(text) else None


def _heads(text: str) -> Iterator[str]:
    """The nouns that a question word asks for, with what stands beside them."""
    for match in _HEAD_EN.finditer(text):
        yield _HEAD_ENDS.sub("", match.group(1)).strip()
    for pattern in (_HEAD_ZH, _HEAD_BEFORE_ZH):
        yield from (match.group(1) for match in pattern.finditer(text))


def _sort(text: str) -> str | None:
    """The sort or category that the head of the question names."""
    known = patterns("assistant", "questions", "expect")
    for head in _heads(text):
        if _OF_SORT.search(head):
            continue
        category = _category(head)
        named = next((name for name in _SORTS if known[name].search(head)), None)
        if category or named:
            return _BROADER.get(category, category) if category and category != "drug" else named
    return None


def _category(head: str) -> str | None:
    """The category of `words.toml` that a head names, the longest expression first."""
    found: list[tuple[int, str]] = []
    for concept in vocabulary().concepts.values():
        if not (concept.kinds_english or concept.kinds_chinese):
            continue
        words = [stem(word) for word in latin_words(head)]
        sizes = [
            len(p) for p in concept.english if any(tuple(words[at : at + len(p)]) == p for at in range(len(words)))
        ]
        sizes += [len(form) for form in concept.chinese if len(form) > 1 and form in head]
        found += [(size, concept.name) for size in sizes[:1]]
    return max(found, default=(0, None))[1]


def _names_member(category: str, text: str) -> bool:
    concept = vocabulary().concepts.get(category)
    if concept is None:
        return False
    held, sequence, plain = set(stems(text)), [stem(word) for word in latin_words(text)], folded(text)
    english = any(
        phrase[0] in held if len(phrase) == 1 else f" {' '.join(phrase)} " in f" {' '.join(sequence)} "
        for phrase in concept.kinds_english
    )
    return english or any(form in plain for form in concept.kinds_chinese)


def _names_person(text: str) -> bool:
    """Whether somebody is named ("Doe J", "J. Doe"), or a role of people ("nurses", "患者")."""
    return re.search(f"{_PEOPLE}|{_PERSON}", text, re.ASCII) is not None or bool(
        HAN.search(text) and re.search(r"[一-鿿]{2,3}[,，、]\s*[一-鿿]{2,3}$", text)
    )
