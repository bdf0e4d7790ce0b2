"""What is out of order is said in sentences on the newsroom's first screen."""

import errno
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.newsroom.troubles import troubles
from broadsheet.press import turns
from broadsheet.press.models import Turn
from broadsheet.press.shelf import Batch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def ran(job: str, *, ago: timedelta = timedelta(0), failure: str = "") -> None:
    Turn.objects.create(name=job, last_ran=timezone.now() - ago, failure=failure)


def test_nothing_is_said_when_nothing_is_wrong(shelf: Any) -> None:
    ran("schedule")

    assert troubles() == []


def test_a_worker_that_never_ran_is_missed(shelf: Any) -> None:
    assert "The worker has not run yet" in troubles()[0]


def test_a_job_that_has_not_run_for_five_minutes_is_missed(shelf: Any) -> None:
    ran("schedule", ago=timedelta(minutes=6))

    assert "“schedule” last ran" in troubles()[0]


def test_a_daily_job_is_not_missed_after_an_hour(shelf: Any) -> None:
    ran("counts", ago=timedelta(hours=1))

    assert troubles() == []


def test_a_job_that_fails_says_how(shelf: Any) -> None:
    ran("schedule", failure="OperationalError: disk full")

    assert "disk full" in troubles()[0]


def test_pages_that_could_not_be_printed_are_named_and_bounded(shelf: Any) -> None:
    ran("schedule")
    shelf.put(
        Batch(failed={f"localhost/page-{n}/": "It broke." for n in range(7)}), now=time.time()
    )

    said = troubles()

    assert len(said) == 6
    assert "localhost/page-0/" in said[0]
    assert said[-1] == "2 more addresses could not be printed."


def test_a_paper_that_cannot_send_mail_says_so(shelf: Any, settings: Any) -> None:
    ran("schedule")
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert "No mail can be sent" in troubles()[0]


def test_the_first_screen_shows_what_is_out_of_order(
    client: Client, editor: User, paper: Any, shelf: Any
) -> None:
    client.force_login(editor)

    page = client.get("/newsroom/").text

    assert "Out of order" in page
    assert "The worker has not run yet" in page


def test_nobody_forgets_that_the_paper_is_text_only(shelf: Any, paper: Any) -> None:
    ran("schedule")
    paper.text_only = True
    paper.save()

    assert "The Larkmere Ledger is text only for everyone now" in troubles()[0]


def test_a_press_that_cannot_take_its_turn_is_told_until_it_can(
    press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise OSError(errno.ENOSPC, "full", "/somebodys/file.jpg")

    monkeypatch.setattr(turns, "PAUSE_AFTER_FAILURE", 0)
    monkeypatch.setattr(turns, "JOBS", [])
    with monkeypatch.context() as broken:
        broken.setattr(turns, "catch_up", fail)
        turns.take_turn()
        assert "The job “printing” failed: OSError: No space left on device" in troubles()

    turns.take_turn()

    assert not [one for one in troubles() if "printing" in one]
