"""What is being arranged at the front's desk and is not saved yet: it lives in the desk's form alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from broadsheet.sections.arranging import PLACES, Slot
from broadsheet.sections.errors import ArrangementError

# As a browser's field for a moment writes it, in the zone of now.
MOMENT = "%Y-%m-%dT%H:%M"
# As a story is named in the form: no longer than a database counts.
KEY = re.compile(r"[0-9]{1,18}")


@dataclass
class Choice:
    """A story that is chosen for a place; `until` is as it was typed."""

    story: int
    until: str = ""


@dataclass
class Proposal:
    """Choices by place; `order` holds those of the lead and under it, None where the place fills itself."""

    order: list[Choice | None] = field(default_factory=lambda: [None] * len(PLACES))
    firsts: dict[str, Choice] = field(default_factory=dict)

    @classmethod
    def of(cls, slots: Iterable[Slot]) -> "Proposal":
        proposal = cls()
        for slot in slots:
            until = timezone.localtime(slot.until).strftime(MOMENT) if slot.until else ""
            proposal.put(slot.place, Choice(slot.story, until))
        return proposal

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Proposal":
        """Return what a desk's form holds; typed numbers are followed."""
        proposal = cls()
        for name, value in sent.items():
            place = name.removeprefix("story-")
            is_place = place in PLACES or place[:1] == "s"
            if name.startswith("story-") and is_place and KEY.fullmatch(value):
                proposal.put(place, Choice(int(value), sent.get(f"until-{place}", "").strip()))
        proposal.follow_numbers(sent)
        return proposal

    def put(self, place: str, choice: Choice | None) -> None:
        """Choose a story for a place, whatever stood there."""
        if place in PLACES:
            self.order[PLACES.index(place)] = choice
        elif choice is None:
            self.firsts.pop(place, None)
        else:
            self.firsts[place] = choice

    def follow_numbers(self, sent: Mapping[str, str]) -> None:
        """Move each line whose number was changed to the place that was typed."""
        typed = {place: sent.get(f"number-{place}", place).strip() for place in PLACES}
        changed = [place for place, number in typed.items() if number in PLACES and number != place]
        taken = [(typed[place], self.standing(place, sent)) for place in changed]
        for place in sorted(changed, reverse=True):
            del self.order[PLACES.index(place)]
        for number, choice in sorted(taken, key=lambda one: one[0]):
            self.order.insert(PLACES.index(number), choice)

    def standing(self, place: str, sent: Mapping[str, str]) -> Choice | None:
        """Return what was chosen for a place, or else the story that stands there by itself: to move it is to choose it."""
        stands = sent.get(f"stands-{place}", "")
        choice = self.order[PLACES.index(place)]
        return choice or (Choice(int(stands)) if KEY.fullmatch(stands) else None)

    def move(self, place: str, by: int, sent: Mapping[str, str]) -> None:
        """Move what stands in a place up (-1) or down (1)."""
        at = PLACES.index(place)
        to = min(max(at + by, 0), len(PLACES) - 1)
        choice = self.standing(place, sent)
        del self.order[at]
        self.order.insert(to, choice)

    def bring(self, story: int, place: str) -> Choice | None:
        """Choose a story for a place; what was chosen there moves down. Return what found no place any more."""
        if place not in PLACES:
            self.put(place, Choice(story))
            return None
        before = next((one for one in self.order if one and one.story == story), None)
        at = PLACES.index(place)
        if before:
            self.order.remove(before)
            self.order.insert(at, before)
            return None
        self.order.insert(at, Choice(story))
        open_places = [n for n in range(at + 1, len(self.order)) if self.order[n] is None]
        return self.order.pop(open_places[0] if open_places else -1)

    def choices(self) -> dict[str, Choice]:
        """Return each choice by its place."""
        on_top = {place: one for place, one in zip(PLACES, self.order, strict=True) if one}
        return {**on_top, **self.firsts}

    def slots(self) -> list[Slot]:
        """Return what is to be arranged.

        Errors:
            ArrangementError: a moment cannot be read.
        """
        return [Slot(place, one.story, moment(one.until)) for place, one in self.choices().items()]

    def readable_slots(self) -> list[Slot]:
        """Return the same, without the ends that cannot be read: for showing."""
        found = []
        for place, one in self.choices().items():
            try:
                until = moment(one.until)
            except ArrangementError:
                until = None
            found.append(Slot(place, one.story, until))
        return found

    def as_fields(self) -> dict[str, str]:
        """Return the same as fields of the form, for the address of a preview."""
        fields = {}
        for place, one in self.choices().items():
            fields[f"story-{place}"] = str(one.story)
            if one.until:
                fields[f"until-{place}"] = one.until
        return fields


def moment(typed: str) -> datetime | None:
    """Return the moment that was typed, in the zone of now; None if nothing was.

    Errors:
        ArrangementError: it cannot be read.
    """
    if not typed.strip():
        return None
    try:
        found = parse_datetime(typed.strip())
    except ValueError:
        found = None
    if found is None:
        raise ArrangementError(
            _("“%(typed)s” is no moment. Write it as 2026-11-22 18:30.") % {"typed": typed}
        )
    return found if timezone.is_aware(found) else timezone.make_aware(found)
