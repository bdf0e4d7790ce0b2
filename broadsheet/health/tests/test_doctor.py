"""`broadsheet doctor` says what is wrong with an installation and how to mend it, whatever else does not work."""

import fcntl
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.health import doctor, doctor_machine, doctor_records
from broadsheet.health.doctor import Finding
from tests.running import OURS, ROOT
from tests.tools import built

pytestmark = pytest.mark.sqlite

Find = Callable[[], Iterator[Finding]]


def said(check: Find, state: str = "wrong") -> str:
    """Return what a check says of this kind."""
    return " ".join(one.says for one in check() if one.state == state)


def is_fine(check: Find) -> bool:
    found = list(check())
    return bool(found) and {one.state for one in found} == {"fine"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A paper's folder as the first run makes it."""
    from broadsheet.lib.folder import make_home

    make_home(tmp_path / "paper")
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path / "paper"))
    return tmp_path / "paper"


# The machine -----------------------------------------------------------------------------------------------
def test_this_machine_is_fine(folder: Path):
    checks = [doctor_machine.python, doctor_machine.packages, doctor_machine.folder]
    checks += [doctor_machine.owners, doctor_machine.secrets, doctor_machine.clock]

    assert [check.__name__ for check in checks if not is_fine(check)] == []


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor_machine.sys, "version_info", (3, 9, 1, "final", 0))

    assert "3.9.1 is too old. Install Python 3.11" in said(doctor_machine.python)


def test_a_package_that_is_missing_or_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch):
    needs = ["django<5.3,>=5.2", "wagtail<4,>=3", "no-such-package", 'tzdata; sys_platform == "x"']
    monkeypatch.setattr(doctor_machine.metadata, "requires", lambda _name: needs)

    told = said(doctor_machine.packages)

    assert "wagtail 8" in told
    assert "no-such-package is missing." in told
    assert "django" not in told
    assert "tzdata" not in told


def test_a_package_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor_machine, "LOADED", ["broadsheet.no_such_module"])

    assert "broadsheet cannot be loaded (ModuleNotFoundError)" in said(doctor_machine.packages)


def test_a_folder_without_a_paper_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path / "none"))

    assert "Start one with “broadsheet run”" in said(doctor_machine.folder)
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_written_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor_machine.os, "access", lambda path, _mode: path != folder / "media")

    assert f"{folder / 'media'} cannot be written by you" in said(doctor_machine.folder)


def test_what_somebody_made_as_root_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "paper.sqlite3").touch()
    kept = Path.stat

    def stat(path: Path, **more: Any) -> os.stat_result:
        found = list(kept(path, **more))
        if path.name == "paper.sqlite3":
            found[4] = found[4] + 1
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", stat)

    assert "belongs to another user" in said(doctor_machine.owners)
    assert "chown -R" in said(doctor_machine.owners)


def test_secrets_that_others_can_read_are_named(folder: Path):
    (folder / "secrets").chmod(0o755)
    (folder / "paper.toml").write_text('mail = "smtp://paper:password@mail.example.org"')
    (folder / "paper.toml").chmod(0o644)

    told = said(doctor_machine.secrets)

    assert f"chmod 700 {folder / 'secrets'}" in told
    assert f"chmod 600 {folder / 'paper.toml'}" in told
    assert "password" not in told


@pytest.mark.parametrize(
    ("free_mb", "words"), [(50, "does not start"), (5_000, "less than a tenth")]
)
def test_a_disk_that_is_nearly_full_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, free_mb: int, words: str
):
    usage = (100_000 * 2**20, 0, free_mb * 2**20)
    monkeypatch.setattr(doctor_machine.shutil, "disk_usage", lambda _place: usage)

    assert words in said(doctor_machine.disk)


def test_limits_of_the_system_that_end_a_server_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor_machine.resource, "getrlimit", lambda _what: (256, 256))

    told = said(doctor_machine.limits)

    assert "Only 256 files" in told
    assert "ulimit -t unlimited" in told
    assert "ulimit -f unlimited" in told


def test_a_clock_that_begins_in_1970_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor_machine.time, "time", lambda: 3600.0)

    assert "timedatectl" in said(doctor_machine.clock)


def test_a_paper_that_runs_holds_its_folder(folder: Path):
    assert "is not running" in said(doctor_machine.running, "note")

    with (folder / ".running").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert is_fine(doctor_machine.running)


# All of it ----------------------------------------------------------------------------------------------------
def test_a_check_that_fails_says_so_and_keeps_no_other_from_its_turn():
    def breaks() -> Iterator[Finding]:
        raise ValueError("no")

    found = list(doctor.looked([breaks, doctor_machine.python]))

    assert [one.state for one in found] == ["wrong", "fine"]
    assert "could not be looked at (ValueError: no)" in found[0].says


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), **inherited, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


DOCTOR = ("-m", "broadsheet.cli", "doctor", "--home", "paper")


def test_a_paper_is_examined_line_by_line_and_as_json(folder: Path):
    (folder / "paper.sqlite3").write_bytes(built.bring().read_bytes())

    done = run(folder.parent, *DOCTOR, "--json")

    found = json.loads(done.stdout)
    assert {one["about"] for one in found} >= {"Python", "Settings", "Database", "Tables", "People"}
    # A paper in which nobody has an account yet.
    assert [one["about"] for one in found if one["state"] == "wrong"] == ["People"]
    assert done.returncode == 1
    assert done.stderr == ""


def test_a_database_that_is_not_there_is_named_and_not_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
):
    settings.HOME, settings.DATABASE_URL = folder, ""

    assert "give the doctor the same settings" in said(doctor_records.answers)
    assert not (folder / "paper.sqlite3").exists()


def test_a_setting_that_cannot_be_read_is_named_and_nothing_more_is_tried(folder: Path):
    (folder / "paper.toml").write_text("address = https://no.quotes")

    done = run(folder.parent, *DOCTOR)

    assert done.returncode == 1
    assert "wrong  Settings: paper.toml cannot be read" in done.stdout
    assert "Database" not in done.stdout
    assert "Traceback" not in done.stderr


def test_a_database_that_is_down_is_named_and_everything_else_is_looked_at(folder: Path):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]

    done = run(folder.parent, *DOCTOR, DATABASE_URL=f"postgres://nobody@127.0.0.1:{port}/paper")

    assert done.returncode == 1
    assert "fine   Styles:" in done.stdout
    assert "wrong  Database: The one that DATABASE_URL names does not answer." in done.stdout
    assert done.stdout.endswith("One thing is wrong.\n")
    assert "Traceback" not in done.stderr


def test_without_django_the_doctor_says_that_it_is_missing(folder: Path):
    words = (
        "import sys; sys.modules['django'] = None; "
        "from broadsheet.cli import main; main(['doctor', '--home', 'paper'])"
    )

    done = run(folder.parent, "-c", words)

    assert done.returncode == 1
    assert "wrong  Packages: django cannot be loaded (ModuleNotFoundError)." in done.stdout
    assert "Traceback" not in done.stderr
