"""How long a reader's server sees the shelf as it was."""

import sqlite3

import pytest

from broadsheet.press import reading
from broadsheet.press.reading import LOOK_EVERY_SECONDS, Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    """Collects what a reader's server would do after some seconds: `clock[-1]()` lets them pass."""
    return []


@pytest.fixture
def reader(read, paper, press, clock):
    def later(seconds, act):
        assert seconds == LOOK_EVERY_SECONDS
        clock.append(act)

    read("/contact/")
    found = Reader(press.shelf.path, later)
    yield found
    found.close()


def take_from_shelf(press, address):
    with sqlite3.connect(press.shelf.path) as other:
        other.execute("DELETE FROM sheet WHERE address = ?", (address,))
    other.close()


def test_what_is_read_between_two_looks_is_of_one_moment(reader, press, clock):
    """Else a page could be joined of parts of two printings."""
    reader.look_now()
    take_from_shelf(press, "localhost/contact/")

    assert reader.page("localhost/contact/") is not None

    clock[-1]()

    assert reader.page("localhost/contact/") is None


def test_a_page_that_was_just_printed_is_not_waited_for(reader, press):
    assert reader.page("localhost/contact/") is not None
    take_from_shelf(press, "localhost/contact/")

    reader.look_now()

    assert reader.page("localhost/contact/") is None


def test_readers_never_keep_the_shelfs_log_from_being_brought_in(reader, press, clock):
    reader.page("localhost/contact/")
    take_from_shelf(press, "localhost/contact/")
    clock[-1]()

    with sqlite3.connect(press.shelf.path) as worker:
        was_busy, *_frames = worker.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    worker.close()

    assert not was_busy


def test_whoever_reads_through_the_archive_does_not_push_out_what_everyone_reads(
    read, reader, monkeypatch
):
    archive = ("/", "/text/", "/corrections/", "/text/contact/")
    for path in archive:
        assert read(path).status == 200
    reader.look_now()
    first = reader.page("localhost/contact/")
    monkeypatch.setattr(reading, "HOT_BYTES", 2 * len(first.gzipped))
    everyones = reader.page("localhost/contact/")

    for path in archive:
        assert reader.page(f"localhost{path}") is not None

    assert reader.page("localhost/contact/") is everyones
