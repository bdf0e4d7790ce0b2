"""The front's memory: each state in which readers saw it is kept for good, in the words that they saw.

The press keeps on the shelf what was said of each front that it printed; the worker of each node takes it over from
there, within seconds. Several nodes print the same state: it is kept once.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from broadsheet.press.log import hold_log, this_shelf
from broadsheet.press.remarks import Remark, strike_remark, waiting_remarks
from broadsheet.sections.arranging import PLACES, Slot
from broadsheet.sections.front_remarks import CHOSEN, FRONT
from broadsheet.sections.models import Arrangement, Front, FrontState
from broadsheet.stories.models import Story

AT_A_TIME = 200
# Clocks of nodes may differ by so much; the same state printed so shortly after is the same.
SAME_WITHIN = timedelta(seconds=30)


def keep_front_states() -> int:
    """Take over from this node's shelf what was printed of fronts; return how many states were kept."""
    connection = this_shelf().connection
    kept = 0
    for remark in waiting_remarks(connection, FRONT, AT_A_TIME):
        kept += keep_state(remark)
        # Only now: a worker that ends in between finds it again, and knows that it is kept.
        strike_remark(connection, remark)
    return kept


@transaction.atomic
def keep_state(remark: Remark) -> bool:
    """Keep one state, unless it is that of the moment before or right after; return whether it was kept."""
    hold_log()
    front_key, shown_from = int(remark.name.removeprefix(FRONT)), moment_of(remark.at)
    said = json.loads(remark.words)
    if not Front.objects.filter(pk=front_key).exists():
        return False
    before = states_of(front_key).filter(shown_from__lte=shown_from).last()
    after = states_of(front_key).filter(
        shown_from__gt=shown_from, shown_from__lte=shown_from + SAME_WITHIN
    )
    arrangement = Arrangement.objects.filter(pk=said["arrangement"] or 0).first()
    if before and before.places == said["places"]:
        # Arranged anew without a change that anyone saw: what changes next is not that arrangement's doing.
        before.arrangement = arrangement
        before.save(update_fields=["arrangement"])
        return False
    following = after.first()
    if following and following.places == said["places"]:
        return False
    known = before.arrangement_id if before else None
    is_new = arrangement is not None and arrangement.pk != known
    FrontState.objects.create(
        front_id=front_key,
        shown_from=shown_from,
        places=said["places"],
        arrangement=arrangement,
        set_by_name=arrangement.made_by_name if arrangement and is_new else "",
    )
    return True


def moment_of(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


# Looking back -------------------------------------------------------------------------------------
def states_of(front_key: int) -> "QuerySet[FrontState]":
    """Return a front's states in the order of time."""
    return FrontState.objects.filter(front_id=front_key).order_by("shown_from", "pk")


def day_of(day: date) -> tuple[datetime, datetime]:
    """Return when a day begins and ends, in the zone of now."""
    begins = timezone.make_aware(datetime(day.year, day.month, day.day))
    tomorrow = day + timedelta(days=1)
    return begins, timezone.make_aware(datetime(tomorrow.year, tomorrow.month, tomorrow.day))


def states_on(front_key: int, day: date) -> list[FrontState]:
    """Return how the front stood on a day: as it stood when the day began, and each state that came on it."""
    begins, ends = day_of(day)
    at_first = states_of(front_key).filter(shown_from__lt=begins).last()
    came = states_of(front_key).filter(shown_from__gte=begins, shown_from__lt=ends)
    return [*([at_first] if at_first else []), *came]


def day_before(front_key: int, day: date) -> date | None:
    """Return the last day before this one on which the front changed."""
    earlier = states_of(front_key).filter(shown_from__lt=day_of(day)[0]).last()
    return timezone.localtime(earlier.shown_from).date() if earlier else None


def day_after(front_key: int, day: date) -> date | None:
    """Return the first day after this one on which the front changed."""
    later = states_of(front_key).filter(shown_from__gte=day_of(day)[1]).first()
    return timezone.localtime(later.shown_from).date() if later else None


def state_at(front_key: int, when: datetime) -> FrontState | None:
    """Return how the front stood at a moment; None if nothing is remembered of that time."""
    return states_of(front_key).filter(shown_from__lte=when).last()


def beside(state: FrontState) -> tuple[FrontState | None, FrontState | None]:
    """Return the states before and after one."""
    states = states_of(state.front_id)
    return (
        states.filter(shown_from__lt=state.shown_from).last(),
        states.filter(shown_from__gt=state.shown_from).first(),
    )


def slots_of_state(state: FrontState | None) -> list[Slot]:
    """Return what would have to be chosen for the front to stand so again, of what still stands on it."""
    places = [one for one in (state.places if state else []) if one["place"] in PLACES]
    there = set(
        Story.objects.filter(pk__in=[one["story"] for one in places]).values_list("pk", flat=True)
    )
    return [Slot(one["place"], one["story"]) for one in places if one["story"] in there]


def told_places(state: FrontState) -> Iterator[dict[str, Any]]:
    """Return what stood in each place, the lead first; `was_chosen` says that an editor had chosen it."""
    for one in state.places:
        yield {**one, "was_chosen": one["how"] == CHOSEN}
