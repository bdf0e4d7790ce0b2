"""Which weeks have letters to the editor: the names under which the pages that gather a week's letters are told of a change."""

from collections.abc import Iterable
from datetime import datetime

from broadsheet.masthead.models import facts_of
from broadsheet.masthead.pages import site_roots

# Touched by each letter that comes, goes or changes its week.
LETTERS = "list:letters"


def week_of(moment: datetime) -> str:
    """Return the name of the list of letters of one week (ISO 8601: from Monday, the first holds the year's first Thursday).

    >>> week_of(datetime(2027, 1, 1, 12))
    'list:letters:2026-53'
    """
    year, week, _day = moment.isocalendar()
    return f"list:letters:{year}-{week:02}"


def weeks_of(shown: Iterable[datetime | None]) -> set[str]:
    """Return the names of the lists in which letters stand that were first shown then, by the clock of each paper here."""
    times = {when for when in shown if when}
    zones = {facts_of(site).zone for _place, site in site_roots()} if times else set()
    return {LETTERS, *(week_of(when.astimezone(zone)) for when in times for zone in zones)}
