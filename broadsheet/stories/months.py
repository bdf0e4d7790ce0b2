"""Which months have stories: each month's page leads to the nearest ones before and after it."""

from datetime import datetime, tzinfo

from broadsheet.masthead.models import facts_of
from broadsheet.masthead.pages import site_roots
from broadsheet.stories.lists import next_month
from broadsheet.stories.models import Story

# Touched when a month gets its first story or loses its last, and by nothing else.
MONTHS = "list:months"


def months_changed(story: Story, was: Story | None) -> set[str]:
    """Return the name of the list of months if a story that enters or leaves a month is the only one in it."""
    times = {one.shown_at for one in (story, was) if one is not None and one.shown_at}
    zones = {facts_of(site).zone for _place, site in site_roots()}
    alone = any(_stands_alone(when, zone, story.pk) for when in times for zone in zones)
    return {MONTHS} if alone else set()


def _stands_alone(when: datetime, zone: tzinfo, key: int) -> bool:
    first = when.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    others = Story.objects.filter(shown_at__gte=first, shown_at__lt=next_month(first))
    return not others.exclude(pk=key).exists()
