"""The addresses that this room prints."""

from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Site

from broadsheet.newsroom.directory import shown_desks, staff_of
from broadsheet.press.every import prints


@prints
def forms(site: Site) -> Iterator[str]:
    for desk in shown_desks(site):
        if desk.takes_messages:
            yield reverse("write_to_desk", args=[desk.pk])
    for person in staff_of(site):
        if person.reads_messages:
            yield reverse("write_to_person", args=[person.slug])
