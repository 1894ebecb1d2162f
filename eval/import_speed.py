"""How fast PubMed XML is added, and what memory that takes: `python -m eval.import_speed 2000 8000`; also `make bench`.

A gz file of synthetic articles is added by the command line, in a new process, until everything is durable and can be
found. Beside it the reader alone, which goes through a file of any size with the memory of one record.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.library_speed import synthetic
from eval.timing import run_python

_ADD = (
    "import sys, time, resource, os\n"
    "from assistant.cli import app\n"
    "started = time.perf_counter()\n"
    "said, sys.stdout = sys.stdout, open(os.devnull, 'w')\n"
    "sys.argv = ['abstract-assistant', '--home', sys.argv[2], 'add', sys.argv[1]]\n"
    "app(standalone_mode=False)\n"
    "print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, file=said)"
)
_READ = (
    "import sys, time, resource\n"
    "from pathlib import Path\n"
    "from vectorstore.readers.formats import read_records\n"
    "started = time.perf_counter()\n"
    "count = sum(1 for _ in read_records(Path(sys.argv[1])))\n"
    "print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)"
)


@dataclass(frozen=True, slots=True)
class Import:
    """What one file took."""

    articles: int
    """How many it holds."""
    add_s: float
    """Seconds until all were durable and searchable."""
    add_mb: float
    """Most memory of that process, in megabytes."""
    read_s: float
    """Seconds of reading alone."""
    read_mb: float
    """Most memory of reading alone, in megabytes."""


def articles(count: int) -> Iterator[str]:
    """A file of PubMed XML with so many synthetic articles, piece by piece."""
    yield "<?xml version='1.0'?>\n<PubmedArticleSet>\n"
    for number, text in enumerate(synthetic(count)):
        yield (
            f"<PubmedArticle><MedlineCitation><PMID>{10_000_000 + number}</PMID><Article><Journal><JournalIssue>"
            f"<PubDate><Year>{2000 + number % 25}</Year></PubDate></JournalIssue><Title>J Synth</Title></Journal>"
            f"<ArticleTitle>Synthetic article {number}</ArticleTitle><Abstract><AbstractText>{text}</AbstractText>"
            f"</Abstract></Article></MedlineCitation></PubmedArticle>\n"
        )
    yield "</PubmedArticleSet>\n"


def measure(count: int, folder: Path) -> Import:
    """Write a file of so many articles into a folder, read it, and add it to a new library there."""
    file = folder / f"{count}.xml.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(articles(count))
    read_s, read_mb = run_python(_READ, str(file))
    add_s, add_mb = run_python(_ADD, str(file), str(folder / f"home-{count}"))
    return Import(count, add_s, add_mb, read_s, read_mb)


def main(counts: Sequence[int]) -> None:
    """Measure each size in a temporary folder and print a line for it."""
    with tempfile.TemporaryDirectory() as name:
        for count in counts:
            made = measure(count, Path(name))
            sys.stdout.write(
                f"{made.articles:,} articles: added in {made.add_s:.1f} s, {made.articles / made.add_s:,.0f} a second, "
                f"at most {made.add_mb:,.0f} MB; read alone in {made.read_s:.2f} s, {made.read_mb:,.0f} MB\n"
            )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [2000])
