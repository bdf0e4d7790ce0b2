"""Who can be reached at a paper: desk by desk, and by what each person covers."""

import unicodedata
from dataclasses import dataclass, field

from wagtail.models import Site

from broadsheet.newsroom.desks import DESKS, Desk, desks_of
from broadsheet.newsroom.models import Journalist, journalists_of
from broadsheet.press.recorder import note_source


@dataclass
class Listed:
    """A desk with its people; without a desk, those who have none."""

    desk: Desk | None
    people: list[Journalist] = field(default_factory=list)


def staff_of(site: Site) -> list[Journalist]:
    """Return everyone who is on the staff today, by name."""
    note_source("list:journalists")
    people = journalists_of(site).filter(is_current=True).select_related("user", "desk")
    return list(people.order_by("name", "pk"))


def shown_desks(site: Site) -> list[Desk]:
    """Return the desks that can be reached in some way of their own."""
    note_source(DESKS)
    return [desk for desk in desks_of(site) if desk.can_be_reached]


def directory_of(site: Site, people: list[Journalist]) -> list[Listed]:
    """Return the desks with their people, and then those without one; a desk that nobody answers is left out."""
    note_source(DESKS)
    listed = {desk.pk: Listed(desk) for desk in desks_of(site)}
    others = Listed(None)
    for person in people:
        listed.get(person.desk_id or 0, others).people.append(person)
    answered = [
        one for one in listed.values() if one.people or (one.desk and one.desk.can_be_reached)
    ]
    return [*answered, *([others] if others.people else [])]


def beats_of(people: list[Journalist]) -> list[tuple[str, list[Journalist]]]:
    """Return what is covered, by the alphabet, with those who cover it."""
    found: dict[str, list[Journalist]] = {}
    for person in people:
        if person.beat:
            found.setdefault(person.beat, []).append(person)
    return sorted(found.items(), key=lambda one: _by_the_alphabet(one[0]))


def _by_the_alphabet(words: str) -> tuple[str, str]:
    """Return what words are put in order by: not by capitals, nor by accents before the letters themselves."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign)), words
