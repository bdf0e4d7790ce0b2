"""What lies in the log beside the shelf, and who brings it in."""

import shutil
import sqlite3

import pytest

from broadsheet.press import shelf as shelves
from broadsheet.press import turns

pytestmark = pytest.mark.django_db


def addresses_in_the_file_alone(shelf, folder):
    """Return what stands in the shelf's file, as a machine would find it that lost the log beside it."""
    copy = shutil.copy(shelf.path, folder / "alone.sqlite3")
    with sqlite3.connect(copy) as alone:
        # Before anything was brought in, not even the table stands there.
        if not alone.execute("SELECT 1 FROM sqlite_master WHERE name = 'sheet'").fetchone():
            return set()
        return {address for (address,) in alone.execute("SELECT address FROM sheet")}


def test_the_worker_brings_the_shelfs_log_in_when_it_has_nothing_to_print(
    read, press, paper, monkeypatch, tmp_path
):
    monkeypatch.setattr(shelves, "TIDY_BYTES", 0)
    monkeypatch.setattr(turns, "JOBS", [])
    assert read("/contact/").status == 200
    assert "localhost/contact/" not in addresses_in_the_file_alone(press.shelf, tmp_path)

    while turns.take_turn():
        pass

    assert "localhost/contact/" in addresses_in_the_file_alone(press.shelf, tmp_path)


def test_a_short_log_is_left_lying(read, press, paper, monkeypatch, tmp_path):
    monkeypatch.setattr(shelves, "TIDY_BYTES", 1024**3)
    read("/contact/")

    press.shelf.tidy()

    assert "localhost/contact/" not in addresses_in_the_file_alone(press.shelf, tmp_path)
