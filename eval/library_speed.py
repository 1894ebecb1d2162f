"""How fast a library grows and opens, over synthetic abstracts: `python -m eval.library_speed 5000`."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library
from vectorstore.plain_text import read_plain_text

_WORDS = "tea cat sleep trial dose placebo effect neuron score patient week risk pain receptor gene".split()
_OPEN = (
    "import sys, time, chromadb, langchain_chroma, bm25s, assistant.assistant as a; t = time.perf_counter()\n"
    "opened = a.Assistant.open(home=sys.argv[1]); o = time.perf_counter()\n"
    "opened.ask('What did the dose do to sleep?'); f = time.perf_counter()\n"
    "times = []\n"
    "for number in range(20):\n"
    "    s = time.perf_counter(); opened.ask(f'Was risk w{number}x lower?'); times.append(time.perf_counter() - s)\n"
    "print(f'{1000 * (o - t):.0f} {1000 * (f - o):.0f} {1000 * sorted(times)[10]:.0f}')"
)


def synthetic(count: int) -> Iterator[str]:
    """Texts of so many labelled abstracts of about 150 words, the same every time."""
    seeded = random.Random(1)  # noqa: S311  # a fixed seed is the point
    words = _WORDS + [f"w{number}x" for number in range(3000)]

    def said(sentences: int) -> str:
        return " ".join(" ".join(seeded.choices(words, k=16)).capitalize() + "." for _ in range(sentences))

    for number in range(count):
        yield (
            f"Title number {number}\nSmith A, Jones B.\nJ Cats. 2020;{number}:3-4. doi:10.5555/c.{number}\n"
            f"BACKGROUND: {said(2)}\nMETHODS: {said(2)}\nRESULTS: {said(3)}\nCONCLUSIONS: {said(2)}"
        )


def measure(count: int, home: Path) -> Iterator[str]:
    """Lines of a table: adding, indexing, opening."""
    library = Library(home, open_embeddings("builtin"))
    started = time.perf_counter()
    for number, text in enumerate(synthetic(count), start=1):
        library.add(read_plain_text(text)[0])
        if number % max(1, count // 5) == 0:
            yield f"{number:6} added       {time.perf_counter() - started:7.1f} s  {_megabytes():5} MB at most"
    library.catch_up()
    library.close()
    yield f"{count:6} searchable  {time.perf_counter() - started:7.1f} s  {_megabytes():5} MB at most"
    command = [sys.executable, "-c", _OPEN, str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    opened, first, warm = done.stdout.split()
    yield f"a new process, after its imports: open {opened} ms, first question {first} ms, median of 20 {warm} ms"


def _megabytes() -> int:
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Measure over a temporary library and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as home:
        for line in measure(count, Path(home)):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
