"""The shelf: a file that nobody need keep."""

import sqlite3
import threading
from pathlib import Path

import pytest

from broadsheet.press.shelf import OPENINGS, Shelf


def test_a_shelf_that_is_thrown_away_while_it_is_opened_is_opened_all_the_same(tmp_path: Path):
    path = tmp_path / "shelf" / "shelf.sqlite3"
    is_over = threading.Event()

    def throw_away() -> None:
        while not is_over.wait(0.002):
            for file in path.parent.glob("shelf.sqlite3*"):
                file.unlink(missing_ok=True)

    thrower = threading.Thread(target=throw_away, daemon=True)
    thrower.start()
    try:
        for _time in range(300):
            shelf = Shelf(path)
            assert shelf.connection
            shelf.close()
    finally:
        is_over.set()
        thrower.join()


def test_a_shelf_that_cannot_be_opened_is_not_tried_for_ever(tmp_path: Path):
    class Counting(Shelf):
        openings = 0

        def _open_what_is_there(self) -> sqlite3.Connection:
            self.openings += 1
            return super()._open_what_is_there()

    shelf = Counting(tmp_path / "shelf.sqlite3")
    shelf.path.mkdir()
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        assert shelf.connection
    assert shelf.openings == OPENINGS
