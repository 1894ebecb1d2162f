"""The sentences that one question is answered from: those of one abstract in one language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from assistant.focus import Term
from assistant.matching import Words, strength
from assistant.scorer import Text
from vectorstore.passages import sentences_in
from vectorstore.records import PROSE_ROLES, Language, Passage, Sentence

CARRIED = 0.5
"""From this strength on, a sentence carries a term."""

_LABEL = 4  # characters between two sections, from which on they hold more than line breaks
_TOPIC_SHARE = 0.3  # a term in that share of the sentences is what the abstract is about, not what is asked


@dataclass(frozen=True)
class Scope:
    """The sentences of one abstract in one language, with its reference lines."""

    prose: tuple[Words, ...]
    """Sentences that say something about the subject, in order of the text."""
    reference: tuple[Words, ...]
    """Reference lines and title, in order of the text."""
    ranks: dict[Sentence, int]
    """Retrieval rank of the passage of each sentence, from 0."""
    found: float = 0.0
    """Retrieval score of the abstract's best passage."""
    standing: float | None = None
    """How far it stands out from what is found for a question about something else; None where that can't be said."""
    prior: float = 0.0
    """Log-odds, at most 0, that the abstract is meant: how much worse than the best one it was found."""
    twin: Scope | None = None
    """The same abstract in the other language, where it has one."""

    def held(self, term: Term) -> float:
        """The greatest strength with which any sentence of the prose carries a term."""
        return max((strength(term, words) for words in self.prose), default=0.0)

    def named(self, term: Term) -> bool:
        """Whether the title or a reference line carries a term."""
        return any(strength(term, words) >= CARRIED for words in self.reference)

    def titled(self, term: Term) -> bool:
        """Whether the title carries a term."""
        titles = [words for words in self.reference if words.sentence.role == "title"]
        return any(strength(term, words) >= CARRIED for words in titles)

    def rarity(self, term: Term) -> float:
        """1 for a term that few or no sentences carry, down to 0.15 for one that most of them do (as in idf)."""
        size = len(self.prose)
        carrying = sum(strength(term, words) >= CARRIED for words in self.prose)
        if not carrying or size < 2:
            return 1.0
        return max(0.15, math.log(1 + size / carrying) / math.log(1 + size))

    def is_topic(self, term: Term) -> bool:
        """Whether a term is what the whole abstract is about."""
        carrying = sum(strength(term, words) >= CARRIED for words in self.prose)
        return carrying >= max(2, _TOPIC_SHARE * len(self.prose)) or self.titled(term)

    @property
    def abstract_id(self) -> str:
        """Id of the abstract."""
        return (*self.prose, *self.reference)[0].sentence.abstract_id

    @property
    def language(self) -> Language:
        """The language of its prose; of its reference lines where it has none."""
        return (*self.prose, *self.reference)[0].sentence.language

    @cached_property
    def text(self) -> Text:
        """What the scorer reads: the prose under its title, with its sections' roles where the abstract labels them.

        Roles that were only inferred are left out: knowing them, the scorer chooses conclusions too often.
        """
        titles = [words.sentence for words in self.reference if words.sentence.role == "title"]
        own = [title for title in titles if title.language == self.language]
        sentences = [words.sentence for words in self.prose]
        return Text(
            title=(own or titles)[0].text if titles else "",
            sentences=tuple(sentence.text for sentence in sentences),
            roles=tuple(s.role if self._is_labelled else "other" for s in sentences),
        )

    @property
    def _is_labelled(self) -> bool:
        """Whether labels stand between its sections: more than white space."""
        pairs = pairwise(words.sentence for words in self.prose)
        return any(two.start - one.end >= _LABEL for one, two in pairs if one.role != two.role)

    @cached_property
    def best_rank(self) -> int:
        """Rank of the best passage."""
        return min(self.ranks.values(), default=0)


def scopes(passages: Sequence[Passage], language: Language) -> list[list[Scope]]:
    """The abstracts of the passages, best first, each as its scopes: the wanted language first, then the other.

    What is in neither English nor Chinese is read only of an abstract that has nothing else.
    """
    understood = {p.chunk.abstract_id for p in passages if p.chunk.role in PROSE_ROLES and not p.foreign}
    ranks: dict[Sentence, int] = {}
    for rank, passage in enumerate(passages):
        if passage.foreign and passage.chunk.abstract_id in understood:
            continue
        for sentence in sentences_in(passage):
            ranks.setdefault(sentence, rank)
    best: dict[str, Passage] = {}
    for passage in passages:
        known = best.setdefault(passage.chunk.abstract_id, passage)
        if passage.score > known.score:
            best[passage.chunk.abstract_id] = passage
    made = [_scopes_of([s for s in ranks if s.abstract_id == found], ranks, language) for found in best]
    return [
        [replace(scope, found=passage.score, standing=passage.standing) for scope in own]
        for own, passage in zip(made, best.values(), strict=True)
    ]


def _scopes_of(sentences: list[Sentence], ranks: dict[Sentence, int], language: Language) -> list[Scope]:
    ordered = [Words(sentence) for sentence in sorted(sentences, key=lambda s: s.start)]
    reference = tuple(words for words in ordered if words.sentence.role in ("reference", "title"))
    other: Language = "en" if language == "zh" else "zh"
    made = []
    for wanted in (language, other):
        prose = tuple(words for words in ordered if words not in reference and words.sentence.language == wanted)
        if prose or (wanted == language and reference and len(reference) == len(ordered)):
            held = {words.sentence for words in (*prose, *reference)}
            made.append(Scope(prose, reference, {s: rank for s, rank in ranks.items() if s in held}))
    return [replace(scope, twin=next((other for other in made if other is not scope), None)) for scope in made]
