"""How old a story is, said as a date, so that no page must be printed again for it."""

from datetime import date, datetime

from django.utils import timezone

from broadsheet.masthead.models import Paper
from broadsheet.stories.models import Story


def age_of(story: Story, paper: Paper, now: datetime) -> date | None:
    """Return the day from which a story is, if it is older than the paper lets pass unsaid; else None."""
    published = story.first_published_at
    turns_old = old_from(published, paper.says_age_after_months) if published else None
    if published is None or turns_old is None or now < turns_old:
        return None
    return timezone.localtime(published).date()


def old_from(published: datetime, months: int) -> datetime | None:
    """Return the moment from which a story's age is said; None if a paper never says it (0 months).

    >>> from datetime import UTC
    >>> old_from(datetime(2016, 8, 31, tzinfo=UTC), 6).isoformat()
    '2017-03-01T00:00:00+00:00'
    """
    if not months:
        return None
    years, month = divmod(published.month - 1 + months, 12)
    try:
        return published.replace(year=published.year + years, month=month + 1)
    except ValueError:
        # The month has no such day: the first of the next one.
        return published.replace(year=published.year + years, month=month + 2, day=1)
