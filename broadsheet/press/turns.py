"""The worker's turns: what is owed, what is due, and every job that comes round by itself."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from broadsheet.lib.log_lines import in_words
from broadsheet.press.ahead import print_ahead
from broadsheet.press.first_request import print_notices
from broadsheet.press.log import catch_up, print_owed, this_shelf
from broadsheet.press.models import Turn
from broadsheet.press.tasks import forget_old_tasks

logger = logging.getLogger(__name__)
AFTER_START = timedelta(minutes=10)
PAUSE_AFTER_FAILURE = 2.0
# Under this name stands what kept the press itself from its turn.
PRINTING = "printing"
# What the newsroom is told has failed; a worker that starts does not know what the last one told.
_told = {PRINTING}


@dataclass
class Job:
    """A job that comes round: what it is called, how often, and what it does."""

    name: str
    every: timedelta
    run: Callable[[], object]
    next_at: float = 0.0


def publish_scheduled() -> None:
    """Publish what is due and take down what has expired, by Wagtail's own command."""
    call_command("publish_scheduled")


def learn_about_tables() -> None:
    """Let SQLite count its tables in full: with old or limited counts it reads whole archives for one list."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


JOBS = [
    Job("schedule", timedelta(seconds=5), publish_scheduled),
    Job("notices", timedelta(seconds=60), print_notices),
    Job("printing ahead", timedelta(minutes=5), print_ahead),
    Job("counts", timedelta(hours=24), learn_about_tables),
    Job("old tasks", timedelta(hours=24), forget_old_tasks),
]


def jobs_by_name() -> list[Job]:
    """Return the jobs of what stands alone, which imports nothing of the press: the settings name them (`JOBS_BY_NAME`)."""

    def job_at(path: str) -> Callable[[], object]:
        return lambda: import_string(path)()

    return [
        Job(name, timedelta(seconds=seconds), job_at(path))
        for name, (path, seconds) in settings.JOBS_BY_NAME.items()
    ]


def take_turns(should_stop: Callable[[], bool], *, pause_seconds: float = 0.5) -> None:
    """Print and run jobs until told to stop."""
    for job in JOBS:
        job.next_at = time.monotonic() + seconds_until(job)
    while not should_stop():
        close_old_connections()
        worked = take_turn()
        if not worked:
            time.sleep(pause_seconds)


def seconds_until(job: Job) -> float:
    """Return when a job's first turn comes after the worker's start, in seconds.

    What comes round daily is due a day after it last ran, however often the worker was started since. It is no work
    for the first minutes, when everything else is being caught up.
    """
    if not job.every.days:
        return 0
    try:
        last_ran = Turn.objects.filter(name=job.name).values_list("last_ran", flat=True).first()
    except DatabaseError:
        last_ran = None
    left = last_ran + job.every - timezone.now() if last_ran else timedelta(0)
    return max(left, AFTER_START).total_seconds()


def take_turn() -> bool:
    """Take one turn; return whether there is more to print."""
    for job in JOBS:
        if time.monotonic() >= job.next_at:
            job.next_at = time.monotonic() + job.every.total_seconds()
            run_job(job)
    try:
        worked = bool(catch_up() + print_owed())
        if not worked:
            this_shelf().tidy()
    except Exception as error:
        logger.exception("The press could not take its turn")
        write_down(PRINTING, in_words(error))
        _told.add(PRINTING)
        time.sleep(PAUSE_AFTER_FAILURE)
        return False
    if PRINTING in _told:
        _told.discard(PRINTING)
        write_down(PRINTING, "")
    return worked


def run_job(job: Job) -> None:
    """Run a job and write down when it ran and what went wrong, for the newsroom to see."""
    failure = ""
    try:
        job.run()
    except Exception as error:
        logger.exception("The job “%s” failed", job.name)
        failure = in_words(error)
    write_down(job.name, failure)


def write_down(name: str, failure: str) -> None:
    try:
        Turn.objects.update_or_create(
            name=name, defaults={"last_ran": timezone.now(), "failure": failure}
        )
    except Exception:
        logger.exception("The turn of “%s” could not be written down", name)
