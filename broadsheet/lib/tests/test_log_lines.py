"""What a line of the log tells of a failure: where it was, and nothing that a person gave."""

import io
import logging
import sqlite3
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from broadsheet.lib.errors import BroadsheetError
from broadsheet.lib.log_lines import LogLine, NumberedOnce, careful_traceback, in_words

CANARY = "reader@example.com"


class BridgeClosedError(BroadsheetError):
    """An error of ours."""


def line(name: str, message: str, *values: object, error: BaseException | None = None, **extra):
    """Return what is written for a message of some part of the program."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LogLine("{levelname} {name}: {message}", style="{"))
    logger = logging.Logger(name)
    logger.addHandler(handler)
    logger.error(message, *values, exc_info=error, extra=extra)
    return written.getvalue()


def failure(act) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011 (whatever is raised)
        act()
    return caught.value


def test_what_broadsheet_says_itself_is_written_as_it_is():
    assert line("broadsheet.press", "%s was not printed", "/contact/") == (
        "ERROR broadsheet.press: /contact/ was not printed\n"
    )


def test_what_others_put_into_their_sentences_is_left_out():
    assert line("wagtail.admin", "Failed to send to %s", CANARY) == (
        "ERROR wagtail.admin: Failed to send to %s\n"
    )


def test_a_sentence_that_was_filled_before_it_came_is_told_by_its_place():
    written = line("wagtail.redirects", f"Redirects for {CANARY}")

    assert CANARY not in written
    assert "at test_log_lines.py, line" in written


def test_a_request_is_told_by_its_pattern_and_never_by_its_address():
    match = SimpleNamespace(route="newsroom/reset/<token>/")
    asked = SimpleNamespace(method="POST", resolver_match=match)
    nowhere = SimpleNamespace(method=CANARY, resolver_match=None)

    told = line("django.request", "%s: %s", "Error", "/reset/1a2b/", request=asked, status_code=500)

    assert told == "ERROR django.request: 500 for POST /newsroom/reset/<token>/\n"
    assert line("django.security.DisallowedHost", CANARY, request=nowhere) == (
        "ERROR django.security.DisallowedHost: no for an unknown method at no address of ours\n"
    )


def test_an_error_is_told_by_its_places_and_kinds_with_all_that_it_came_of():
    def act() -> None:
        try:
            int(CANARY)
        except ValueError as error:
            raise LookupError(CANARY) from error

    told = careful_traceback(failure(act))

    assert CANARY not in told
    assert told.count("Traceback (most recent call last)") == 2
    assert "int(CANARY)" in told
    assert told.index("ValueError") < told.index("LookupError")


def test_what_an_error_of_ours_says_is_told_and_what_it_came_of_is_not():
    def act() -> None:
        try:
            int(CANARY)
        except ValueError as error:
            raise BridgeClosedError("Open the bridge.") from error

    told = line("broadsheet.press", "It failed", error=failure(act))

    assert told.endswith("BridgeClosedError: Open the bridge.\n")
    assert CANARY not in told


def test_each_error_of_a_group_is_told():
    group = ExceptionGroup(CANARY, [ValueError(CANARY), ExceptionGroup(CANARY, [KeyError(CANARY)])])

    told = careful_traceback(group)

    assert CANARY not in told
    assert "ValueError" in told
    assert "KeyError" in told


def test_a_database_says_what_kind_of_failure_it_was_without_the_row():
    records = sqlite3.connect(":memory:")
    records.execute("CREATE TABLE reader (mail TEXT UNIQUE)")
    records.execute("INSERT INTO reader VALUES (?)", [CANARY])

    error = failure(lambda: records.execute("INSERT INTO reader VALUES (?)", [CANARY]))

    assert in_words(error) == "IntegrityError: SQLITE_CONSTRAINT_UNIQUE"


@pytest.mark.django_db
def test_the_papers_own_database_quotes_no_row_in_the_log():
    """PostgreSQL's words are: Key (username)=(reader@example.com) already exists."""
    people = get_user_model().objects
    people.create_user(CANARY)

    def again() -> None:
        with transaction.atomic():
            people.create_user(CANARY)

    told = careful_traceback(failure(again))

    assert CANARY not in told
    assert "23505" in told or "SQLITE_CONSTRAINT_UNIQUE" in told


def test_a_traceback_that_another_handler_has_kept_is_not_written():
    record = logging.makeLogRecord({"name": "django.request", "msg": "x", "exc_text": CANARY})

    assert CANARY not in LogLine().format(record)


THREE_FAILURES = f"""
import logging, threading, warnings
from broadsheet.lib.log_lines import LogLine, log_what_falls_through
handler = logging.StreamHandler()
handler.setFormatter(LogLine("{{levelname}} {{message}}", style="{{"))
logging.basicConfig(handlers=[handler])
log_what_falls_through()
class Dying:
    def __del__(self):
        raise OSError("unraisable {CANARY}")
warnings.warn("warned of {CANARY}")
Dying()
thread = threading.Thread(target=lambda: int("thread {CANARY}"))
thread.start()
thread.join()
raise LookupError("main {CANARY}")
"""


def test_what_nobody_catches_is_logged_without_its_words():
    done = subprocess.run(
        [sys.executable, "-c", THREE_FAILURES], capture_output=True, text=True, check=False
    )

    assert CANARY not in done.stdout + done.stderr.replace(THREE_FAILURES, "")
    assert done.stderr.count("CRITICAL Nobody caught this") == 3
    for kind in ("OSError", "ValueError", "LookupError"):
        assert kind in done.stderr
    assert done.returncode == 1


def test_django_says_nothing_more_of_an_error_that_has_its_number():
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "/secret/", None, None)
    record.request = SimpleNamespace()

    assert NumberedOnce().filter(record)
    record.request.error_number = "K7M-3QP"
    assert not NumberedOnce().filter(record)
