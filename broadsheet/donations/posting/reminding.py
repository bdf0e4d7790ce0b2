"""Mail that comes round by itself: of pledges at most two reminders, of recurring gifts one mail a year."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations.models import Plan, Pledge
from broadsheet.donations.post import goes_by_mail, queue
from broadsheet.donations.posting.links import forget_old_links
from broadsheet.masthead.models import paper_of

BEFORE: Final = timedelta(days=7)
AFTER: Final = timedelta(days=7)
# Who has pledged less than two weeks before it is due is not reminded before.
YOUNG: Final = timedelta(days=14)
# An older date that was missed, as while the paper stood still, is not made up for.
MISSED: Final = timedelta(days=30)
YEARLY_BEFORE: Final = timedelta(days=30)
A_TURN: Final = 200


def queue_what_comes_round() -> int:
    """Queue what is due today at each paper; return how many mails. Each is queued once, by its key."""
    forget_old_links()
    return sum(
        _remind(site, today) + _tell_of_plans(site, today)
        for site in Site.objects.all()
        for today in [timezone.localdate(timezone=paper_of(site).zone)]
    )


def _remind(site: Site, today: date) -> int:
    waiting = Pledge.objects.filter(
        site=site,
        state__in=(Pledge.State.OPEN, Pledge.State.PART),
        no_reminders=False,
        donor__isnull=False,
        due_on__range=(today - MISSED, today + BEFORE),
    )
    count = 0
    for pledge in waiting.select_related("donor").order_by("pk"):
        number = _reminder_due(pledge, today)
        if number and pledge.donor is not None and goes_by_mail(pledge.donor, "reminder"):
            key = f"reminder:{pledge.pk}:{number}"
            count += queue(site, "reminder", pledge.donor, key, pledge=pledge.pk) is not None
        if count >= A_TURN:
            break
    return count


def _reminder_due(pledge: Pledge, today: date) -> int:
    """Return which reminder is due: the first before the day, the second after it; 0 for none."""
    if today >= pledge.due_on + AFTER:
        return 2
    is_young = pledge.due_on - pledge.made_at.date() < YOUNG
    return 1 if today >= pledge.due_on - BEFORE and today <= pledge.due_on and not is_young else 0


def _tell_of_plans(site: Site, today: date) -> int:
    running = Plan.objects.filter(
        site=site, state__in=(Plan.State.ACTIVE, Plan.State.LATE), donor__isnull=False
    )
    count = 0
    for plan, year in _yearly_due(running.select_related("donor"), today):
        if plan.donor is not None and goes_by_mail(plan.donor, "plan_yearly"):
            key = f"plan_yearly:{plan.pk}:{year}"
            count += queue(site, "plan_yearly", plan.donor, key, plan=plan.pk) is not None
    return count


def _yearly_due(plans: Iterable[Plan], today: date) -> Iterator[tuple[Plan, int]]:
    """Give each plan of which a yearly mail is due, and the year that it is for.

    Of a yearly gift it comes a month before the payment, so that it can be ended in time; of a monthly one on its birthday.
    """
    for plan in plans:
        if plan.every == Plan.Every.YEAR:
            due = plan.next_due
            if due is not None and today <= due <= today + YEARLY_BEFORE:
                yield plan, due.year
            continue
        begun = plan.made_at.date()
        birthday = _in_year(begun, today.year)
        if begun < birthday <= today <= birthday + MISSED:
            yield plan, today.year


def _in_year(day: date, year: int) -> date:
    """Return a day in another year; of the 29th of February, the 28th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
