"""The front's desk line by line: what was chosen for each place, and what stands there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from broadsheet.masthead.pages import under
from broadsheet.sections.arranging import PLACES, place_in, proposing, slots_of
from broadsheet.sections.front_proposal import Choice, Proposal
from broadsheet.sections.front_warnings import warnings_of
from broadsheet.sections.fronts import FrontPlan, plan_front, sections_on
from broadsheet.sections.models import Arrangement, Front
from broadsheet.stories.models import Story


@dataclass
class Line:
    """One place of the front at the desk."""

    place: str
    name: str
    choice: Choice | None
    # What was chosen for it, or what stands there by itself; None if nothing does.
    story: Story | None

    @property
    def is_first(self) -> bool:
        return self.place == PLACES[0]

    @property
    def is_last(self) -> bool:
        return self.place == PLACES[-1]

    @property
    def headline(self) -> str:
        return self.story.title if self.story else _("nothing yet")


@dataclass
class Desk:
    """All that the desk shows of an arrangement that is not saved yet."""

    lines: list[Line]
    firsts: list[Line]
    warnings: list[str]
    query: str


def name_of_place(place: str, sections: dict[str, str] | None = None) -> str:
    """Return what a place is called.

    >>> str(name_of_place("1")), str(name_of_place("3"))
    ('Lead', 'Under it, 2nd')
    """
    if place == PLACES[0]:
        return _("Lead")
    if place in PLACES:
        return [_("Under it, 1st"), _("Under it, 2nd"), _("Under it, 3rd"), _("Under it, 4th")][
            PLACES.index(place) - 1
        ]
    section = (sections or {}).get(place, "")
    return _("First in %(section)s") % {"section": section} if section else _("First in a section")


def desk_of(front: Front, proposal: Proposal, at: datetime) -> Desk:
    """Return what the desk shows of a proposal as it would stand from a moment on."""
    slots = proposal.readable_slots()
    with proposing(slots, at=at):
        plan = plan_front(front)
        warnings = warnings_of(front, plan, slots, at)
    choices = proposal.choices()
    standing = _standing(plan, proposal)
    keys = [one.story for one in choices.values()] + [key for key in standing.values() if key]
    stories = stories_for(front, keys)

    def line(place: str, name: str) -> Line:
        choice = choices.get(place)
        key = choice.story if choice else standing.get(place)
        return Line(place, name, choice, stories.get(key or 0))

    names = sections_of(front)
    return Desk(
        lines=[line(place, name_of_place(place)) for place in PLACES],
        firsts=[line(place, name) for place, name in names.items()],
        warnings=warnings,
        query=urlencode({**proposal.as_fields(), "at": at.isoformat()}),
    )


def _standing(plan: FrontPlan, proposal: Proposal) -> dict[str, int]:
    """Return which story stands in each place."""
    under = [row.key for row in plan.also]
    if not plan.is_breaking:
        return dict(zip(PLACES, [plan.lead.pk] if plan.lead else [], strict=False)) | dict(
            zip(PLACES[1:], under, strict=False)
        )
    # What was chosen for the lead stands first under what is breaking.
    places = PLACES if proposal.order[0] else PLACES[1:]
    return dict(zip(places, under, strict=False))


def stories_for(front: Front, keys: Iterable[int]) -> dict[int, Story]:
    """Return stories of this front's paper by their key, with what the desk shows of them."""
    stories = Story.objects.filter(under(front.path), pk__in=set(keys)).defer("body")
    return stories.select_related("home_section", "lead_photo").in_bulk()


def sections_of(front: Front) -> dict[str, str]:
    """Return the sections with a part on the front: the name of the first place, and the section's."""
    return {place_in(section.pk): section.title for section in sections_on(front)}


@dataclass
class Told:
    """An arrangement that was saved, as the desk tells of it."""

    arrangement: Arrangement
    lines: list[str]

    @property
    def who(self) -> str:
        return self.arrangement.made_by_name or _("the program")


def told(front: Front, arrangements: Iterable[Arrangement]) -> list[Told]:
    """Return saved arrangements in words."""
    found = list(arrangements)
    slots = {one.pk: slots_of(one) for one in found}
    stories = stories_for(front, (slot.story for some in slots.values() for slot in some))
    names = sections_of(front)

    def words(arrangement: Arrangement) -> list[str]:
        lines = []
        for slot in slots[arrangement.pk]:
            headline = stories[slot.story].title if slot.story in stories else _("a deleted story")
            place = name_of_place(slot.place, names)
            said = _("%(place)s: “%(headline)s”") % {"place": place, "headline": headline}
            if slot.until:
                time = date_format(localtime(slot.until), "DATETIME_FORMAT")
                said = _("%(line)s until %(time)s") % {"line": said, "time": time}
            lines.append(said)
        return lines or [_("Everything fills itself.")]

    return [Told(one, words(one)) for one in found]
