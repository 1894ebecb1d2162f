"""How fast the built-in reader answers: `python -m eval.answer_speed`; also `make bench`.

Warm, from question to checked answer: over the bundled abstract (the questions of `ketamine.jsonl`), and over 5,000
synthetic abstracts. Cold: a whole `ask` in a new process and a new home, beside the bare import of LangChain's Chroma.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from assistant import Assistant
from eval.library_speed import synthetic
from eval.samples import Sample, load_samples
from eval.timing import seconds
from vectorstore.plain_text import read_plain_text

_MANY = 5000
_ASKED = 100
_SET = Path(__file__).parent / "questions" / "ketamine.jsonl"


def one_abstract(home: Path, samples: Sequence[Sample]) -> list[float]:
    """Seconds of each question about the bundled abstract, once everything is loaded."""
    with Assistant.open(home=home) as assistant:
        assistant.ask(samples[0].question)
        return [seconds(lambda s=sample: assistant.ask(s.question, history=s.history)) for sample in samples]  # type: ignore[misc]  # the default binds it now


def many_abstracts(home: Path, count: int) -> list[float]:
    """Seconds of a hundred questions about so many synthetic abstracts, once everything is loaded."""
    with Assistant.open(home=home) as assistant:
        assistant.library.add_all([read_plain_text(text)[0] for text in synthetic(count)])
        assistant.ask("Was risk w1x lower in patients?")
        asked = [f"Was risk w{number}x lower in patients?" for number in range(_ASKED)]
        return [seconds(lambda q=question: assistant.ask(q)) for question in asked]  # type: ignore[misc]  # the default binds it now


def cold(folder: Path, runs: int = 5) -> tuple[list[float], list[float]]:
    """Seconds of an `ask` in a new process and home each, and of the bare import."""
    ask = [
        _process("-m", "assistant", "--home", str(folder / str(run)), "ask", "Which pathways are implicated?")
        for run in range(runs)
    ]
    return ask, [_process("-c", "import langchain_chroma") for _ in range(runs)]


def _process(*arguments: str) -> float:
    command = [sys.executable, *arguments]
    return seconds(lambda: subprocess.run(command, capture_output=True, check=True))  # noqa: S603  # ourselves


def _told(name: str, taken: Sequence[float]) -> str:
    ordered = sorted(taken)
    slow = ordered[int(0.95 * len(ordered))]
    return f"{name:28} median {1000 * median(ordered):,.0f} ms, 95 % within {1000 * slow:,.0f} ms, n = {len(ordered)}\n"


def main() -> None:
    """Measure in a temporary folder and print a line for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sys.stdout.write(_told("one abstract", one_abstract(folder / "one", load_samples(_SET))))
        sys.stdout.write(_told(f"{_MANY:,} abstracts", many_abstracts(folder / "many", _MANY)))
        asked, imported = cold(folder)
        sys.stdout.write(_told("cold ask", asked) + _told("import langchain_chroma", imported))
        sys.stdout.write(f"{'cold ask / import':28} {median(asked) / median(imported):.2f}\n")


if __name__ == "__main__":
    main()
