"""The README's Python snippets, run against the built wheel in a fresh environment, in another folder."""

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SNIPPETS = re.findall(
    r"```python\n(.*?)```\s*```text\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S
)


def run(*command: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of a fresh environment that holds the wheel, not this checkout."""
    folder = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT), cwd=folder)
    [wheel] = folder.glob("*.whl")
    venv.create(folder / "venv")
    python = str(folder / "venv" / "bin" / "python")
    install = ["install", "-q", "--no-compile", "-c", str(ROOT / "constraints.txt"), str(wheel)]
    run(sys.executable, "-m", "pip", "--python", python, *install, cwd=folder)
    return python


@pytest.mark.wheel
def test_every_snippet_prints_what_the_readme_says(python: str, tmp_path: Path) -> None:
    assert len(SNIPPETS) == 4
    for code, printed in SNIPPETS:
        assert run(python, "-c", code, cwd=tmp_path, ABSTRACT_ASSISTANT_HOME=str(tmp_path / "home")) == printed


@pytest.mark.wheel
def test_the_wheel_holds_its_data_and_its_command(python: str, tmp_path: Path) -> None:
    command = str(Path(python).with_name("abstract-assistant"))
    answer = run(command, "ask", "涉及哪些信号通路?", cwd=tmp_path, ABSTRACT_ASSISTANT_HOME=str(tmp_path / "home"))
    assert "mTOR、GSK3或eEF2" in answer
    files = "import importlib.resources as r; print(*sorted(p.name for p in (r.files('ui') / 'component').iterdir()))"
    assert ".css" in run(python, "-c", files, cwd=tmp_path)
