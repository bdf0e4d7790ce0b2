"""How one thing of the paper is: what there is to say of it, and what is wrong with it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

# What no state can say of itself, since all of them are found in the database.
DATABASE_DOWN = "database-down"
TITLES = {
    DATABASE_DOWN: _("Database"),
    "database": _("Database"),
    "disk": _("Disk"),
    "server": _("Server"),
    "worker": _("Worker"),
    "jobs": _("Jobs"),
    "schedule": _("Schedule"),
    "printing": _("Press"),
    "mail": _("Mail"),
    "certificate": _("Certificate"),
    "books": _("Books of gifts"),
}
MINUTE = 60
NOBODY: Mapping[str, str] = MappingProxyType({})


class State(NamedTuple):
    """How one thing is.

    Args:
        name: by which the program knows it, such as "disk".
        says: sentences that are true of it whether or not it is well.
        troubles: for each thing that is wrong, a sentence or two: what it is, and what to do. None: all is well.
        alerts: the sentence by which people are told at once, if this is worth it, by the machine that it is about; "" if
            it is about the paper, or about this machine alone. It holds nothing personal: no headline, no name, no address.
        is_of_machine: each machine has its own.
    """

    name: str
    says: list[str]
    troubles: list[str]
    alerts: Mapping[str, str] = NOBODY
    is_of_machine: bool = False

    @property
    def title(self) -> str:
        """What people call it."""
        return title_of(self.name)

    @property
    def is_well(self) -> bool:
        return not self.troubles


def said_at(when: datetime) -> str:
    """Return a moment as it stands in a sentence, by the clock of the newsroom."""
    local = timezone.localtime(when)
    return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'H:i')}"


def ago(when: datetime) -> str:
    """Return how long ago something was, as it stands before “ago”."""
    seconds = max(0, round((timezone.now() - when).total_seconds()))
    if seconds >= MINUTE:
        return timesince(when, depth=1)
    return ngettext("one second", "%(count)d seconds", seconds) % {"count": seconds}


def title_of(name: str) -> str:
    """Return what people call a thing by the program's name for it; that name, if it has no other any more."""
    return str(TITLES.get(name, name))


def told(alert: str) -> Mapping[str, str]:
    """Return what people are told by this sentence: nothing, if it is empty."""
    return {"": alert} if alert else NOBODY
