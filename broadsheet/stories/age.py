"""How old a story is, said plainly; and how long a span of months is.

A month is a twelfth of 365 days: reckoned forwards and back it is the same, so that what is printed again at the moment it
has grown old is old by then.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from broadsheet.masthead.models import Paper
from broadsheet.press.recorder import print_again_at
from broadsheet.stories.models import Story


def months(count: int) -> timedelta:
    """Return how long so many months are.

    >>> months(12).days
    365
    """
    return timedelta(days=count * 365 / 12)


def age_of(story: Story, paper: Paper, now: datetime) -> date | None:
    """Return the day from which an old story says that it is; None for one that is not old yet, or never says it.

    What is being printed is printed once more when the story grows old, and no more after that.
    """
    published = story.first_published_at
    if published is None or not paper.says_age_after_months:
        return None
    old_at = published + months(paper.says_age_after_months)
    if now < old_at:
        print_again_at(old_at)
        return None
    return timezone.localtime(published, paper.zone).date()
