"""A made-up month for the newsroom's components."""

from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from broadsheet.newsroom.components import sample
from broadsheet.stories.samples import HEADLINES


class SampleLine(NamedTuple):
    """A headline of a month, as its template asks for it."""

    headline: str
    path: str = "#story"
    section: str = "Local News"
    is_opinion: bool = False
    language: str = ""


@sample("month", _("Month"), "archive/month.html")
def month_sample(_request: HttpRequest) -> dict[str, Any]:
    lines = [
        SampleLine(headline, is_opinion=number == 2) for number, headline in enumerate(HEADLINES)
    ]
    return {
        "first": date(2016, 5, 1),
        "days": [(date(2016, 5, 19), lines), (date(2016, 5, 18), lines[:2])],
        "earlier": date(2016, 4, 1),
        "later": date(2016, 6, 1),
    }
