"""The queue of letters, as an editor looks at it: what waits first, copies of one text as one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from broadsheet.letters.checking import Flag, flags_of
from broadsheet.letters.models import Letter, rules_of
from broadsheet.letters.states import OPEN, State
from broadsheet.masthead.workplaces import sites_of

MOST: Final = 100
LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "open": (gettext_lazy("To decide"), (*OPEN,)),
    "scheduled": (gettext_lazy("Scheduled"), (State.SCHEDULED,)),
    "published": (gettext_lazy("Published"), (State.PUBLISHED,)),
    "over": (gettext_lazy("Not printed"), (State.DECLINED, State.EXPIRED, State.WITHDRAWN)),
}
# Confirmed letters alone are seen by anyone.
SEEN = Q(pk__isnull=False) & ~Q(state=State.MAILBAG)


# What an editor remembers of a letter.
FOUND_BY = ("headline", "edited_headline", "name", "town", "text")


@dataclass(frozen=True)
class Row:
    """A line of the queue: a letter, what is to be known of it, and in words how many others have its text."""

    letter: Letter
    flags: list[Flag]
    copies: str = ""


@dataclass
class Heap:
    """Letters of one text that wait."""

    first: int
    count: int
    begins: datetime
    ends: datetime


def letters_for(user: Any) -> "QuerySet[Letter]":
    """Return the letters that someone may see: those of the papers she works for, once they are confirmed."""
    return Letter.objects.filter(SEEN, site__in=[site.pk for site in sites_of(user)])


def queue(user: Any, which: str, find: str = "") -> tuple[list[Row], int]:
    """Return one list of the queue, and how many more there are.

    Args:
        find: words in a letter's headline or text, or in its writer's name or town.

    What is to be decided on stands by age, copies of one text as one; the rest by its last day first.
    """
    _label, states = LISTS[which]
    found = letters_for(user).filter(state__in=states)
    if find:
        asked = [Q(**{f"{field}__icontains": find}) for field in FOUND_BY]
        found = found.filter(reduce(or_, asked))
    heaps: dict[int, Heap] = {}
    if which == "open":
        heaps = {heap.first: heap for heap in heaps_of(found)}
        keys, count = list(heaps), len(heaps)
    else:
        count = found.count()
        order = ("-decided_at", "-scheduled_for", "-pk")
        keys = list(found.order_by(*order).values_list("pk", flat=True)[:MOST])
    letters = Letter.objects.select_related("site", "held_by", "answers").in_bulk(keys[:MOST])
    rows = [
        Row(
            letters[key],
            flags_of(letters[key], rules_of(letters[key].site)),
            heap_in_words(heaps[key]) if key in heaps else "",
        )
        for key in keys[:MOST]
        if key in letters
    ]
    return rows, max(0, count - MOST)


def heaps_of(letters: "QuerySet[Letter]") -> Iterable[Heap]:
    """Return letters put together by their text, by the age of the first of each."""
    heaps: dict[int, Heap] = {}
    waiting = letters.order_by("came_at", "pk").values_list("pk", "cluster_id", "came_at")
    for key, cluster, came_at in waiting:
        heap = heaps.setdefault(cluster or key, Heap(key, 0, came_at, came_at))
        heap.count += 1
        heap.ends = came_at
    return heaps.values()


def heap_in_words(heap: Heap) -> str:
    """Say how many letters are one text, and within what time they came: "11 letters, one text, within 4 hours"."""
    if heap.count == 1:
        return ""
    return _("%(letters)s, one text, within %(time)s") % {
        "letters": ngettext("%(count)s letter", "%(count)s letters", heap.count)
        % {"count": heap.count},
        "time": span_in_words(heap.ends - heap.begins),
    }


def span_in_words(span: timedelta) -> str:
    """Say how long a time is, rounded up to whole hours, or from two days on to days.

    >>> span_in_words(timedelta(hours=3, minutes=20)), span_in_words(timedelta(days=3))
    ('4 hours', '3 days')
    """
    hours = max(1, -(-span // timedelta(hours=1)))
    if hours < 48:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = -(-hours // 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def waiting(user: Any) -> int:
    """Return how many letters wait for a decision, copies of one text as one."""
    return len(list(heaps_of(letters_for(user).filter(state__in=OPEN))))
