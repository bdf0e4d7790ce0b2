"""The server and the worker look after the paper, and after each other."""

import asyncio
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.health import watching
from broadsheet.health.models import Sign, Trouble
from broadsheet.health.programs import SERVER, WORKER, take_sign_away
from broadsheet.health.state import State
from broadsheet.health.tests.outside import MailServer, text_of
from broadsheet.health.watching import (
    answers,
    look_out,
    server_is_gone,
    write_down,
)
from broadsheet.press.turns import JOBS, run_job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is asked in the test's own thread: its records are never committed."""
    monkeypatch.setattr(watching._database, "answer", lambda _seconds: watching._database.ask())


def test_the_workers_turn_is_its_sign_of_life(paper: Any):
    job = next(job for job in JOBS if job.name == "watch")

    run_job(job)

    sign = Sign.objects.get()
    assert (sign.machine, sign.program) == ("ledger-1", WORKER)


def test_the_server_notices_a_worker_that_has_stopped(
    paper: Any, publisher: Any, mail_server: MailServer
):
    long_ago = timezone.now() - timedelta(minutes=20)
    Sign.objects.create(machine="ledger-1", program=WORKER, at=long_ago, began=long_ago)
    look_out(SERVER)
    Trouble.objects.update(since=timezone.now() - timedelta(minutes=2))

    look_out(SERVER)

    [(_to, mail)] = mail_server.taken
    assert "The worker on ledger-1 has given no sign of life" in text_of(mail)


def test_the_worker_leaves_telling_to_its_server_and_tells_where_there_is_none(
    paper: Any, publisher: Any, mail_server: MailServer
):
    long_ago = timezone.now() - timedelta(minutes=20)
    Sign.objects.create(machine="ledger-2", program=WORKER, at=long_ago, began=long_ago)
    look_out(SERVER)
    Trouble.objects.update(since=timezone.now() - timedelta(minutes=2))

    look_out(WORKER)
    assert mail_server.taken == []
    take_sign_away(SERVER)
    look_out(WORKER)

    assert len(mail_server.taken) == 1


def test_the_worker_tells_at_once_that_its_server_has_ended_without_a_word(
    paper: Any, publisher: Any, mail_server: MailServer
):
    look_out(SERVER)

    server_is_gone()

    [(_to, mail)] = mail_server.taken
    assert "The server on ledger-1 has given no sign of life" in text_of(mail)


def test_without_a_database_the_watch_goes_on_by_its_files(
    paper: Any, monkeypatch: pytest.MonkeyPatch, mail_server: MailServer, publisher: Any
):
    look_out(SERVER)
    monkeypatch.setattr(watching._database, "answer", lambda _seconds: False)
    now = time.time()

    for minutes in (0, 1, 2):
        monkeypatch.setattr(watching.alerts.time, "time", lambda: now + minutes * 60)  # noqa: B023
        look_out(SERVER)

    assert len(mail_server.taken) == 1


def test_trouble_is_noted_while_it_lasts_each_machine_its_own():
    short = State("disk", [], ["Full."], {"": "Full."}, is_of_machine=True)
    Trouble.objects.create(name="disk", machine="ledger-2", alert="x", since=timezone.now())

    write_down([short])
    assert set(Trouble.objects.values_list("machine", flat=True)) == {"ledger-1", "ledger-2"}
    write_down([State("disk", [], [], is_of_machine=True)])

    assert list(Trouble.objects.values_list("machine", flat=True)) == ["ledger-2"]


def test_trouble_that_comes_again_before_its_end_was_told_is_the_same():
    stopped = State("jobs", [], ["."], {"": "Stopped."})
    write_down([stopped])
    Trouble.objects.update(told_at=timezone.now())

    write_down([State("jobs", [], [])])
    assert Trouble.objects.get().over_at is not None
    write_down([stopped])

    assert Trouble.objects.get().over_at is None
    assert Trouble.objects.get().told_at is not None


# The server's own thread ----------------------------------------------------------------------------------
@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


def test_a_server_that_answers_nobody_gives_no_sign(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(watching, "LOOP_SECONDS", 0.2)
    assert answers(loop)

    loop.call_soon_threadsafe(time.sleep, 0.8)

    assert not answers(loop)


def test_the_servers_watch_outlives_whatever_fails_in_it(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
):
    turns: list[int] = []
    stop = threading.Event()

    def fail() -> None:
        turns.append(1)
        if len(turns) == 3:
            stop.set()
        raise ValueError

    monkeypatch.setattr(watching, "ERRORS_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(watching, "write_errors_down", fail)
    monkeypatch.setattr(watching, "say_goodbye", lambda: turns.append(0))
    monkeypatch.setattr(watching, "close_old_connections", lambda: None)

    watching.keep_watch(loop, stop)

    assert turns == [1, 1, 1, 0]
