"""How long each stretch of the making is: the real one, and a rehearsal of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.making.checker import SHARED
from assistant.making.fitting import Stage


@dataclass(frozen=True, slots=True)
class Plan:
    """The stretches, in the order of their making."""

    alone: tuple[Stage, ...]
    """The scorer's first ones, on lessons alone."""
    teacher: Stage
    """The teacher's: three minutes on a GPU. No activations are left out: with a tenth of the attention left out, the
    first try gave no numbers within a hundred steps."""
    rounds: int
    """How often the lessons are varied for the teacher and what it teaches."""
    taught: Stage
    """The scorer's last one, on lessons that the teacher has judged: ten minutes on a GPU."""
    check: tuple[Stage, ...]
    """The check's: the last two on a GPU in seven minutes, the last on what was written alone."""
    lessons: int | None = None
    """How many are drawn, for the scorer as for the decision; None for all."""


PLAN = Plan(
    alone=(
        Stage(2500, 3000, 5e-5, 3e-4, frozen=0),
        Stage(1100, 3000, 4e-5, 2e-4, frozen=4),
        Stage(3300, 3000, 5e-5, 2e-4, frozen=4),
        Stage(1130, 3000, 4e-5, 2e-4, frozen=4),
    ),
    teacher=Stage(1140, 24_000, 3e-5, 3e-4, frozen=0),
    rounds=6,
    taught=Stage(6900, 24_000, 2.5e-4, 8e-4, frozen=4, dropout=0.1),
    check=(
        Stage(4800, 3000, 5e-5, 3e-4, frozen=SHARED, dropout=0.1),
        Stage(3200, 16_000, 3e-4, 12e-4, frozen=SHARED, dropout=0.1),
        Stage(1300, 16_000, 1e-4, 4e-4, frozen=SHARED, dropout=0.1),
    ),
)
"""What ships was made by it, as far as the card says."""


def rehearsal(plan: Plan) -> Plan:
    """The same in minutes on two cores, to see that everything fits together: it learns next to nothing."""

    def short(*stages: Stage) -> tuple[Stage, ...]:
        return tuple(replace(stage, steps=2, tokens=min(stage.tokens, 3000)) for stage in stages)

    [teacher], [taught] = short(plan.teacher), short(plan.taught)
    return Plan(short(*plan.alone), teacher, 1, taught, short(*plan.check), lessons=100)
