"""Asking question sets: over temporary libraries, by several workers, and on from where a killed run was."""

from __future__ import annotations

import hashlib
import platform
import random
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from assistant import Assistant
from assistant.answer import Answer
from assistant.settings import Settings
from eval.libraries import Make, assistant_over
from eval.runs import PART, Asked, Header, Run, SetInfo, add_to_part, begin_part, header_of, save_run
from eval.samples import Sample, abstracts_for, holder, load_samples, set_name
from vectorstore.errors import AssistantError, InputError
from vectorstore.records import Abstract
from vectorstore.text import folded

Tell = Callable[[int, int], None]
"""Told after each answer: how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which samples are asked, and how."""

    limit: int | None = None
    """Most samples of each set; None for all."""
    lang: str | None = None
    """Only questions in this language."""
    category: str | None = None
    """Only this kind of question."""
    seed: int | None = None
    """Draws the limited samples at random, always the same; None takes the first."""
    workers: int = 1
    """Questions asked at the same time."""
    own: bool = False
    """Ask over the user's own library instead of the set's abstracts."""

    def of(self, samples: Sequence[Sample]) -> list[Sample]:
        """The samples that are asked, in the set's order."""
        fitting = [s for s in samples if self.lang in (None, s.lang) and self.category in (None, s.category)]
        most = len(fitting) if self.limit is None else min(self.limit, len(fitting))
        if self.seed is None:
            return fitting[:most]
        picks = random.Random(self.seed).sample(range(len(fitting)), most)  # noqa: S311  # a fixed seed is the point
        return [fitting[at] for at in sorted(picks)]


@dataclass(frozen=True, slots=True)
class _Job:
    """One question set, ready to be asked."""

    info: SetInfo
    samples: list[Sample]
    abstracts: list[Abstract] | None  # None: the user's own library


def run_sets(
    paths: Sequence[Path], out: Path | None, settings: Settings, choice: Choice, tell: Tell, make: Make = Assistant
) -> tuple[Path, Run]:
    """Ask question sets and keep every whole answer in a file; a run that was killed goes on where it was.

    Args:
        paths: Question sets (JSONL).
        out: The file; None for a new one under `runs` in the home.
        settings: The model, the embeddings, the number of passages; the home, for `own`.
        choice: Which samples are asked, and how.
        tell: Told after each answer.
        make: Opens the assistant.

    Returns:
        Where the run was written, and the run.

    Raises:
        InputError: A set can't be read, nothing of it fits the choice, or the file holds another run.
    """
    jobs = [_job(path, settings, choice, make) for path in paths]
    if len({job.info.name for job in jobs}) < len(jobs):
        raise InputError("Two of the question sets have the same name. Rename one, or run them one after the other.")
    header = _header(settings, choice, [job.info for job in jobs])
    path = out or _place(settings.home / "runs", header)
    if not path.parent.is_dir():
        raise InputError(
            f"{path} can't be written: there is no folder {path.parent}. Make it, or choose another --out."
        )
    if path.exists():
        raise InputError(f"{path} exists. Choose another --out, or remove it; a finished run is never overwritten.")
    done = {(asked.set, asked.sample.id): asked for asked in begin_part(path, header)}
    texts: dict[str, str] = {}
    total = sum(len(job.samples) for job in jobs)
    for job in jobs:
        with _assistant(job.abstracts, settings, make) as assistant:
            for asked in _answers(job, assistant, {key[1] for key in done if key[0] == job.info.name}, choice.workers):
                add_to_part(path, asked)
                done[asked.set, asked.sample.id] = asked
                tell(len(done), total)
            texts |= _quoted(assistant, [a.answer for a in done.values() if a.set == job.info.name and a.answer])
    everything = tuple(done[job.info.name, sample.id] for job in jobs for sample in job.samples)
    run = Run(header=header, created=datetime.now(UTC).isoformat(), abstracts=texts, asked=everything)
    save_run(path, run)
    return path, run


def _job(path: Path, settings: Settings, choice: Choice, make: Make) -> _Job:
    samples = choice.of(load_samples(path))
    if not samples:
        raise InputError(f"{path} holds no question of that language and category. Choose others.")
    abstracts = None if choice.own else abstracts_for(path)
    with _assistant(abstracts, settings, make) as assistant:
        view = assistant.library.view()
        count, fingerprint = len(view.entries), view.fingerprint
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    info = SetInfo(name=set_name(path), sha256=digest, samples=len(samples), abstracts=count, fingerprint=fingerprint)
    return _Job(info, samples, abstracts)


def _assistant(
    abstracts: Sequence[Abstract] | None, settings: Settings, make: Make
) -> AbstractContextManager[Assistant]:
    """An assistant over just these abstracts, or over the user's own library."""
    return make(settings) if abstracts is None else assistant_over(abstracts, settings, make)


def _answers(job: _Job, assistant: Assistant, done: set[str], workers: int) -> Iterator[Asked]:
    texts = {abstract.id: folded(abstract.text) for abstract in assistant.library.list()}

    def ask(sample: Sample) -> Asked:
        given = Asked(set=job.info.name, sample=sample, abstract=holder(sample, texts))
        try:
            return given.model_copy(update={"answer": assistant.ask(sample.question, sample.history)})
        except AssistantError as e:
            return given.model_copy(update={"error": str(e)})
        except Exception as e:  # a vendor's library, or a bug: shown and counted as failed, and the others go on
            return given.model_copy(update={"error": f"{type(e).__name__}: {e}"})

    left = [sample for sample in job.samples if sample.id not in done]
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(ask, left)


def _quoted(assistant: Assistant, answers: Sequence[Answer]) -> dict[str, str]:
    """Text of the abstracts that the answers cite."""
    cited = {c.abstract_id for answer in answers for c in answer.citations}
    return {abstract.id: abstract.text for abstract in assistant.library.list() if abstract.id in cited}


def _header(settings: Settings, choice: Choice, sets: Sequence[SetInfo]) -> Header:
    packages = ("abstract-assistant", "bm25s", "chromadb", "langchain-core", "numpy")
    return Header(
        model=settings.model,
        embeddings=settings.embeddings,
        passages=settings.passages,
        versions={"python": platform.python_version(), **{name: version(name) for name in packages}},
        git=_commit(),
        options={
            "limit": choice.limit,
            "lang": choice.lang,
            "category": choice.category,
            "seed": choice.seed,
        },
        sets=tuple(sets),
    )


def _commit() -> str | None:
    """The commit of this program's checkout; None when it was installed without one."""
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    except OSError:  # there is no git
        return None
    return done.stdout.strip() or None


def _place(folder: Path, header: Header) -> Path:
    """A new file in the folder of runs; the one of an unfinished run with the same header, where there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in sorted(folder.glob(f"*{PART}")):
        if header_of(part) == header:
            return part.with_name(part.name.removesuffix(PART))
    names = "+".join(info.name for info in header.sets)
    return folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{names}.json"
