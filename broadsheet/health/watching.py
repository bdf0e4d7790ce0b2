"""Looking once a minute how the paper is, from the server and from the worker: each sees whether the other has stopped.

What is wrong is written down while it lasts (`Trouble`), and told by `alerts.py`. Without a database neither is possible:
then each machine tells of that by what it keeps in files.
"""

import asyncio
import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connections, transaction
from django.utils import timezone

from broadsheet.health import alerts
from broadsheet.health.certificate import look_at_certificate
from broadsheet.health.models import Sign, Trouble
from broadsheet.health.noted import write_errors_down
from broadsheet.health.programs import (
    LATE_AFTER,
    SERVER,
    WORKER,
    give_sign,
    lives_here,
    server,
    take_sign_away,
    this_machine,
)
from broadsheet.health.readiness import Probe, database_answers
from broadsheet.health.state import State
from broadsheet.health.states import states

logger = logging.getLogger(__name__)
EVERY_SECONDS = 60.0
# The list of errors is written more often, for whoever looks a number up while the reader is on the phone.
ERRORS_EVERY_SECONDS = 5.0
DATABASE_SECONDS = 10.0
LOOP_SECONDS = 20.0

_database = Probe(database_answers)
_has_begun: set[str] = set()


def look_out(program: str) -> None:
    """Look how the paper is, write it down, and tell whoever is to be told.

    The worker tells only where no server does: a mail server that hangs must not keep it from its work.
    """
    if not _database.answer(DATABASE_SECONDS):
        alerts.tell_without_database()
        return
    try:
        give_sign(program, begins=program not in _has_begun)
        _has_begun.add(program)
        if program == SERVER:
            look_at_certificate()
        alerts.keep_for_later()
        with alerts.in_the_papers_words():
            write_down(states())
            if program == SERVER or not lives_here(SERVER):
                alerts.tell()
    except DatabaseError:
        logger.exception("The database stopped answering while the paper was looked after")


def look_out_from_worker() -> None:
    """Take the worker's turn of looking; that it comes round is the worker's sign of life."""
    look_out(WORKER)


# What is wrong, while it lasts -------------------------------------------------------------------------
def write_down(found: list[State]) -> None:
    """Note what is wrong now, and what is not any more."""
    now = timezone.now()
    for state in found:
        here = this_machine() if state.is_of_machine else ""
        alerts_now = {machine or here: said for machine, said in state.alerts.items()}
        wrong = alerts_now if alerts_now or state.is_well else {here: ""}
        for machine, said in wrong.items():
            note_trouble(state.name, machine, alert=said, since=now)
        noted = Trouble.objects.filter(name=state.name).exclude(machine__in=wrong)
        if state.is_of_machine:
            noted = noted.filter(machine=here)
        noted.filter(told_at=None).delete()
        noted.filter(over_at=None).update(over_at=now)


def note_trouble(name: str, machine: str, *, alert: str, since: datetime) -> None:
    """Note that something is wrong, since then or since it was first noted."""
    said = alert[:500]
    with transaction.atomic():
        trouble, is_new = Trouble.objects.get_or_create(
            name=name, machine=machine, defaults={"alert": said, "since": since}
        )
        if not is_new and (trouble.alert != said or trouble.over_at is not None):
            Trouble.objects.filter(pk=trouble.pk).update(alert=said, over_at=None)


# The server's own watch ----------------------------------------------------------------------------------
def keep_watch(loop: asyncio.AbstractEventLoop, stop: threading.Event) -> None:
    """Look out from the server until it stops; its sign of life is given only while it can answer anybody."""
    look_at = time.monotonic() + EVERY_SECONDS / 4
    while not stop.wait(ERRORS_EVERY_SECONDS):
        try:
            write_errors_down()
            if time.monotonic() >= look_at:
                look_at = time.monotonic() + EVERY_SECONDS
                if answers(loop):
                    look_out(SERVER)
        except Exception:
            logger.exception("The server could not look after the paper")
        finally:
            close_old_connections()
    say_goodbye()


def answers(loop: asyncio.AbstractEventLoop) -> bool:
    """Say whether the server's loop gets round to anything."""
    came_round = threading.Event()
    loop.call_soon_threadsafe(came_round.set)
    return came_round.wait(LOOP_SECONDS)


def say_goodbye(program: str = SERVER) -> None:
    """Take away the sign of a program that stops in order: nobody shall miss it."""
    try:
        if _database.answer(1.0):
            take_sign_away(program)
    except DatabaseError:
        logger.debug("The sign of the %s stays", program, exc_info=True)
    finally:
        connections.close_all()


def server_is_gone() -> None:
    """Tell at once that the server of this worker has ended without a word, since the worker ends with it."""
    if not _database.answer(1.0):
        return
    here, last = this_machine(), timezone.now() - LATE_AFTER[SERVER] - timedelta(seconds=1)
    Sign.objects.filter(machine=here, program=SERVER).update(at=last)
    with alerts.in_the_papers_words():
        said = server().alerts.get(here, "")
        note_trouble("server", here, alert=said, since=timezone.now() - alerts.LASTS)
        alerts.tell()
