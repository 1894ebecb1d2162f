"""How strongly a sentence carries what a question is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.focus import Term
from assistant.vocabulary import Concept, Phrase, vocabulary
from vectorstore.records import Sentence
from vectorstore.terms import latin_words, stem, stems
from vectorstore.text import HAN, folded

SYNONYM = 0.85
"""Strength of another expression for the same thing."""

FAMILY = 0.9
"""Strength of a word of the same family (glutamate, glutamatergic)."""

KIND = 0.8
"""Strength of a member where the category was asked for (cortex, brain region)."""

_LONGEST = 4000  # characters of a sentence that are matched

_SUFFIXES = frozenset(
    [
        "",
        *"a ae al ally ant ar ary ate ated ates ating ation ative ator atory aterg e ed ence ent er erg es et ia iac "
        "ial ian iatr ic ical id ied ies in ine ing ion ious ism ist istic ity ive ize ised ized isation ization ly "
        "ment n ogen ogenesis ogenic oid or ori ory ose osi osis ous s se si sis t th tic tion tor um us y".split(),
    ]
)
"""What may follow the shared beginning of two words of one family."""

_EXAMPLES = re.compile(
    r"\b(?:such as|including|includes?|namely|for example|e\.g\.|for instance|like|known as|called|specifically)\b"
    r"|如|例如|比如|包括|譬如|即|称为",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Words:
    """A sentence made ready for matching."""

    sentence: Sentence
    """The sentence."""

    @property
    def read(self) -> str:
        """Its text as far as it is read: nobody writes longer sentences, and machines do."""
        return self.sentence.text[:_LONGEST]

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of its Latin words, compounds and their parts."""
        return frozenset(stems(self.read))

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """Stems of its Latin words in order, compounds whole."""
        return tuple(stem(word) for word in latin_words(self.read))

    @cached_property
    def text(self) -> str:
        """The sentence folded, without spaces between Han characters."""
        return folded(self.read)

    @cached_property
    def names(self) -> frozenset[str]:
        """Words written as names or numbers, folded."""
        found = (word for word in latin_words(self.read) if sum(map(str.isupper, word)) > 1 or _has_digit(word))
        return frozenset(map(folded, found))

    @property
    def has_number(self) -> bool:
        """Whether it states a quantity, in digits or in words."""
        digits = any(re.fullmatch(r"[\d.,]+(?:%|mg|kg|g|ml|h|d)?", word) for word in self.sequence)
        return digits or bool(_NUMBER_WORDS & set(self.sequence)) or bool(_ZH_NUMBER.search(self.text))

    @property
    def gives_examples(self) -> bool:
        """Whether it introduces members of a category ("such as", "包括")."""
        return _EXAMPLES.search(self.sentence.text) is not None

    def gives_examples_of(self, term: Term) -> bool:
        """Whether it introduces members of what a term stands for: the term stands close before "such as" or "如"."""
        text = self.sentence.text
        before = [text[: match.start()] for match in _EXAMPLES.finditer(text)]
        close = [part[-12:] if HAN.search(part[-3:]) else " ".join(part.split()[-5:]) for part in before]
        return any(strength(term, Words(replace(self.sentence, text=part))) for part in close)


_NUMBER_WORDS = frozenset(
    stem(word)
    for word in (
        "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand half"
    ).split()
)
_ZH_NUMBER = re.compile(r"[一二两三四五六七八九十百千]+(?:个|名|例|次|天|周|年|月|小时|种|项|组|倍|成)")


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def strength(term: Term, words: Words) -> float:
    """How strongly a sentence carries a term: 1 in the user's own words, less for synonyms and relatives, else 0."""
    own = folded(term.surface)
    if own in words.text and (HAN.search(own) or not stems(own)):
        return 1.0
    exact = tuple(stem(word) for word in latin_words(own))
    if exact and _holds(exact, words):
        return 1.0
    pattern = term.concept.pattern if term.concept else None
    if _holds_any(term.english, term.chinese, words) or (pattern and pattern.search(words.text)):
        return SYNONYM
    if len(exact) == 1 and any(same_family(exact[0], other) for other in words.stems):
        return FAMILY
    return _shared_characters(own, words.text) if HAN.search(own) else 0.0


def names_kind(term: Term, words: Words) -> bool:
    """Whether a sentence names a member of the category that a term stands for."""
    concept = term.concept
    return concept is not None and _holds_any(concept.kinds_english, concept.kinds_chinese, words)


def contradicts(term: Term, words: Words) -> bool:
    """Whether a sentence says the opposite of a term ("slow" over "fast"), and not the term itself."""
    opposite = term.concept and term.concept.opposite
    if not opposite or strength(term, words):
        return False
    concept: Concept = vocabulary().concepts[opposite]
    return _holds_any(concept.english, concept.chinese, words)


def _holds_any(phrases: tuple[Phrase, ...], forms: tuple[str, ...], words: Words) -> bool:
    return any(_holds(phrase, words) for phrase in phrases) or any(form in words.text for form in forms)


def _holds(phrase: Phrase, words: Words) -> bool:
    """One word anywhere (also as part of a compound); several words side by side."""
    if len(phrase) == 1:
        return phrase[0] in words.stems
    size = len(phrase)
    return any(words.sequence[at : at + size] == phrase for at in range(len(words.sequence) - size + 1))


def same_family(one: str, other: str) -> bool:
    """Whether two stems share a beginning of five letters or more and differ in suffixes only.

    >>> same_family("glutam", "glutamaterg"), same_family("depress", "deprec")
    (True, False)
    """
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    if shared < 5 or _has_digit(one) or _has_digit(other):
        return False
    return any(one[cut:] in _SUFFIXES and other[cut:] in _SUFFIXES for cut in range(shared, max(4, shared - 3), -1))


def _shared_characters(word: str, text: str) -> float:
    """For a Chinese word of four characters or more, the share of its pairs in the text, if that is most of them."""
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    share = sum(pair in text for pair in pairs) / len(pairs) if len(word) >= 4 else 0.0
    return share * SYNONYM if share >= 0.6 else 0.0
