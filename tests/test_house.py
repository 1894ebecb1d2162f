"""The walls of the house, and what the documents promise of it."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUN = "python3 -m venv .venv && . .venv/bin/activate && pip install -c constraints.txt -e . && abstract-assistant ui"
TEST = 'python3 -m venv .venv && . .venv/bin/activate && pip install -c constraints.txt -e ".[test]" && pytest -n auto'


def test_imports_keep_to_the_contract() -> None:
    done = subprocess.run(["lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_readme_gives_the_two_commands_and_ci_runs_the_second() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert RUN in readme
    assert TEST in readme
    assert TEST in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_readme_lists_every_command_and_option() -> None:
    from typer.main import get_command

    from assistant.cli import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    group = get_command(app)
    names = list(group.commands)  # type: ignore[attr-defined]
    options = [o for parameter in group.params for o in parameter.opts if o not in ("--help",)]
    assert [name for name in [*names, *options] if name not in readme] == []


def test_every_dependency_is_pinned_and_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = {re.split(r"[>=<\[]", entry)[0] for entry in [*project["dependencies"], *(e for x in extras for e in x)]}
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = {line.split("==")[0].casefold().replace("_", "-") for line in constraints.splitlines()}
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!-]+", line) for line in constraints.splitlines())
    assert {name for name in wanted if name.casefold() not in pinned} == set()
    reasons = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name in wanted if f"`{name}`" not in reasons] == []


def test_doctests_hold() -> None:
    modules = [str(p) for folder in ("assistant", "vectorstore", "ui", "eval") for p in (ROOT / folder).rglob("*.py")]
    trained = ROOT / "assistant" / "making"  # imports torch, which is installed only where the scorer is trained
    modules = [path for path in modules if not Path(path).is_relative_to(trained)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--doctest-modules", "-p", "no:cacheprovider", *modules],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
