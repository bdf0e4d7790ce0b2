"""The printed page that says that something broke: with the number of the error, and with no database."""

import gzip
import logging
import re
import sqlite3
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from broadsheet.lib.error_numbers import forget_errors, take_waiting
from broadsheet.press.notices import NUMBER_HERE
from broadsheet.press.reading import Reader, body_of

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"<b>(\w{3}-\w{3})</b>")


@pytest.fixture(autouse=True)
def nothing_met() -> Iterator[None]:
    forget_errors()
    yield
    forget_errors()


@pytest.fixture
def no_database(read, press, paper, published_story, monkeypatch: pytest.MonkeyPatch) -> None:
    """The front and the notices are printed, and the database goes down."""
    press.print_notices()
    assert read("/").status == 200

    def fail(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", fail)


def test_h10_a_reader_without_a_page_gets_the_printed_notice_with_a_number_and_nothing_else(
    read, no_database, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR, "broadsheet.errors"):
        answer = read("/corrections/")

    assert answer.is_printed
    assert answer.status == 500
    [number] = NUMBER.findall(answer.text)
    assert answer.headers["error-number"] == number
    assert answer.headers["cache-control"] == "no-store"
    assert f"Error {number} at corrections: OperationalError" in caplog.text
    for inside in ("Traceback", "OperationalError", "broadsheet/", "django", "sqlite"):
        assert inside not in answer.text


def test_the_number_is_in_the_page_packed_and_unpacked(read, no_database):
    packed = read("/corrections/", accept_encoding="gzip")
    plain = read("/corrections/")

    assert NUMBER.findall(gzip.decompress(packed.body).decode()) == NUMBER.findall(plain.text)
    assert packed.headers["content-length"] == str(len(packed.body))


def test_readers_of_the_text_edition_are_told_the_number_too(read, no_database):
    answer = read("/text/corrections/")

    assert answer.status == 500
    assert NUMBER.search(answer.text)


def test_the_shelf_keeps_no_number(read, no_database, press):
    assert NUMBER_HERE not in read("/corrections/").text

    reader = Reader(press.shelf.path)
    reader.look_now()
    notice = reader.notice("localhost/corrections/", 500)
    reader.close()

    assert notice is not None
    assert NUMBER_HERE in body_of(notice, gzip=False).decode()


def test_each_reader_who_meets_the_same_fault_is_told_the_same_number(read, no_database):
    numbers = {NUMBER.findall(read("/corrections/").text)[0] for _reader in range(3)}

    assert len(numbers) == 1
    [met] = take_waiting()
    assert met.times == 3


def test_a_shelf_that_cannot_be_read_keeps_nobody_from_the_paper(
    read, paper, published_story, monkeypatch: pytest.MonkeyPatch
):
    def damaged(*_args: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    read("/")
    monkeypatch.setattr("broadsheet.press.reading.Reader.page", damaged)

    answer = read("/")

    assert answer.status == 200
    assert not answer.is_printed
    assert "Ferry runs again" in answer.text
    assert [met.where for met in take_waiting()] == ["shelf"]
