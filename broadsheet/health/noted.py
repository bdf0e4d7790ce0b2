"""The newsroom's list of errors: what was met is written down by its number, and forgotten after a month."""

import logging
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from broadsheet.health.models import NotedError
from broadsheet.health.programs import this_machine
from broadsheet.lib.error_numbers import Met, give_back, take_waiting

logger = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=30)
MOST_KEPT = 500


def write_errors_down() -> None:
    """Write down what this process has met since the last time; without a database it waits for the next."""
    waiting = take_waiting()
    if not waiting:
        return
    try:
        with transaction.atomic():
            for met in waiting:
                _write_down(met)
            forget_old_errors()
    except DatabaseError:
        give_back(waiting)
        logger.debug("Errors wait to be written down", exc_info=True)


def _write_down(met: Met) -> None:
    last_at = datetime.fromtimestamp(met.last_at, UTC)
    known = NotedError.objects.filter(number=met.number)
    if known.update(times=F("times") + met.times, last_at=last_at, machine=this_machine()):
        return
    NotedError.objects.create(
        number=met.number,
        kind=met.kind[:120],
        where=met.where[:120],
        machine=this_machine(),
        first_at=datetime.fromtimestamp(met.first_at, UTC),
        last_at=last_at,
        times=met.times,
    )


def forget_old_errors() -> None:
    """Keep the newest, and none for longer than a month."""
    NotedError.objects.filter(last_at__lt=timezone.now() - KEPT_FOR).delete()
    beyond = NotedError.objects.order_by("-last_at").values_list("pk", flat=True)[MOST_KEPT:]
    # As a list: not every database deletes by a part of its own table.
    NotedError.objects.filter(pk__in=list(beyond)).delete()
