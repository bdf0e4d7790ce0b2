"""Whether the paper can serve: its database answers, is up to date, and what is printed can be kept.

A database that hangs must not make the answer hang: it is asked in a thread of its own, by one question at a time, and
whoever asks waits for a short while only.
"""

import logging
import os
import pkgutil
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock

from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

logger = logging.getLogger(__name__)
# However many ask, the database is asked once in so long.
KNOWN_FOR_SECONDS = 1.0
# What must fit on the disk of printed pages for the paper to be ready.
LEAST_BYTES = 4 * 1024 * 1024
TRIAL = b"\0" * 4096


class Probe:
    """A question whose answer may hang, with yes or no for an answer.

    Args:
        ask: the question, asked in a thread of the probe's own; whatever it raises is a no.
    """

    def __init__(self, ask: Callable[[], bool]) -> None:
        self.ask = ask
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="probe")
        self._lock = Lock()
        self._asked: Future[bool] | None = None
        self._asked_at = 0.0

    def begin(self) -> "Future[bool]":
        """Return the answer that is on its way, or was given just now; ask anew if there is none."""
        with self._lock:
            now = time.monotonic()
            is_old = now - self._asked_at > KNOWN_FOR_SECONDS
            if self._asked is None or (self._asked.done() and is_old):
                self._asked, self._asked_at = self._thread.submit(self._answer), now
            return self._asked

    def left(self, seconds: float) -> float:
        """Return how much longer to wait for the question that is out, of the seconds that it is given in all."""
        return max(0.0, self._asked_at + seconds - time.monotonic())

    def answer(self, seconds: float) -> bool:
        """Return the answer; no if it is not there in time."""
        asked = self.begin()
        try:
            return asked.result(self.left(seconds))
        except TimeoutError:
            return False

    def _answer(self) -> bool:
        try:
            return self.ask()
        except Exception:
            logger.debug("Not ready", exc_info=True)
            return False
        finally:
            # The thread outlives the question.
            connections.close_all()


def is_ready() -> bool:
    """Say whether this machine can serve.

    Errors:
        DatabaseError, OSError: it cannot.
    """
    return database_answers() and is_up_to_date() and can_keep_pages()


def database_answers() -> bool:
    """Say that the database answers.

    Errors:
        DatabaseError: it does not.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


# Migrations -----------------------------------------------------------------------------------------
# Those that are not recorded and need not be: they stand for others that are.
_needless: set[tuple[str, str]] = set()


def is_up_to_date() -> bool:
    """Say whether the database has every table and column that this program needs."""
    pending = known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if pending <= _needless:
        return True
    # Slow, and it stays in memory: so only if there is a difference.
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    _needless.update(pending)
    return True


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return each migration that came with the program, by the names of its files: none of them is loaded."""
    found: set[tuple[str, str]] = set()
    for config in apps.get_app_configs():
        try:
            package = import_module(f"{config.name}.migrations")
        except ModuleNotFoundError:
            continue
        found.update(
            (config.label, one.name)
            for one in pkgutil.iter_modules(package.__path__)
            if not one.ispkg and one.name[0] not in "_~"
        )
    return frozenset(found)


# The shelf --------------------------------------------------------------------------------------------
def can_keep_pages() -> bool:
    """Say whether there is room, and the right, to put printed pages on the shelf.

    Errors:
        OSError: there is not.
    """
    folder = Path(settings.SHELF).parent
    # Each process has its own.
    trial = folder / f".ready-{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    trial.write_bytes(TRIAL)
    trial.unlink(missing_ok=True)
    return shutil.disk_usage(folder).free >= LEAST_BYTES
