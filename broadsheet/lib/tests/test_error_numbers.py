"""Errors by number: the same for the same fault, told to nobody who could not have it from us, and never a flood."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from broadsheet.lib import error_numbers
from broadsheet.lib.error_numbers import (
    LETTERS,
    as_typed,
    forget_errors,
    give_back,
    note_error,
    number_of,
    take_waiting,
)

NUMBER = re.compile(f"[{LETTERS}]{{3}}-[{LETTERS}]{{3}}")


@pytest.fixture(autouse=True)
def nothing_met() -> Iterator[None]:
    forget_errors()
    yield
    forget_errors()


def caught(fail: Callable[[], object]) -> Exception:
    try:
        fail()
    except Exception as error:  # noqa: BLE001 (whatever the test raises)
        return error
    raise AssertionError("nothing failed")


def no_such_story() -> None:
    raise KeyError("a reader's own words")


def no_such_photo() -> None:
    raise KeyError("a reader's own words")


def test_the_same_fault_has_the_same_number_each_time():
    one, other = caught(no_such_story), caught(no_such_story)

    assert number_of(one, "story") == number_of(other, "story")
    assert NUMBER.fullmatch(number_of(one, "story"))


def test_another_line_another_page_or_another_error_has_another_number():
    numbers = {
        number_of(caught(no_such_story), "story"),
        number_of(caught(no_such_photo), "story"),
        number_of(caught(no_such_story), "front"),
        number_of(caught(lambda: 1 / 0), "story"),
    }

    assert len(numbers) == 4


def test_a_number_has_no_sign_that_is_taken_for_another():
    assert not set(LETTERS) & set("01258BGILOQSUZ")
    assert len(set(LETTERS)) == len(LETTERS) == 22


def test_h10_nobody_can_work_out_of_a_number_which_line_of_the_program_failed(settings: Any):
    error = caught(no_such_story)
    before = number_of(error, "story")

    settings.SECRET_KEY = "another paper's"

    assert number_of(error, "story") != before


@pytest.mark.parametrize("said", ["k7m3qp", "K7M 3QP", " k7m-3qp.", "K7M–3QP"])
def test_a_number_is_understood_however_it_is_written_down(said: str):
    assert as_typed(said) == "K7M-3QP"


def test_the_log_has_the_lines_that_led_there_once_and_then_how_often(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    moment = [1000.0]
    monkeypatch.setattr(error_numbers.time, "time", lambda: moment[0])
    error = caught(no_such_story)

    with caplog.at_level(logging.ERROR, "broadsheet.errors"):
        number = note_error(error, "story")
        for _again in range(500):
            note_error(error, "story")
        moment[0] += 61
        note_error(error, "story")

    said = [(record.getMessage(), bool(record.exc_info)) for record in caplog.records]
    assert said == [
        (f"Error {number} at story: KeyError", True),
        (f"Error {number} at story: KeyError, 501 times more", False),
    ]


def test_the_lines_stand_in_the_log_again_after_an_hour(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    moment = [1000.0]
    monkeypatch.setattr(error_numbers.time, "time", lambda: moment[0])

    for moment[0] in (1000.0, 4700.0):
        note_error(caught(no_such_story), "story")

    assert [bool(record.exc_info) for record in caplog.records] == [True, True]


def test_what_was_met_waits_with_how_often():
    for _time in range(3):
        note_error(caught(no_such_story), "story")

    [met] = take_waiting()

    assert (met.kind, met.where, met.times) == ("KeyError", "story", 3)
    assert take_waiting() == []


def test_what_could_not_be_written_down_is_counted_with_what_came_since():
    note_error(caught(no_such_story), "story")
    taken = take_waiting()
    note_error(caught(no_such_story), "story")

    give_back(taken)

    [met] = take_waiting()
    assert met.times == 2
    assert met.first_at == taken[0].first_at


def test_a_flood_of_faults_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(error_numbers, "MOST_WAITING", 20)
    monkeypatch.setattr(error_numbers.logger, "disabled", True)

    for place in range(50):
        note_error(caught(no_such_story), f"page {place}")

    assert len(take_waiting()) == 20
    assert len(error_numbers._told) <= 20
