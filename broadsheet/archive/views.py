"""The paper's past, a month at a time."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from broadsheet.archive.months import days_of, headlines_of, months_around
from broadsheet.masthead.readers import answer_elsewhere
from broadsheet.press.asking import INDEX, printed
from broadsheet.press.twins import edition_template
from broadsheet.stories.papers import site_asked

# Newspapers began in 1605; time zones cannot be reckoned at the calendar's far ends.
YEARS = range(1605, 9999)


@printed(INDEX)
def month(request: HttpRequest, year: int, month: int, number: int = 0) -> HttpResponseBase:
    """Show a month, newest first: all of it, or if it is long its last days, with the ways to those before."""
    site = site_asked(request)
    if site is None or year not in YEARS:
        raise Http404
    first = datetime(year, month, 1, tzinfo=timezone.get_current_timezone())
    stretches = days_of(first, site)
    # The last days stand at the month's own address; they get a number when others come after them.
    if number >= len(stretches):
        return answer_elsewhere(request)
    shown = stretches[number - 1]
    days = headlines_of(shown, site)
    if not days and len(stretches) == 1:
        return answer_elsewhere(request)
    earlier, later = months_around(first, site)
    return render(
        request,
        edition_template(request, "archive/month.html"),
        {
            "first": first,
            "days": days,
            "shown": shown,
            "stretches": stretches,
            "is_part": bool(number),
            "earlier": earlier,
            "later": later,
        },
    )
