"""The command `abstract-assistant`: words on the command line in, answers on standard output out."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant import adding, library_commands
from assistant.settings import HOME_VARIABLE, settings_from
from vectorstore.errors import AssistantError, InputError, ModelError

app = typer.Typer(
    name="abstract-assistant",
    help="Ask scientific abstracts, in English or Chinese. Every statement carries a checked, verbatim citation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command; a user's mistake gives a sentence and exit code 2, never a traceback."""
    try:
        app()
    except AssistantError as e:
        way = " Or answer without a model: --model builtin." if isinstance(e, ModelError) else ""
        print(f"Error: {e}{way}", file=sys.stderr)  # noqa: T201  # the one place where an error meets the person
        sys.exit(2)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("abstract-assistant"))
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(help="Folder of the library.", envvar=HOME_VARIABLE)] = None,
    model: Annotated[str, typer.Option(help="'builtin', or provider:model.")] = "builtin",
    embeddings: Annotated[str, typer.Option(help="'builtin', or provider:model.")] = "builtin",
    verbose: Annotated[bool, typer.Option("--verbose", help="Say on standard error what happens.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    context.obj = settings_from(home, model=model, embeddings=embeddings, verbose=verbose)


@app.command()
def ui(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.", min=1, max=65535)] = 8501,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser window.")] = True,
) -> None:
    """Open the web page."""
    import_module("ui.launch").serve(context.obj, port, browser)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="In English or Chinese.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    abstract: Annotated[list[str] | None, typer.Option(help="Ask only this abstract (repeatable).")] = None,
    language: Annotated[Literal["auto", "en", "zh"], typer.Option(help="Language of the answer.")] = "auto",
    history: Annotated[Path | None, typer.Option(help="JSON file of earlier [question, answer] pairs.")] = None,
    batch: Annotated[Path | None, typer.Option(help="JSONL file of questions; prints one JSON answer a line.")] = None,
    year: library_commands.Year = None,
    journal: library_commands.Journal = None,
    design: library_commands.Designs = None,
    without_retracted: library_commands.WithoutRetracted = False,
    references: Annotated[
        library_commands.Style | None, typer.Option(help="Print what is cited as references.")
    ] = None,
) -> None:
    """Answer a question from the abstracts."""
    from assistant import terminal
    from assistant.batch import Row, read_history, read_rows

    if (question is None) == (batch is None):
        raise InputError("Give either a QUESTION or --batch FILE.jsonl.")
    turns = read_history(history) if history else []
    rows = read_rows(batch) if batch else [Row(id="", question=question or "", history=turns)]
    if context.obj.verbose:
        terminal.show_talk()
    wanted = library_commands.selected(year, journal, design, without_retracted=without_retracted)
    with library_commands.opened(context) as assistant:
        scope = library_commands.in_scope(assistant, wanted, abstract)
        for row in rows:
            answer = assistant.ask(row["question"], row["history"], scope, language)
            if context.obj.verbose:
                terminal.show_trace(answer)
            if batch:
                typer.echo(json.dumps({"id": row["id"], **json.loads(answer.to_json())}, ensure_ascii=False))
            elif references:
                library_commands.print_references(assistant, answer, references)
            elif as_json:
                typer.echo(answer.to_json(indent=2))
            else:
                terminal.show_answer(answer)


@app.command(
    name="eval", add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
)
def evaluate(context: typer.Context) -> None:
    """Ask question sets and measure: run, score, compare, report, bench, lint, feedback."""
    import_module("eval.command").main(context.args, context.obj, "abstract-assistant eval")


app.command()(adding.add)
app.command(name="list")(library_commands.list_abstracts)
app.command()(library_commands.export)
app.command()(library_commands.show)
app.command()(library_commands.remove)
app.command()(library_commands.rebuild)
app.command()(library_commands.check)
