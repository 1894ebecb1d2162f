"""How many false statements the checks let pass, and how many true ones they keep: `python -m eval.lies`.

Over statements of our own about abstracts of our own (`eval/statements`), written as a language model writes them: true
ones, and each of these with one thing changed. `held` was kept apart while the checks were made.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.checking import Verdict, judge
from assistant.stated import Case, read_statements
from eval.rows import MetricRow, as_json, row
from eval.statistics import Ratio, estimate
from eval.tables import show_rows

_HELD = Path(__file__).parent / "statements" / "held"


def measure(name: str, cases: Sequence[Case]) -> list[MetricRow]:
    """For each language and kind: which share is shown at all, and which as supported.

    Args:
        name: Of the set.
        cases: True ones (slices `en`, `zh`, `all`: to be kept) and false ones (also `category:number` and so on).
    """
    judged = [(case, judge(case.text, case.quotes)) for case in cases]
    slices = defaultdict[tuple[str, bool], list[Verdict]](list)
    for case, verdict in judged:
        across = "across" if case.is_across else "within"
        for part in ("all", case.language, across, *([] if case.carried else [f"category:{case.kind}"])):
            slices[part, case.carried].append(verdict)
    return [entry for (part, carried), verdicts in slices.items() for entry in _rows(name, part, carried, verdicts)]


def _rows(name: str, part: str, carried: bool, verdicts: Sequence[Verdict]) -> Iterator[MetricRow]:
    kind = "true" if carried else "false"
    for metric, held in (
        (f"{kind}_shown", [not verdict.withdrawn for verdict in verdicts]),
        (f"{kind}_shown_as_supported", [verdict.supported for verdict in verdicts]),
    ):
        parts = np.array(held, dtype=float)
        yield row((name, "grounding", part, "ours", metric), estimate(Ratio(parts, np.ones_like(parts)), len(held)))


def main() -> None:
    """Measure and print; with `--out` also write the contract's JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=_HELD, help="abstracts with statements")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rows = measure(given.folder.name, read_statements(given.folder))
    show_rows([entry for entry in rows if not entry.slice.startswith("category:")])
    show_rows([entry for entry in rows if entry.slice.startswith("category:")])
    if given.out:
        given.out.write_text(json.dumps(as_json(rows), indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
