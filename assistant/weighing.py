"""How well each sentence of an abstract carries what a question is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.bridging import bridged
from assistant.focus import Term
from assistant.matching import KIND, Words, contradicts, names_kind, strength
from assistant.question import Question
from assistant.scope import CARRIED, Scope
from vectorstore.terms import latin_words, stem
from vectorstore.text import folded, language_of

_WH = re.compile(
    r"\b(?:which|what|how many|how much|any)\b|哪些|哪个|哪种|哪几|哪一|什么|何种|多少|几|啥", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True)
class Weighing:
    """One question against the sentences of one scope."""

    question: Question
    """The question."""
    scope: Scope
    """The sentences."""

    @property
    def is_foreign(self) -> bool:
        """Whether the text is not in the question's language."""
        return self.scope.language != language_of(self.question.text)

    @cached_property
    def head(self) -> Term | None:
        """The thing asked for: the noun of "which ..."; None where the question has none."""
        match = _WH.search(self.question.text)
        firm = [term for term in self.question.terms if not term.is_soft]
        if not match or not firm:
            return None
        places = {term: self.question.text.casefold().find(term.surface.casefold()) for term in firm}
        before = [term for term in firm if places[term] < match.start()]
        after = [term for term in firm if places[term] >= match.start()]
        near = after and (self.question.language == "en" or places[after[0]] - match.end() <= 3)
        return after[0] if near else before[-1] if before else after[0]

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The question's terms; without those that only the other language of the same abstract has, as its topic.

        For a text in the other language, with what the dictionary calls them there.
        """
        twin, asked = self.scope.twin, self.question.terms
        if self.is_foreign:
            asked = bridged(asked, self.scope.language)
        return tuple(
            term for term in asked if twin is None or self.scope.held(term) >= CARRIED or not twin.is_topic(term)
        )

    @cached_property
    def weights(self) -> dict[Term, float]:
        """Weight of each term: its own, times how rare it is in the scope."""
        return {term: term.weight * self.scope.rarity(term) for term in self.terms}

    @cached_property
    def missing(self) -> tuple[Term, ...]:
        """The terms that no sentence of the text carries, nor its title."""
        return tuple(
            term
            for term in self.terms
            if max(self.scope.held(term), *(self.carried(term, words) for words in self.scope.prose)) < CARRIED
            and not self.scope.titled(term)
        )

    @cached_property
    def relevance(self) -> float:
        """Weight of the question's terms that the abstract mentions; half as much again for what it is about."""
        held = [term for term in self.question.terms if self.scope.held(term) >= CARRIED]
        return sum(term.weight * (1.5 if self.scope.is_topic(term) else 1.0) for term in held)

    @cached_property
    def overlaps(self) -> tuple[float, ...]:
        """The score of each sentence of the scope."""
        return tuple(self.score(words) for words in self.scope.prose)

    def share(self, terms: Sequence[Term]) -> float:
        """Share of the question's weight that some of its terms have, 0 to 1."""
        total = sum(term.weight for term in self.terms)
        return sum(term.weight for term in terms) / total if total else 0.0

    def carried(self, term: Term, words: Words) -> float:
        """Strength of a term in a sentence.

        A member of the category answers for the category asked for; the opposite answers a yes-or-no question.
        """
        held = strength(term, words)
        member = names_kind(term, words)
        denied = self.question.kind == "yes_no" and contradicts(term, words)
        return max(held, KIND) if member or denied else held

    def coverage(self, *sentences: Words) -> float:
        """Share of the question's weight that the sentences carry together, 0 to 1."""
        total = sum(self.weights.values())
        carried = sum(
            weight * max(self.carried(term, words) for words in sentences) for term, weight in self.weights.items()
        )
        return carried / total if total else 0.0

    def score(self, words: Words) -> float:
        """Coverage, and what speaks for a sentence beside it."""
        asked = {folded(word) for word in latin_words(self.question.text)}
        bonus = 0.2 * (words.sentence.role in self.question.roles)
        bonus += self._examples(words)
        bonus += 0.1 * (self.question.kind == "which" and bool(words.names - asked))
        bonus += 0.2 * (self.question.wants_number and words.has_number)
        bonus += min(0.15, 0.05 * self._neighbours(words))
        rank = self.scope.ranks.get(words.sentence, len(self.scope.ranks)) - self.scope.best_rank
        return self.coverage(words) + bonus + 0.05 / (1 + rank)

    def _examples(self, words: Words) -> float:
        """What a sentence gains by listing members of what is asked for, or less, of what is mentioned."""
        if self.question.kind == "which" and self.head is not None:
            return 0.4 * words.gives_examples_of(self.head)
        return 0.15 * any(words.gives_examples_of(term) for term in self.terms if not term.is_soft)

    def _neighbours(self, words: Words) -> int:
        """How many pairs of neighbouring words (or Han characters) of the question stand side by side here too."""
        asked = [stem(word) for word in latin_words(self.question.text)]
        pairs = set(pairwise(words.sequence))
        return sum(pair in pairs for pair in pairwise(asked))
