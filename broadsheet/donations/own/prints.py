"""The addresses that this room prints."""

from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Site

from broadsheet.press.every import prints


@prints
def forms(_site: Site) -> Iterator[str]:
    yield reverse("ask_own_gifts")
