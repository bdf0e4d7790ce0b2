"""What is wrong with each thing that is watched is said in a sentence, with what to do."""

import os
import time
from collections import namedtuple
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from broadsheet.health import certificate, disk, states
from broadsheet.health.database import BACKED_UP, database
from broadsheet.health.kept import keep
from broadsheet.health.mail import mail
from broadsheet.health.models import Sign
from broadsheet.health.programs import SERVER, WORKER, give_sign, missing, server, take_sign_away
from broadsheet.health.programs import worker as worker_state
from broadsheet.health.state import State
from broadsheet.health.work import forget_old_jobs, jobs, printing, schedule
from broadsheet.newsroom.troubles import troubles
from broadsheet.press.models import Turn
from broadsheet.press.shelf import Batch, Shelf
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def ago(**units: float) -> Any:
    return timezone.now() - timedelta(**units)


def heard(machine: str, program: str, *, minutes: float, since: float = 60) -> None:
    Sign.objects.create(
        machine=machine, program=program, at=ago(minutes=minutes), began=ago(minutes=since)
    )


def put_off(path: str, status: str, **times: Any) -> None:
    job = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path=path,
        status=status,
        backend_name="default",
        run_after=ago(days=1),
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=job.pk).update(**times)


# The database and the disk -----------------------------------------------------------------------------
def test_the_database_is_well_when_it_answers(paper: Any):
    state = database()

    assert state.is_well
    assert "answers within" in state.says[0]
    assert "touch" in state.says[1]


def test_the_last_backup_is_known_by_the_file_that_it_touches(home: Path):
    (home / BACKED_UP).touch()

    state = database()

    assert state.is_well
    assert "The last backup was made" in state.says[1]


def test_a_backup_that_is_not_made_any_more_is_missed(home: Path):
    (home / BACKED_UP).touch()
    os.utime(home / BACKED_UP, (time.time() - 3 * 86400,) * 2)

    state = database()

    assert "3\xa0days old" in state.troubles[0]
    assert state.alerts


@pytest.mark.parametrize(("free", "is_well"), [(11, True), (9, False)])
def test_less_than_a_tenth_of_the_disk_is_too_little(
    monkeypatch: pytest.MonkeyPatch, free: int, is_well: bool
):
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _place: Usage(100, 100 - free, free))

    state = disk.disk()

    assert state.is_well is is_well
    assert is_well or "Make room" in state.troubles[0]


# The programs --------------------------------------------------------------------------------------------
def test_a_program_that_gives_signs_is_not_missed():
    give_sign(SERVER, begins=True)
    give_sign(WORKER, begins=True)

    assert server().is_well
    assert not worker_state().alerts
    assert "ledger-1: running since" in server().says[0]


@pytest.mark.parametrize(("program", "minutes"), [(SERVER, 4), (WORKER, 6)])
def test_a_program_that_gives_no_sign_is_missed_with_its_machine(program: str, minutes: float):
    heard("ledger-1", program, minutes=minutes)
    heard("ledger-2", program, minutes=1)

    state = server() if program == SERVER else worker_state()

    assert list(state.alerts) == ["ledger-1"]
    assert f"The {program} on ledger-1 has given no sign of life since" in state.troubles[0]
    assert "broadsheet" in state.troubles[0], "it says what to do"


def test_a_program_that_stopped_in_order_is_not_missed():
    heard("ledger-1", SERVER, minutes=30)

    take_sign_away(SERVER)

    assert list(missing(SERVER)) == []


def test_a_server_whose_worker_never_came_is_told_of():
    heard("ledger-1", SERVER, minutes=0, since=10)

    assert [machine for machine, _at in missing(WORKER)] == ["ledger-1"]


def test_a_server_that_has_just_begun_waits_for_its_worker():
    heard("ledger-1", SERVER, minutes=0, since=2)

    assert list(missing(WORKER)) == []


def test_a_machine_that_was_given_up_is_forgotten_within_a_day():
    heard("ledger-9", SERVER, minutes=25 * 60)

    give_sign(SERVER)

    assert list(Sign.objects.values_list("machine", flat=True)) == ["ledger-1"]


# What the worker has to do ----------------------------------------------------------------------------------
def test_jobs_that_wait_are_counted_and_missed_after_ten_minutes():
    put_off("broadsheet.photos.renditions.make", "READY", enqueued_at=ago(minutes=2))
    assert jobs().is_well
    put_off("broadsheet.photos.renditions.make", "READY", enqueued_at=ago(minutes=12))

    state = jobs()

    assert "2 jobs wait" in state.says[0]
    assert "Jobs are not done" in state.troubles[0]
    assert state.alerts


def test_a_job_that_failed_since_yesterday_is_named():
    put_off("broadsheet.staff.tasks.send", "FAILED", finished_at=ago(hours=3))
    put_off("broadsheet.old.task", "FAILED", finished_at=ago(days=2))

    state = jobs()

    assert "broadsheet.staff.tasks.send" in state.troubles[0]
    assert "broadsheet.old.task" not in state.troubles[0]
    assert not state.alerts


def test_jobs_that_were_done_weeks_ago_are_forgotten_and_those_that_wait_are_not():
    put_off("old", "SUCCESSFUL", finished_at=ago(days=20))
    put_off("new", "SUCCESSFUL", finished_at=ago(days=2))
    put_off("waiting", "READY", enqueued_at=ago(days=30))

    forget_old_jobs()

    assert set(DBTaskResult.objects.values_list("task_path", flat=True)) == {"new", "waiting"}


@pytest.fixture
def planned(make_story: Callable[..., Story]) -> Story:
    """A story whose time came five minutes ago, and that the schedule has not followed."""
    story = make_story("Ferry runs at night", live=False)
    story.go_live_at = timezone.now() + timedelta(hours=1)
    story.save_revision(approved_go_live_at=ago(minutes=5))
    return story


def test_a_story_whose_time_has_passed_is_named_to_the_publisher_and_to_nobody_else(planned: Story):
    state = schedule()

    assert "“Ferry runs at night” should have been out" in state.troubles[0]
    assert state.alerts[""] == "One story's time has come, and the schedule has not followed."


def test_a_story_that_the_schedule_has_published_is_not_missed(planned: Story):
    planned.go_live_at = ago(minutes=6)
    planned.save_revision(approved_go_live_at=ago(minutes=5))

    call_command("publish_scheduled")

    assert schedule().is_well


def test_a_story_that_should_have_been_taken_down_is_named(make_story: Callable[..., Story]):
    story = make_story("Ferry sale ends")
    type(story).objects.filter(pk=story.pk).update(expire_at=ago(minutes=5))

    assert "“Ferry sale ends” should have been taken down" in schedule().troubles[0]


def test_pages_that_wait_for_the_press_are_missed_after_half_an_hour(shelf: Shelf):
    shelf.put(Batch(owed={"localhost/": 5}), now=time.time() - 60)
    assert printing().is_well

    shelf.put(Batch(owed={"localhost/x/": 5}), now=time.time() - 40 * 60)

    assert "wait too long to be printed" in printing().troubles[0]
    assert "2 pages and parts wait" in printing().says[0]


def test_a_page_that_could_not_be_printed_is_named_and_nobody_is_woken(shelf: Shelf):
    shelf.put(Batch(failed={"localhost/x/": "It broke."}), now=time.time())

    state = printing()

    assert "localhost/x/ could not be printed" in state.troubles[0]
    assert not state.alerts


def test_a_press_that_cannot_take_its_turn_is_told_of():
    Turn.objects.create(name="printing", last_ran=timezone.now(), failure="OSError: full")

    assert "The press cannot take its turn" in printing().alerts[""]


def test_a_shelf_that_cannot_be_read_is_told_of(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    def damaged(*_args: object) -> None:
        raise OSError("damaged")

    monkeypatch.setattr(Shelf, "waiting", damaged)

    assert "cannot be read" in printing().alerts[""]


# Mail and certificate --------------------------------------------------------------------------------------
def test_a_paper_without_a_mail_server_is_told_so_and_nobody_is_woken(settings: Any):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert "No mail can be sent" in mail().troubles[0]
    assert not mail().alerts


def test_mail_that_was_refused_is_told_until_one_is_taken(settings: Any):
    settings.EMAIL_HOST = "mail.example.org"
    keep("mail-sent", {"at": time.time() - 60})
    keep("mail-refused", {"at": time.time() - 30, "why": "SMTPAuthenticationError 535"})
    assert (
        "(it does not know this user with this password, SMTPAuthenticationError 535)"
        in mail().troubles[0]
    )

    keep("mail-sent", {"at": time.time()})

    assert mail().is_well
    assert "The last mail was taken" in mail().says[1]


@pytest.fixture
def on_https(settings: Any) -> None:
    settings.HTTPS, settings.ADDRESS = True, "https://ledger.example"


@pytest.mark.parametrize(
    ("found", "trouble"),
    [
        ({"days": 40}, ""),
        ({"days": 13}, "ends soon. It holds for 12 more days"),
        ({"refused": "certificate has expired"}, "not good (certificate has expired)"),
        ({"silent": True}, ""),
    ],
)
def test_the_certificate_is_well_for_as_long_as_browsers_take_it(
    on_https: None, found: dict[str, Any], trouble: str
):
    known = {"address": "https://ledger.example", **found}
    if "days" in found:
        known["ends_at"] = time.time() + found["days"] * 86400
    keep("certificate", known)

    state = certificate.certificate()

    assert state.is_well is not bool(trouble)
    assert trouble in " ".join(state.troubles)
    assert bool(state.alerts) is bool(trouble)


def test_a_paper_that_is_not_on_https_has_no_certificate(settings: Any):
    settings.HTTPS = False
    certificate.look_at_certificate()

    assert certificate.certificate().is_well


def test_the_papers_own_address_is_asked_for_its_certificate_every_few_hours(
    on_https: None, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []

    def end(address: str, **_more: float) -> Any:
        asked.append(address)
        return timezone.now() + timedelta(days=60)

    monkeypatch.setattr(certificate, "certificate_end", end)

    for _look in range(3):
        certificate.look_at_certificate()

    assert asked == ["https://ledger.example"]
    assert "59 more days" in certificate.certificate().says[0]


# All of them ------------------------------------------------------------------------------------------------
def test_what_cannot_be_looked_at_says_so_and_hides_nothing_else(monkeypatch: pytest.MonkeyPatch):
    def broken() -> State:
        raise ValueError("hanneke.oduya@example.org")

    monkeypatch.setattr(states, "LOOKS", [broken, disk.disk])

    found = states.states()

    assert "could not be found out how this is: ValueError." in found[0].troubles[0]
    assert "oduya" not in found[0].troubles[0]
    assert found[1].name == "disk"


def test_the_newsrooms_first_screen_says_what_is_watched_too(planned: Story):
    assert any("Ferry runs at night" in sentence for sentence in troubles())
