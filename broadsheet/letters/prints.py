"""The addresses that this room prints."""

from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Site

from broadsheet.letters.weeks import every_week
from broadsheet.press.every import prints


@prints
def letters(site: Site) -> Iterator[str]:
    yield reverse("letters")
    yield reverse("letter_rules")
    for week in every_week(site):
        yield week.path
