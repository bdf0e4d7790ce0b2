"""Arranging the front: what editors choose for its places, from when on, until when; and going back.

A place is named "1" for the lead, "2" to "5" for those under it, "s7" for the first story of section 7. A place that
nobody chose for fills itself. Each arrangement is a row of its own that nothing changes afterwards.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from broadsheet.newsroom.models import User
from broadsheet.press.keeping import kept
from broadsheet.press.log import hold_log, note_change
from broadsheet.press.recorder import note_source, print_again_at
from broadsheet.sections.errors import ArrangementChangedError, ArrangementError
from broadsheet.sections.models import Arrangement, Front, Section
from broadsheet.stories.models import Story

# The lead and those under it.
PLACES = ("1", "2", "3", "4", "5")
LEAD = PLACES[0]
BEGINNING = 0


class Slot(NamedTuple):
    """A story that an editor chose for a place, for good or until a moment."""

    place: str
    story: int
    until: datetime | None = None


@dataclass(frozen=True)
class Arranged:
    """What holds for the front at one moment: which story was chosen for which place."""

    places: dict[str, int] = field(default_factory=dict)
    arrangement: int | None = None

    @property
    def lead(self) -> int | None:
        return self.places.get(LEAD)

    @property
    def under(self) -> list[int | None]:
        """The stories chosen for the places under the lead, in order; None: it fills itself."""
        return [self.places.get(place) for place in PLACES[1:]]

    @property
    def firsts(self) -> set[int]:
        """The stories that were chosen to stand first in a section's part of the front."""
        return {story for place, story in self.places.items() if place not in PLACES}

    def first_in(self, section_key: int) -> int | None:
        """Return the story that was chosen to stand first in a section's part of the front."""
        return self.places.get(place_in(section_key))


_proposed: ContextVar[Arranged | None] = ContextVar("proposed", default=None)


@contextmanager
def proposing(slots: Iterable[Slot], *, at: datetime) -> Iterator[None]:
    """Let the front stand in here as it would with these choices at a moment; nothing is kept of it."""
    token = _proposed.set(Arranged(holding(slots, at)))
    try:
        yield
    finally:
        _proposed.reset(token)


def place_in(section_key: int) -> str:
    """Return the name of the first place in a section's part of the front.

    >>> place_in(7)
    's7'
    """
    return f"s{section_key}"


def list_of(front_key: int) -> str:
    """Return the name under which the log and the register know a front's arrangements."""
    return f"list:arrangement:{front_key}"


def holding(slots: Iterable[Slot], at: datetime) -> dict[str, int]:
    """Return the choices that hold at a moment, by their place."""
    return {slot.place: slot.story for slot in slots if slot.until is None or slot.until > at}


def arranged_now(front_key: int) -> Arranged:
    """Return what holds for a front now, and say to what is being printed when that ends."""
    proposed = _proposed.get()
    if proposed is not None:
        return proposed

    def find() -> Arranged:
        note_source(list_of(front_key))
        now = timezone.now()
        print_again_at(_next_start(front_key, now))
        current = in_force(front_key, now)
        if current is None:
            return Arranged()
        slots = slots_of(current)
        for slot in slots:
            print_again_at(slot.until)
        return Arranged(holding(slots, now), current.pk)

    return kept(f"arrangement:{front_key}", find)


def _next_start(front_key: int, now: datetime) -> datetime | None:
    planned = _standing(front_key).filter(starts_at__gt=now).order_by("starts_at")
    return planned.values_list("starts_at", flat=True).first()


def _standing(front_key: int) -> "QuerySet[Arrangement]":
    return Arrangement.objects.filter(front_id=front_key, called_off_at__isnull=True)


def begun(front_key: int, now: datetime) -> "QuerySet[Arrangement]":
    """Return a front's arrangements that have begun, the one in force first."""
    return _standing(front_key).filter(starts_at__lte=now).order_by("-starts_at", "-pk")


def planned(front_key: int, now: datetime) -> "QuerySet[Arrangement]":
    """Return a front's arrangements that are to begin, the next first."""
    return _standing(front_key).filter(starts_at__gt=now).order_by("starts_at", "pk")


def in_force(front_key: int, now: datetime) -> Arrangement | None:
    """Return the arrangement that holds at a moment; None if everything fills itself."""
    return begun(front_key, now).first()


def slots_of(arrangement: Arrangement | None) -> list[Slot]:
    """Return what was chosen in an arrangement."""
    slots = arrangement.slots if arrangement else []
    return [
        Slot(one["place"], one["story"], parse_datetime(one["until"]) if one["until"] else None)
        for one in slots
    ]


def newest_number(front_key: int) -> int:
    """Return the number of the arrangement that was made last, begun or not; 0 if there is none."""
    rows = Arrangement.objects.filter(front_id=front_key)
    newest = rows.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


# What editors do ----------------------------------------------------------------------------------
def may_arrange(front: Front, user: User) -> bool:
    """Say whether someone may arrange the front: whoever may publish it."""
    return bool(front.permissions_for_user(user).can_publish())


@transaction.atomic
def arrange(
    front: Front,
    slots: Iterable[Slot],
    *,
    by: User | None,
    starts_at: datetime | None = None,
    seen: int | None = None,
    note: str = "",
) -> Arrangement:
    """Put an arrangement in force now, or plan it for a moment.

    Args:
        by: None for the program itself.
        starts_at: None for now.
        seen: the number of the newest arrangement that this one was made in sight of; None if it does not matter.

    Errors:
        PermissionDenied: this person may not arrange the front.
        ArrangementChangedError: someone has made another meanwhile; nothing was changed.
        ArrangementError: a moment, place or story that cannot be; nothing was changed.
    """
    _refuse(front, by, seen)
    now = timezone.now()
    if starts_at is not None and starts_at <= now:
        raise ArrangementError(_("Choose a moment that is still to come, or put it in force now."))
    chosen = list(slots)
    _refuse_slots(front, chosen, starts_at or now)
    return _write(front, chosen, by=by, now=now, starts_at=starts_at or now, note=note)


def _refuse(front: Front, by: User | None, seen: int | None) -> None:
    if by is not None and not may_arrange(front, by):
        raise PermissionDenied
    # From here to the end of the transaction nobody else arranges.
    hold_log()
    newest = newest_number(front.pk)
    if seen is not None and seen != newest:
        raise ArrangementChangedError(newest)


def _refuse_slots(front: Front, slots: list[Slot], starts_at: datetime) -> None:
    on_top = [slot.story for slot in slots if slot.place in PLACES]
    if len(set(on_top)) < len(on_top) or len({slot.place for slot in slots}) < len(slots):
        raise ArrangementError(_("A story was chosen for two places. Leave it in one of them."))
    stories = Story.objects.filter(pk__in=[slot.story for slot in slots])
    places = dict(stories.values_list("pk", "path"))
    sections = dict(Section.objects.child_of(front).values_list("pk", "path"))
    within = {place_in(key): path for key, path in sections.items()}
    for slot in slots:
        above = front.path if slot.place in PLACES else within.get(slot.place)
        if above is None or not places.get(slot.story, "").startswith(above):
            raise ArrangementError(
                _(
                    "A story that was chosen is not of this paper, or of that section. Choose another."
                )
            )
        if slot.until is not None and slot.until <= starts_at:
            raise ArrangementError(
                _("A place would end before the arrangement begins. Choose a later moment for it.")
            )


def _write(
    front: Front,
    slots: Iterable[Slot],
    *,
    by: User | None,
    now: datetime,
    starts_at: datetime,
    note: str = "",
    goes_back_to: int | None = None,
) -> Arrangement:
    arrangement = Arrangement.objects.create(
        front=front,
        slots=[
            {**slot._asdict(), "until": slot.until.isoformat() if slot.until else None}
            for slot in slots
        ],
        note=note,
        made_by=by,
        made_by_name=(by.get_full_name() or by.get_username()) if by else "",
        made_at=now,
        starts_at=starts_at,
        goes_back_to=goes_back_to,
    )
    _tell_the_press(front, by, "arranged")
    return arrangement


def _tell_the_press(front: Front, by: User | None, why: str) -> None:
    note_change(front.source, touches=[list_of(front.pk)], why=why, by=by.pk if by else None)


@transaction.atomic
def undo(front: Front, *, by: User, seen: int | None = None) -> Arrangement:
    """Go back to the arrangement before, by making it anew; undone again, to the one before that.

    Errors:
        PermissionDenied: this person may not arrange the front.
        ArrangementChangedError: someone has made another meanwhile; nothing was changed.
        ArrangementError: nothing was arranged before.
    """
    _refuse(front, by, seen)
    now = timezone.now()
    shown = _original(in_force(front.pk, now))
    if shown is None:
        raise ArrangementError(_("Nothing was arranged before this. There is nothing to undo."))
    before = _original(_begun_before(shown, now))
    return _write(
        front,
        slots_of(before),
        by=by,
        now=now,
        starts_at=now,
        goes_back_to=before.pk if before else BEGINNING,
    )


def can_undo(front: Front) -> bool:
    """Say whether anything was arranged that can be undone."""
    return _original(in_force(front.pk, timezone.now())) is not None


def _original(arrangement: Arrangement | None) -> Arrangement | None:
    """Return the arrangement whose choices this one has: itself, or the one it goes back to; None before the first."""
    if arrangement is None or arrangement.goes_back_to is None:
        return arrangement
    return Arrangement.objects.filter(pk=arrangement.goes_back_to).first()


def _begun_before(arrangement: Arrangement, now: datetime) -> Arrangement | None:
    earlier = Q(starts_at__lt=arrangement.starts_at) | Q(
        starts_at=arrangement.starts_at, pk__lt=arrangement.pk
    )
    return begun(arrangement.front_id, now).filter(earlier).first()


@transaction.atomic
def call_off(front: Front, number: int, *, by: User) -> None:
    """Call off an arrangement that is still to begin; its row stays.

    Errors:
        PermissionDenied: this person may not arrange the front.
        ArrangementError: it has begun, or was called off already.
    """
    _refuse(front, by, None)
    now = timezone.now()
    arrangement = planned(front.pk, now).filter(pk=number).first()
    if arrangement is None:
        raise ArrangementError(
            _("That arrangement has begun or was called off already. Look at the desk again.")
        )
    arrangement.called_off_at = now
    arrangement.save(update_fields=["called_off_at"])
    _tell_the_press(front, by, "called off")
