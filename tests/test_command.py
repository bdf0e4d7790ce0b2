"""The `broadsheet` command as its user types it: one sentence that says what to do, status 1, nothing changed."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broadsheet.cli import COMMANDS
from tests.running import OURS, ROOT, RunningPaper
from tests.town import jpeg

pytestmark = pytest.mark.browser


def broadsheet(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "-m", "broadsheet.cli", *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), **inherited, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one sentence with which a command was refused."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


def test_help_lists_every_command_with_a_line(tmp_path):
    done = broadsheet("--help", folder=tmp_path)

    assert done.returncode == 0
    for name in COMMANDS:
        assert name in done.stdout


def test_a_second_run_on_the_same_folder_is_refused(running_paper: RunningPaper):
    done = broadsheet(
        "run", "--home", str(running_paper.home), "--port", "0", folder=running_paper.folder
    )

    assert "already running" in refused(done)


def test_a_port_in_use_is_refused(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = broadsheet("run", "--port", port, folder=tmp_path)

    assert f"Port {port} is in use" in refused(done)
    assert not (tmp_path / "paper").exists()


def test_an_address_of_another_machine_is_refused(tmp_path):
    assert "no address of this machine" in refused(
        broadsheet("run", "--host", "192.0.2.1", folder=tmp_path)
    )


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("no folder")

    done = broadsheet(
        "run", "--home", str(tmp_path / "file" / "paper"), "--port", "0", folder=tmp_path
    )

    assert "cannot be written" in refused(done)


def test_a_database_of_a_newer_program_is_refused(running_paper: RunningPaper, tmp_path):
    home = tmp_path / "paper"
    if not (running_paper.home / "paper.sqlite3").exists():
        pytest.skip("this paper's records are in PostgreSQL")
    shutil.copytree(running_paper.home, home, ignore=shutil.ignore_patterns("media", "shelf"))
    with sqlite3.connect(home / "paper.sqlite3") as records:
        records.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('stories', '0999_later', '2030-01-01')"
        )

    done = broadsheet("run", "--home", str(home), "--port", "0", folder=tmp_path)

    assert "newer Broadsheet" in refused(done)


def test_a_database_that_cannot_be_reached_is_refused(tmp_path):
    done = broadsheet(
        "run", "--port", "0", folder=tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/paper"
    )

    assert "cannot be reached" in refused(done)


@pytest.mark.parametrize(
    "words", [("print", "/"), ("receipts", "story:1"), ("password", "x"), ("check",)]
)
def test_a_command_without_a_paper_says_how_to_start_one(tmp_path, words):
    assert "broadsheet run" in refused(broadsheet(*words, folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_pictures_file_is_read_where_no_paper_was_started_and_nothing_is_left_there(tmp_path):
    (tmp_path / "ferry.jpg").write_bytes(jpeg())
    (tmp_path / "notes.txt").write_text("no picture")

    done = broadsheet("photo", "read", "--json", "ferry.jpg", folder=tmp_path)
    wrong = broadsheet("photo", "read", "notes.txt", folder=tmp_path)

    assert done.returncode == 0
    assert json.loads(done.stdout) == [{"file": "ferry.jpg", "form": {}, "said": {}, "ignored": []}]
    assert refused(wrong).startswith("notes.txt: A file of this kind (.txt) is not taken in.")
    assert {path.name for path in tmp_path.iterdir()} == {"ferry.jpg", "notes.txt"}


def test_a_paper_toml_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "paper.toml").write_text("address = https://no.quotes")

    assert "paper.toml cannot be read" in refused(broadsheet("run", "--port", "0", folder=tmp_path))


def test_a_new_password_opens_the_newsroom(running_paper: RunningPaper):
    done = broadsheet(
        "password", "nobody", "--home", str(running_paper.home), folder=running_paper.folder
    )

    assert "Nobody signs in as nobody" in refused(done)


def test_ctrl_c_stops_server_and_worker(tmp_path):
    paper = RunningPaper(tmp_path).wait()
    front = paper.read("/")
    assert "being set up" in front
    pid = paper.process.pid

    assert paper.stop() == 0

    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(paper.home) not in left
    assert not Path(f"/proc/{pid}").exists()
    assert "Traceback" not in paper.output


# The paper's database is not as it should be ------------------------------------------------------
NEEDS_A_DATABASE = [
    ("print", "/"),
    ("receipts", "story:1"),
    ("password", "editor"),
    ("check",),
    ("import", "page", "page.txt"),
    ("work",),
]
PAGE = """Ferry to stop for the winter

DUNMORE, Wis. (Union Wire) — The ferry will stop on Monday, the county said, and start again when the ice has gone.

“We have looked at the ice,” said Hanneke Oduya, who runs the landing. “It has looked at us.”

The county has paid for a bus until March, and will count who takes it before it pays for longer than that.
"""


@pytest.fixture
def bare_paper(tmp_path: Path) -> Path:
    """A paper's folder whose database has lost its tables."""
    (tmp_path / "paper" / "secrets").mkdir(parents=True)
    (tmp_path / "paper" / "secrets" / "secret_key").write_text("x" * 50)
    (tmp_path / "paper" / "paper.sqlite3").touch()
    (tmp_path / "page.txt").write_text(PAGE)
    return tmp_path


@pytest.mark.parametrize("words", NEEDS_A_DATABASE, ids=lambda words: words[0])
def test_a_database_without_tables_is_said_in_a_sentence(bare_paper: Path, words: tuple[str, ...]):
    done = broadsheet(*words, folder=bare_paper)

    assert "Run “broadsheet run” on this folder once" in refused(done)


def test_a_database_that_is_down_is_said_in_a_sentence(bare_paper: Path):
    closed = "postgres://nobody@127.0.0.1:1/paper?connect_timeout=2"

    def run(words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        return broadsheet(*words, folder=bare_paper, DATABASE_URL=closed)

    # Side by side: each waits some seconds for it.
    with ThreadPoolExecutor() as pool:
        for done in pool.map(run, NEEDS_A_DATABASE):
            assert "cannot be reached" in refused(done)


# Importing, tried out -----------------------------------------------------------------------------
def test_a_dry_run_needs_no_paper_and_keeps_its_two_voices_apart(tmp_path: Path):
    (tmp_path / "page.txt").write_text(PAGE)

    done = broadsheet("import", "page", "page.txt", "--dry-run", "--json", folder=tmp_path)

    assert done.returncode == 0
    assert json.loads(done.stdout)["headline"] == "Ferry to stop for the winter"
    assert "this was a dry run" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["page.txt"]


def test_a_dry_run_without_json_says_nothing_on_standard_output(tmp_path: Path):
    (tmp_path / "page.txt").write_text(PAGE)

    done = broadsheet("import", "page", "page.txt", "--dry-run", folder=tmp_path)

    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("written", ["19 May 2016", "2016-13-01", "yesterday"])
def test_a_date_that_is_none_is_refused_in_a_dry_run_too(tmp_path: Path, written: str):
    (tmp_path / "page.txt").write_text(PAGE)

    done = broadsheet("import", "page", "page.txt", "--dry-run", "--date", written, folder=tmp_path)

    assert f"“{written}” is no date" in refused(done)


def test_a_dry_run_says_what_it_did_not_look_at(tmp_path: Path):
    (tmp_path / "page.txt").write_text(PAGE)

    done = broadsheet(
        "import", "page", "page.txt", "--dry-run", "--section", "Nowhere", folder=tmp_path
    )

    assert done.returncode == 0
    assert "--section and --permalink were not checked" in done.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 400])
def test_a_file_that_holds_no_page_is_refused_without_a_paper(tmp_path: Path, content: bytes):
    (tmp_path / "page.txt").write_bytes(content)

    refused(broadsheet("import", "page", "page.txt", "--dry-run", folder=tmp_path))
