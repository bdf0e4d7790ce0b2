"""The front's memory on a screen: by day, and each state as readers saw it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from broadsheet.photos.models import Photo
from broadsheet.sections import front_memory as memory
from broadsheet.sections.front_desk import front_for, trail
from broadsheet.sections.front_remarks import BREAKING
from broadsheet.sections.models import FrontState

FIRST_YEAR, LAST_YEAR = 1600, 9999


@dataclass
class Stood:
    """A state as the screen tells of it."""

    state: FrontState
    until: datetime | None

    @property
    def lead(self) -> str:
        lead = self._place("1")
        return lead["headline"] if lead else _("Nothing led.")

    @property
    def who(self) -> str:
        """Who brought it about, in words."""
        if self.state.set_by_name:
            return _("arranged by %(name)s") % {"name": self.state.set_by_name}
        lead = self._place("1")
        return _("breaking") if lead and lead["how"] == BREAKING else _("by itself")

    def _place(self, place: str) -> dict[str, Any] | None:
        return next((one for one in self.state.places if one["place"] == place), None)


def front_memory(request: HttpRequest) -> HttpResponse:
    """Show how the front stood on a day: today, or the one that is asked for."""
    front, _user, _site = front_for(request)
    # What was printed here a moment ago is looked for at once; the worker may not have come to it yet.
    memory.keep_front_states()
    day = _day(request.GET.get("day", "")) or timezone.localdate()
    states = memory.states_on(front.pk, day)
    context = {
        "day": day,
        "stood": list(reversed(stood(states))),
        "day_before": memory.day_before(front.pk, day),
        "day_after": memory.day_after(front.pk, day),
        "header_title": _("How the front stood"),
        "breadcrumbs_items": memory_trail(),
    }
    return render(request, "newsroom/desk/front_memory.html", context)


def _day(typed: str) -> date | None:
    try:
        day = parse_date(typed)
    except ValueError:
        return None
    # No paper is so old, and the days beside it must be days too.
    return day if day and FIRST_YEAR <= day.year < LAST_YEAR else None


def stood(states: Iterable[FrontState]) -> list[Stood]:
    """Return states with their ends, where the next one is among them."""
    found = list(states)
    ends: list[datetime | None] = [one.shown_from for one in found[1:]]
    return [Stood(one, end) for one, end in zip(found, [*ends, None][: len(found)], strict=True)]


def front_state(request: HttpRequest, state_id: int) -> HttpResponse:
    """Show one state: the headlines and photos as readers saw them then."""
    front, _user, _site = front_for(request)
    state = get_object_or_404(FrontState, pk=state_id, front=front)
    before, after = memory.beside(state)
    places = list(memory.told_places(state))
    photos = Photo.objects.in_bulk([one["photo"] for one in places if one["photo"]])
    for one in places:
        one["picture"] = photos.get(one["photo"])
    by_place = {one["place"]: one for one in places}
    context = {
        "stood": Stood(state, after.shown_from if after else None),
        "lead": by_place.get("1"),
        "beside": [one for one in places if one["place"] == "beside"],
        "under": [one for one in places if one["place"] not in ("1", "beside")],
        "before": before,
        "after": after,
        "header_title": _("How the front stood"),
        "breadcrumbs_items": memory_trail(),
    }
    return render(request, "newsroom/desk/front_state.html", context)


def memory_trail() -> list[dict[str, str]]:
    """Return the line of links above the screens of the memory."""
    home, *_rest = trail("")
    return [
        home,
        {"url": reverse("front_desk"), "label": _("Front page")},
        {"url": "", "label": _("How the front stood")},
    ]
