"""The queue of letters, as an editor looks at it: what waits first, copies of one text as one."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from broadsheet.letters.models import Letter
from broadsheet.letters.states import OPEN, State
from broadsheet.masthead.workplaces import places_of

MOST = 100
LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "open": (_("To decide"), (*OPEN,)),
    "scheduled": (_("Scheduled"), (State.SCHEDULED,)),
    "published": (_("Published"), (State.PUBLISHED,)),
    "over": (_("Not printed"), (State.DECLINED, State.EXPIRED, State.WITHDRAWN)),
}
# Confirmed letters alone are seen by anyone.
SEEN = Q(pk__isnull=False) & ~Q(state=State.MAILBAG)


def letters_for(user: Any) -> "QuerySet[Letter]":
    """Return the letters that someone may see: those of the papers she works for, once they are confirmed."""
    sites = [
        site.pk
        for site in Site.objects.select_related("root_page")
        if site.root_page.path.startswith(places_of(user))
    ]
    return Letter.objects.filter(SEEN, site__in=sites)


def queue(user: Any, which: str) -> list[Letter]:
    """Return one list of the queue: what is to be decided on by age, the rest by its last day first."""
    _label, states = LISTS[which]
    found = letters_for(user).filter(state__in=states).select_related("site", "held_by", "answers")
    if which == "open":
        # Copies stand under the first of them.
        found = found.filter(Q(cluster=None) | ~Q(cluster__state__in=OPEN))
        order: tuple[str, ...] = ("came_at", "pk")
    else:
        order = ("-decided_at", "-scheduled_for", "-pk")
    return list(found.annotate(copies_count=Count("copies")).order_by(*order)[:MOST])


def waiting(user: Any) -> int:
    """Return how many letters wait for a decision."""
    return letters_for(user).filter(state__in=OPEN).count()
