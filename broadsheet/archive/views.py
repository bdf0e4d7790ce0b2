"""The paper's past, a month at a time."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from broadsheet.archive.months import headlines_of, months_around
from broadsheet.masthead.readers import answer_elsewhere
from broadsheet.press.asking import INDEX, printed
from broadsheet.press.twins import edition_template
from broadsheet.stories.papers import site_asked

# Newspapers began in 1605; time zones cannot be reckoned at the calendar's far ends.
YEARS = range(1605, 9999)


@printed(INDEX)
def month(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    site = site_asked(request)
    if site is None or year not in YEARS:
        raise Http404
    first = datetime(year, month, 1, tzinfo=timezone.get_current_timezone())
    days = headlines_of(first, site)
    if not days:
        return answer_elsewhere(request)
    earlier, later = months_around(first, site)
    return render(
        request,
        edition_template(request, "archive/month.html"),
        {"first": first, "days": days, "earlier": earlier, "later": later},
    )
