"""The library in a real browser: files good and bad together, what the command line changes, scope, nothing left."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import TRIAL
from tests.ui.browsing import PATIENCE, SENTENCE, Visit, add_files, ask, go
from tests.ui.serving import ROOT, running

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server of its own for each test: they change what is loaded."""
    with running(tmp_path) as (address, _):
        yield address


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    path = tmp_path / "trial.txt"
    path.write_text(TRIAL, encoding="utf-8")
    return path


def command(folder: Path, *words: str) -> str:
    """What the command line prints, over the library of the server in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "--home", str(folder / "home"), *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def id_of(name: str, folder: Path) -> str:
    """The id of the abstract whose reference holds a name."""
    [line] = [line for line in command(folder, "list").splitlines() if name in line]
    return line.split()[0]


def upload(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files([*files])
    expect(page.get_by_test_id("stFileChip").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stFileChipIconSpinner")).to_have_count(0, timeout=PATIENCE)  # all are there
    add_files(page)


def shelf(page: Page) -> Locator:
    """The abstracts listed on the library page."""
    return page.get_by_role("list", name="Abstracts").get_by_role("listitem")


def test_good_files_are_added_bad_ones_named_and_one_taken_out_again(visit: Visit, trial: Path, tmp_path: Path) -> None:
    bad, large = tmp_path / "picture.txt", tmp_path / "large.txt"
    bad.write_bytes(b"\x89PNG\x00\x01" * 50)
    large.write_bytes(b"RESULTS: much. " * 700_000)
    page = visit()
    go(page, "Library")
    page.get_by_text("Add abstracts").click()
    upload(page, trial, bad, large)
    added = page.locator(".st-key-added")
    expect(added).to_contain_text("✓ trial.txt: added Okafor B", timeout=PATIENCE)
    expect(added).to_contain_text("✗ Not added. picture.txt: not a text file")
    expect(shelf(page)).to_have_count(2)
    page.get_by_role("button", name="Remove: Okafor B").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(shelf(page)).to_have_count(2)
    page.get_by_role("button", name="Remove: Okafor B").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(shelf(page)).to_have_count(1)


def test_what_the_command_line_adds_and_removes_is_seen_without_a_restart(
    visit: Visit, trial: Path, tmp_path: Path
) -> None:
    page = visit()
    assert "Okafor" in command(tmp_path, "add", str(trial))
    expect(ask(page, "How many drivers were randomised?")).to_contain_text("84 drivers")
    go(page, "Library")
    expect(shelf(page)).to_have_count(2)
    command(tmp_path, "remove", "--yes", id_of("Okafor", tmp_path))
    page.reload()
    expect(shelf(page)).to_have_count(1)
    expect(shelf(page)).to_contain_text("De Maricourt P")


def test_a_question_is_kept_to_the_ticked_abstracts(visit: Visit, trial: Path, tmp_path: Path) -> None:
    command(tmp_path, "add", str(trial))
    page = visit()
    go(page, "Library")
    page.get_by_role("checkbox", name="Ask about it: De Maricourt P").click()
    expect(page.get_by_text("Questions are about 1 of 2 abstracts.")).to_be_visible()
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_text("1 of 2")).to_be_visible()
    expect(ask(page, "Which signaling pathways are implicated?").get_by_test_id("refusal")).to_be_visible()
    go(page, "Library")
    page.get_by_role("button", name="Ask all abstracts").click()
    expect(page.get_by_role("checkbox", name="Ask about it: De Maricourt P")).to_be_checked()
    page.get_by_role("button", name="New conversation").click()
    expect(ask(page, "Which signaling pathways are implicated?")).to_contain_text(SENTENCE)


def test_an_abstract_is_read_whole_beside_the_list(visit: Visit) -> None:
    page = visit()
    go(page, "Library")
    page.get_by_role("button", name="Read: De Maricourt P").click()
    text = page.get_by_role("region", name="Source")
    expect(text).to_contain_text(SENTENCE)
    expect(text.get_by_role("heading").first).to_be_visible()
    page.get_by_role("button", name="Close the source").click()
    expect(text).to_have_count(0)


def test_an_empty_library_leads_to_adding_the_first_abstract(visit: Visit, trial: Path, tmp_path: Path) -> None:
    command(tmp_path, "remove", "--yes", id_of("De Maricourt", tmp_path))
    page = visit()
    expect(page.get_by_text("No abstract is loaded yet.")).to_be_visible()
    expect(ask(page, "Which pathways?").get_by_test_id("refusal")).to_contain_text("Nothing to read")
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("link", name="Add abstracts").click()
    upload(page, trial)
    expect(shelf(page)).to_have_count(1)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".ask").first).to_be_visible(timeout=PATIENCE)
    expect(ask(page, "How many drivers were randomised?")).to_contain_text("84 drivers")
