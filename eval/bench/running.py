"""Which public sets are measured, and how: each pool of abstracts in a library of its own that is gone afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from eval.bench.items import Part, Pool, chosen
from eval.bench.measuring import Asking
from eval.bench.medical import healthver, pubmedqa, scifact, tico19
from eval.bench.squad import cmrc2018, squad2, xquad
from eval.bench.systems import baselines, ours
from eval.libraries import assistant_over
from eval.rows import MetricRow
from vectorstore.errors import InputError


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A set of public data that can be measured on."""

    files: tuple[str, ...]
    """What its folder holds."""
    read: Callable[[Path], list[Pool]]
    """Folder -> its pools with their tables."""


SETS = {
    "scifact": PublicSet(("corpus.jsonl", "claims.jsonl"), scifact),
    "pubmedqa": PublicSet(("questions.json",), pubmedqa),
    "xquad": PublicSet(("xquad.en.json", "xquad.zh.json"), xquad),
    "tico19": PublicSet(("segments.tsv",), tico19),
    "cmrc2018": PublicSet(("questions.json",), cmrc2018),
    "squad2": PublicSet(("questions.json",), squad2),
    "healthver": PublicSet(("claims.csv",), healthver),
}
"""The sets by the names of their folders, in the order in which they are measured."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is measured."""

    only: Sequence[str] = ()
    """Names of the sets; all when empty."""
    part: Part = "held"
    """Which items are asked. Abstracts are always all in the library."""
    baselines: bool = False
    """Whether the baselines are measured beside the assistant."""
    limit: int | None = None
    """Most items of each table; None for all."""


def bench(data: Path, selection: Selection, settings: Settings, tell: Callable[[str], None]) -> list[MetricRow]:
    """Measure retrieval, answering sentences, and telling what is not answered, on public data.

    Args:
        data: A folder with the sets, each in a folder of its own under its name, in its published layout.
        selection: What of it is measured.
        settings: The model, the embeddings and the number of passages; the home is left alone.
        tell: Told in a line of every library that is filled, table that is finished, and set that is skipped because
            it is not there.

    Returns:
        The rows, in the order of `SETS`.

    Raises:
        InputError: The folder does not exist, a name or limit makes no sense, or a file has another layout.
    """
    _check(data, selection)
    rows: list[MetricRow] = []
    for name, public in SETS.items():
        if selection.only and name not in selection.only:
            continue
        missing = [data / name / file for file in public.files if not (data / name / file).is_file()]
        if missing:
            tell(f"{name}: skipped, {missing[0]} is not there")
            continue
        for pool in public.read(data / name):
            if not pool.abstracts:
                raise InputError(
                    f"{data / name} holds nothing to ask. Fetch the set again, or name others with --only."
                )
            rows += _measured(name, pool, selection, settings, tell)
    return rows


def _check(data: Path, selection: Selection) -> None:
    unknown = [name for name in selection.only if name not in SETS]
    if unknown:
        raise InputError(f"There is no public set {unknown[0]!r}. Choose from {', '.join(SETS)}.")
    if selection.limit is not None and selection.limit < 1:
        raise InputError(f"The limit is {selection.limit}; it must be at least 1. Leave it out to ask everything.")
    if not data.is_dir():
        raise InputError(f"{data} is no folder. Give the folder that holds the public sets: {', '.join(SETS)}.")


def _measured(
    name: str, pool: Pool, selection: Selection, settings: Settings, tell: Callable[[str], None]
) -> Iterator[MetricRow]:
    """The rows of every table of a pool, for the assistant and, where wanted, for the baselines."""
    started = time.perf_counter()
    others = baselines(pool.abstracts) if selection.baselines else []
    with assistant_over(pool.abstracts, settings) as assistant:
        tell(f"{name}: {len(pool.abstracts):,} abstracts searchable, {time.perf_counter() - started:.1f} s")
        for table in pool.tables:
            items = chosen(table.items, selection.part, selection.limit)
            started = time.perf_counter()
            for system in (ours(assistant), *others):
                yield from Asking(name, table, items, system, tell).rows()
            spent = time.perf_counter() - started
            tell(f"{name} {table.task} {table.slice}: {len(items):,} items, {spent:.1f} s")
