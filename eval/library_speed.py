"""What a library costs, over synthetic abstracts: `python -m eval.library_speed 1000 5000 20000`; also `make bench`.

For each size: adding (from records to searchable and durable) beside what Chroma alone takes for the same finished
vectors in the same run, one more abstract, opening in a new process, from question to passages, memory and disk.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import numpy as np

from eval.timing import run_python, seconds
from vectorstore.chunks import chunks_of
from vectorstore.embeddings import open_embeddings
from vectorstore.library import Library
from vectorstore.plain_text import read_plain_text
from vectorstore.records import Abstract
from vectorstore.retrieval import HybridRetriever

_WORDS = "tea cat sleep trial dose placebo effect neuron score patient week risk pain receptor gene".split()
_QUESTIONS = 50
_OPEN = (
    "import sys, time, chromadb, bm25s, assistant.assistant as a; t = time.perf_counter()\n"
    "opened = a.Assistant.open(home=sys.argv[1]); o = time.perf_counter()\n"
    "opened.search('What did the dose do to sleep?'); f = time.perf_counter()\n"
    "print(o - t, f - o)"
)
# Chroma by itself, as its own documentation adds vectors: in batches, into a collection of a persistent client.
_CHROMA = (
    "import sys, time, numpy, chromadb, chromadb.config\n"
    "vectors = numpy.load(sys.argv[1]).tolist(); t = time.perf_counter()\n"
    "client = chromadb.PersistentClient(sys.argv[2], settings=chromadb.config.Settings(anonymized_telemetry=False))\n"
    "found = client.create_collection('alone', configuration={'hnsw': {'space': 'cosine'}})\n"
    "for s in range(0, len(vectors), 1000):\n"
    "    part = vectors[s:s + 1000]\n"
    "    found.add(ids=[str(s + i) for i in range(len(part))], embeddings=part)\n"
    "print(time.perf_counter() - t)"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a library of one size costs."""

    abstracts: int
    """How many it holds."""
    chunks: int
    """How many passages they are cut into."""
    add_s: float
    """Seconds from records to searchable and durable."""
    chroma_s: float
    """Seconds that Chroma alone takes for the same vectors."""
    ratio: float
    """The former over the latter."""
    one_more_s: float
    """Seconds from adding one more abstract to the answer of the next question."""
    open_s: float
    """Seconds to open it in a new process, beyond the imports."""
    first_s: float
    """Seconds to the passages of the first question there."""
    p50_ms: float
    """Milliseconds from question to passages, median."""
    memory_mb: int
    """Most memory of the process that added, with the abstracts themselves."""
    disk_mb: float
    """Size of the library's folder."""


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


def measure(count: int, folder: Path) -> Cost:
    """Fill a library in an empty folder and measure it."""
    records = [read_plain_text(text)[0] for text in synthetic(count)]
    library = Library(folder / "home", open_embeddings("builtin"))
    library.view()  # imports and opens what both need, before either is timed
    add = seconds(lambda: (library.add_all(records), library.view()))
    chunks = [chunk.text for record in records for chunk in chunks_of(record)]
    chroma = _chroma_alone(chunks, folder)
    one_more = _one_more(library)
    p50 = _p50(library)
    library.close()
    opened, first = run_python(_OPEN, str(folder / "home"))
    size = sum(file.stat().st_size for file in (folder / "home").rglob("*") if file.is_file())
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    return Cost(count, len(chunks), add, chroma, add / chroma, one_more, opened, first, p50, memory, size / 1_000_000)


def _chroma_alone(texts: list[str], folder: Path) -> float:
    vectors = open_embeddings("builtin").model.embed_documents(texts)
    np.save(folder / "vectors.npy", np.array(vectors, dtype=np.float32))
    return run_python(_CHROMA, str(folder / "vectors.npy"), str(folder / "chroma"))[0]


def _one_more(library: Library) -> float:
    record: Abstract = read_plain_text("RESULTS: Zinc calmed 12 goats.")[0]
    retriever = HybridRetriever(library=library)
    return seconds(lambda: (library.add(record), retriever.passages("Did zinc calm goats?")))


def _p50(library: Library) -> float:
    retriever = HybridRetriever(library=library)
    taken = [
        seconds(lambda n=number: retriever.passages(f"Was risk w{n}x lower in patients?"))  # type: ignore[misc]  # the default binds it now
        for number in range(_QUESTIONS)
    ]
    return 1000 * sorted(taken)[_QUESTIONS // 2]


def main() -> None:
    """Measure over temporary libraries and print a table; each size in a process of its own, for its memory."""
    sizes = sys.argv[1:] or ["5000"]
    if len(sizes) > 1:
        for size in sizes:
            subprocess.run([sys.executable, "-m", "eval.library_speed", size], check=True)  # noqa: S603  # ourselves
        return
    with tempfile.TemporaryDirectory() as folder:
        cost = measure(int(sizes[0]), Path(folder))
    for field in fields(cost):
        value = getattr(cost, field.name)
        sys.stdout.write(
            f"{field.name:12} {value:,.3f}\n" if isinstance(value, float) else f"{field.name:12} {value:,}\n"
        )
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
