"""The server and the worker: each gives a sign of life once a minute, and each looks for the other's.

The signs stand in the database, so that on several machines each one sees all others.
"""

import platform
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.health.models import Sign
from broadsheet.health.state import State, ago, said_at
from broadsheet.newsroom.troubles import of_jobs
from broadsheet.press.models import Turn

SERVER, WORKER = "server", "worker"
# A worker may be busy with one long job.
LATE_AFTER = {SERVER: timedelta(minutes=3), WORKER: timedelta(minutes=5)}
# A machine that was given up is not missed for ever.
FORGOTTEN_AFTER = timedelta(days=1)


def this_machine() -> str:
    """Return what this machine calls itself."""
    return platform.node()[:80] or "localhost"


def give_sign(program: str, *, begins: bool = False) -> None:
    """Note that a program of this machine is alive; `begins` says that it has just been started."""
    now = timezone.now()
    Sign.objects.update_or_create(
        machine=this_machine(),
        program=program,
        defaults={"at": now, **({"began": now} if begins else {})},
        create_defaults={"at": now, "began": now},
    )
    Sign.objects.filter(at__lt=now - FORGOTTEN_AFTER).delete()


def take_sign_away(program: str) -> None:
    """Note that a program of this machine stops in order, and is not to be missed."""
    Sign.objects.filter(machine=this_machine(), program=program).delete()


def lives_here(program: str) -> bool:
    """Say whether a program of this machine has given a sign of late."""
    after = timezone.now() - LATE_AFTER[program]
    return Sign.objects.filter(machine=this_machine(), program=program, at__gt=after).exists()


def missing(program: str) -> Iterator[tuple[str, datetime]]:
    """Give each machine on which a program is missing, with its last sign: the server's begin if a worker never gave one."""
    now = timezone.now()
    signs = {(sign.machine, sign.program): sign for sign in Sign.objects.all()}
    for (machine, found), sign in sorted(signs.items()):
        if found == program and now - sign.at > LATE_AFTER[program]:
            yield machine, sign.at
        elif found == SERVER and program == WORKER and (machine, WORKER) not in signs:
            is_alone = now - sign.began > LATE_AFTER[WORKER]
            is_alive = now - sign.at <= LATE_AFTER[SERVER]
            if is_alone and is_alive:
                yield machine, sign.began


def server() -> State:
    """Say which servers answer."""
    gone = {
        machine: _("The server on %(machine)s has given no sign of life since %(time)s.")
        % {"machine": machine, "time": said_at(at)}
        for machine, at in missing(SERVER)
    }
    remedy = _(
        "Start it there with “broadsheet run”. A machine that is not used any more is forgotten within a day."
    )
    return State(
        "server",
        list(_signs_of(SERVER)) or [_("No server has given a sign yet.")],
        [f"{one} {remedy}" for one in gone.values()],
        alerts=gone,
    )


def worker() -> State:
    """Say when each machine's worker was last heard of, and how its jobs went."""
    gone = {
        machine: _(
            "The worker on %(machine)s has given no sign of life since %(time)s: nothing is published on schedule there, "
            "and changed pages wait."
        )
        % {"machine": machine, "time": said_at(at)}
        for machine, at in missing(WORKER)
    }
    remedy = _("Look into the log of that machine, and start it with “broadsheet work”.")
    last = Turn.objects.order_by("-last_ran").first()
    says = (
        []
        if last is None
        else [
            _("Its last turn was %(ago)s ago: %(job)s.")
            % {"ago": ago(last.last_ran), "job": last.name}
        ]
    )
    return State(
        "worker",
        [*says, *_signs_of(WORKER)],
        [*(f"{one} {remedy}" for one in gone.values()), *of_jobs()],
        alerts=gone,
    )


def _signs_of(program: str) -> Iterator[str]:
    for sign in Sign.objects.filter(program=program).order_by("machine"):
        yield _("%(machine)s: running since %(time)s, last heard of %(ago)s ago.") % {
            "machine": sign.machine,
            "ago": ago(sign.at),
            "time": said_at(sign.began),
        }
