"""The command `abstract-assistant eval`, also `python -m eval`: run, score, compare, report, bench, lint, feedback."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.settings import Settings
from vectorstore.errors import InputError

app = typer.Typer(
    name="eval",
    help="Ask question sets, and measure how well they were answered and refused.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_LANGUAGES = ("all", "en", "zh", "mixed")

Runs = Annotated[Path, typer.Argument(metavar="RUN.json", help="As 'eval run' wrote it.")]


def main(arguments: Sequence[str], settings: Settings, name: str) -> None:
    """Run one verb; `name` is how the command is called in its help."""
    app([*arguments], obj=settings, prog_name=name)


@app.command()
def run(
    context: typer.Context,
    questions: Annotated[list[Path], typer.Argument(metavar="QUESTIONS.jsonl...", help="Question sets.")],
    out: Annotated[Path | None, typer.Option(help="Where the run is written; by default runs/ in the home.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most questions of each set.")] = None,
    lang: Annotated[Literal["en", "zh", "mixed"] | None, typer.Option(help="Only questions in this language.")] = None,
    category: Annotated[str | None, typer.Option(help="Only questions of this kind.")] = None,
    seed: Annotated[int | None, typer.Option(help="Draw the limited questions at random, always the same.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Questions asked at the same time.")] = 1,
    own: Annotated[bool, typer.Option("--own", help="Ask over your own library, not the set's abstracts.")] = False,
) -> None:
    """Ask question sets and save every whole answer; a run that was killed goes on where it was."""
    from eval.running import Choice, run_sets
    from eval.samples import folder_for
    from eval.scoring import score
    from eval.tables import show_failures, show_rows

    choice = Choice(limit, lang, category, seed, workers, own)
    with _progress() as progress:
        task = progress.add_task("Asking", total=None)
        path, made = run_sets(
            questions, out, context.obj, choice, lambda done, total: progress.update(task, completed=done, total=total)
        )
    rows = [row for row in score(made) if row.metric == "joint_accuracy"]
    show_rows(rows, slices=_LANGUAGES)
    for file in questions if not own else ():
        if folder_for(file) is None:
            typer.echo(
                f"{file}: asked over the bundled abstract; there is no {file.stem}.abstracts beside it", err=True
            )
    typer.echo(f"written  {path}")
    show_failures(rows)
    _fail(any(row.failed for row in rows))


@app.command()
def score(
    file: Runs,
    as_json: Annotated[bool, typer.Option("--json", help="Print the metrics as JSON.")] = False,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC[@SLICE]=VALUE", help="Exit 1 when a metric is worse than this (repeatable)."),
    ] = None,
) -> None:
    """Print the metrics of a run, from its saved answers; exit code 1 when a sample failed or a threshold is missed."""
    from eval.rows import as_json as to_json
    from eval.rows import is_better_low
    from eval.runs import load_run
    from eval.scoring import Threshold, missed
    from eval.scoring import score as measure
    from eval.tables import show_categories, show_failures, show_rows

    thresholds = [Threshold.parsed(text) for text in fail_under or ()]
    rows = measure(load_run(file))
    misses = [(threshold, row) for threshold in thresholds for row in missed(threshold, rows)]
    if as_json:
        typer.echo(json.dumps(to_json(rows), ensure_ascii=False, indent=1))
    else:
        show_rows(rows, slices=_LANGUAGES)
        show_categories(rows)
        show_failures(rows)
    for threshold, row in misses:
        side = "above" if is_better_low(row.metric) else "below"
        value = "missing" if row.value is None else f"{row.value:.3f}, {side} {threshold.value}"
        typer.echo(f"{row.set}: {row.metric}@{row.slice} is {value}", err=True)
    _fail(bool(misses) or any(row.failed for row in rows))


@app.command()
def compare(
    first: Runs,
    second: Runs,
    max_regression: Annotated[
        list[str] | None,
        typer.Option(
            metavar="METRIC[@SLICE]=VALUE",
            help="Exit 1 when a metric is surely (the whole interval) worse by more than this (repeatable).",
        ),
    ] = None,
) -> None:
    """Print what changed from one run to another of the same questions, and whether chance would explain it."""
    from eval.comparing import compare as compared
    from eval.comparing import regressions
    from eval.runs import load_run
    from eval.scoring import Threshold
    from eval.tables import show_comparison

    thresholds = [Threshold.parsed(text) for text in max_regression or ()]
    runs = load_run(first), load_run(second)
    for name, file, made in zip(("first", "second"), (first, second), runs, strict=True):
        typer.echo(f"{name:8} {file}, answered by {made.header.model}")
    found = compared(*runs)
    worse = [(threshold, d) for threshold in thresholds for d in regressions(threshold, found)]
    show_comparison(found, slices=_LANGUAGES)
    for threshold, d in worse:
        typer.echo(f"{d.metric}@{d.slice} got worse by more than {threshold.value}: {d.low} to {d.high}", err=True)
    _fail(bool(worse))


@app.command()
def report(
    file: Runs,
    html: Annotated[Path, typer.Option(help="Where the page is written.")],
    baseline: Annotated[Path | None, typer.Option(help="Another run of the same questions, shown beside it.")] = None,
) -> None:
    """Write one self-contained page about a run: scores, charts, and every sample that went wrong."""
    from eval.report import report as page
    from eval.runs import load_run

    _write(html, page(load_run(file), load_run(baseline) if baseline else None))


@app.command()
def bench(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="Folder with the public sets, each in a folder of its own.")],
    out: Annotated[Path | None, typer.Option(help="Where the metrics are written as JSON.")] = None,
    only: Annotated[list[str] | None, typer.Option(metavar="SET", help="Only this set (repeatable).")] = None,
    part: Annotated[Literal["fit", "held", "all"], typer.Option(help="Which items are asked.")] = "held",
    baselines: Annotated[bool, typer.Option("--baselines", help="Measure BM25 and word overlap too.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Most items of each table.")] = None,
) -> None:
    """Measure retrieval, answering sentences and telling what is not answered, on public data (3 minutes)."""
    from eval.bench.running import Selection
    from eval.bench.running import bench as measure
    from eval.rows import as_json
    from eval.tables import show_failures, show_rows

    selection = Selection(only or (), part, baselines, limit)
    rows = measure(data, selection, context.obj, lambda line: typer.echo(line, err=True))
    show_rows(rows)
    if out:
        _write(out, json.dumps(as_json(rows), ensure_ascii=False, indent=1))
    show_failures(rows)
    _fail(any(row.failed for row in rows))


@app.command()
def lint(
    questions: Annotated[list[Path], typer.Argument(metavar="QUESTIONS.jsonl...", help="Question sets.")],
) -> None:
    """Check question sets: ids, evidence, facts, languages, balance; exit code 1 when something is wrong."""
    from eval.linting import counts
    from eval.linting import lint as complaints
    from eval.samples import folder_for, load_samples

    wrong = 0
    for path in questions:
        found = complaints(path)
        wrong += len(found)
        over = folder_for(path) or "the bundled abstract"
        typer.echo(f"{path}: {counts(load_samples(path))}; over {over}; {len(found)} complaints")
        for line in found:
            typer.echo(f"  {line}")
    _fail(bool(wrong))


@app.command()
def feedback(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Where the question set is written.")],
) -> None:
    """Write what people thought of answers on the page as a question set, to be run with --own."""
    from assistant import Assistant
    from eval.feedback import feedback as judged

    with Assistant(context.obj) as assistant:
        samples, unclear = judged(assistant.library.conversations)
    if not samples:
        raise InputError(
            "No answer on the page has been judged so that it could become a question. Nothing was written."
        )
    if out.exists():
        raise InputError(f"{out} exists. Choose another --out.")
    _write(out, "".join(sample.model_dump_json() + "\n" for sample in samples))
    typer.echo(f"{len(samples)} questions")
    if unclear:
        typer.echo(f"{unclear} judged answers left out: nothing says what would have been right.", err=True)


@app.callback()
def _options(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(help="Folder of the library.")] = None,
    model: Annotated[str | None, typer.Option(help="'builtin', or provider:model.")] = None,
    embeddings: Annotated[str | None, typer.Option(help="'builtin', or provider:model.")] = None,
) -> None:
    given: Settings = context.obj
    context.obj = replace(
        given,
        home=home.expanduser().absolute() if home else given.home,
        model=model or given.model,
        embeddings=embeddings or given.embeddings,
    )


def _progress() -> Progress:
    """A bar on standard error, when that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as e:
        raise InputError(f"{path} can't be written: {e.strerror or e}. Choose another place.") from e
    typer.echo(f"written  {path}")


def _fail(failed: bool) -> None:
    if failed:
        raise typer.Exit(1)
