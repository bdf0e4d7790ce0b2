"""What the worker has to do: jobs that were put off, stories whose time has come, pages that are late."""

import sqlite3
import time
from datetime import UTC, datetime, timedelta

from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision

from broadsheet.health.state import State, ago, said_at, told
from broadsheet.newsroom.troubles import of_printing
from broadsheet.press.log import this_shelf
from broadsheet.press.models import Turn
from broadsheet.press.turns import PRINTING

JOBS_LATE_AFTER = timedelta(minutes=10)
JOBS_KEPT_FOR = timedelta(days=14)
SCHEDULE_LATE_AFTER = timedelta(minutes=2)
# After a change that many pages show, the worker may print for a while.
PAGES_LATE_AFTER = timedelta(minutes=30)
RENEWAL_LATE_AFTER = timedelta(minutes=10)
MOST_COUNTED = 1000
HEADLINES_SHOWN = 5


# Jobs -----------------------------------------------------------------------------------------------
def jobs() -> State:
    """Say how many jobs wait, since when, and how many have failed since yesterday."""
    waiting = DBTaskResult.objects.ready().order_by()
    count, failed = waiting[:MOST_COUNTED].count(), failed_jobs()
    oldest = waiting.aggregate(at=Min("enqueued_at"))["at"]
    if oldest is None:
        says = [_("No job waits.")]
    else:
        said = ngettext(
            "One job waits, put off %(ago)s ago.",
            "%(count)d jobs wait, the oldest put off %(ago)s ago.",
            count,
        )
        says = [said % {"count": count, "ago": ago(oldest)}]
    troubles: list[str] = []
    is_late = oldest is not None and timezone.now() - oldest > JOBS_LATE_AFTER
    if is_late:
        troubles.append(
            _("Jobs are not done: mail is not sent, and photos are not made ready.")
            + " "
            + _("Look whether the worker runs, and into its log.")
        )
    if failed:
        said = ngettext(
            "One job has failed since yesterday: %(names)s.",
            "%(count)d jobs have failed since yesterday: %(names)s.",
            len(failed),
        )
        names = ", ".join(sorted(set(failed))[:HEADLINES_SHOWN])
        troubles.append(
            said % {"count": len(failed), "names": names}
            + " "
            + _("They are not tried again. The worker's log says why.")
        )
    alert = _("Jobs are not done: mail is not sent, and photos are not made ready.")
    return State("jobs", says, troubles, alerts=told(alert if is_late else ""))


def failed_jobs() -> list[str]:
    """Return the path of each job that has failed since yesterday, up to some."""
    failed = DBTaskResult.objects.failed().filter(
        finished_at__gte=timezone.now() - timedelta(days=1)
    )
    return list(failed.order_by().values_list("task_path", flat=True)[:MOST_COUNTED])


def forget_old_jobs() -> None:
    """Delete jobs that were done two weeks ago, some at a time: what they were given is not kept for ever."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - JOBS_KEPT_FOR)
    while keys := list(old.order_by().values_list("pk", flat=True)[:MOST_COUNTED]):
        DBTaskResult.objects.filter(pk__in=keys).delete()


# The schedule ---------------------------------------------------------------------------------------
def schedule() -> State:
    """Say what is planned, and which stories should be out, or gone, and are not."""
    before = timezone.now() - SCHEDULE_LATE_AFTER
    due, ended = due_stories(before), ended_pages(before)
    planned = Revision.objects.filter(approved_go_live_at__gt=timezone.now())
    next_at = planned.aggregate(at=Min("approved_go_live_at"))["at"]
    count = planned.order_by()[:MOST_COUNTED].count()
    says = [_("Nothing is planned.")]
    if next_at is not None:
        said = ngettext(
            "One story is planned, for %(time)s.",
            "%(count)d stories are planned, the next for %(time)s.",
            count,
        )
        says = [said % {"count": count, "time": said_at(next_at)}]
    remedy = _("Publish it by hand, and see why the worker does not.")
    late = due.order_by("approved_go_live_at")[:HEADLINES_SHOWN]
    troubles = [
        _("“%(headline)s” should have been out at %(time)s.")
        % {"headline": one.object_str, "time": said_at(one.approved_go_live_at)}
        + f" {remedy}"
        for one in late
    ]
    troubles += [
        _("“%(headline)s” should have been taken down at %(time)s. Take it down by hand.")
        % {"headline": page.title, "time": said_at(page.expire_at)}
        for page in ended.order_by("expire_at")[:HEADLINES_SHOWN]
    ]
    return State("schedule", says, troubles, alerts=told(_alert_of(due, ended)))


def due_stories(before: datetime) -> "QuerySet[Revision]":
    """Return what should have been published by a moment, and was not."""
    return Revision.objects.filter(approved_go_live_at__lt=before)


def ended_pages(before: datetime) -> "QuerySet[Page]":
    """Return what should have been taken down by a moment, and was not."""
    return Page.objects.filter(live=True, expire_at__lt=before)


def _alert_of(due: "QuerySet[Revision]", ended: "QuerySet[Page]") -> str:
    count = due.order_by()[:MOST_COUNTED].count() + ended.order_by()[:MOST_COUNTED].count()
    said = ngettext(
        "One story's time has come, and the schedule has not followed.",
        "The time of %(count)d stories has come, and the schedule has not followed.",
        count,
    )
    return said % {"count": count} if count else ""


# The press ------------------------------------------------------------------------------------------
def printing() -> State:
    """Say what waits to be printed on this machine, what is late, and what could not be printed."""
    try:
        waiting, since = this_shelf().waiting()
        late_at = this_shelf().late_since()
    except (sqlite3.Error, OSError):
        alert = _("The shelf of printed pages cannot be read.")
        return State("printing", [], list(of_printing()), alerts=told(alert), is_of_machine=True)
    says = [_("Every page that has changed is printed.")]
    if since is not None:
        said = ngettext(
            "One page or part waits to be printed, since %(time)s.",
            "%(count)d pages and parts wait to be printed, the first since %(time)s.",
            waiting,
        )
        says = [said % {"count": waiting, "time": _at(since)}]
    alert = ""
    if _is_past(since, PAGES_LATE_AFTER) or _is_past(late_at, RENEWAL_LATE_AFTER):
        alert = _("Pages that have changed wait too long to be printed: readers see older ones.")
    elif Turn.objects.filter(name=PRINTING).exclude(failure="").exists():
        alert = _("The press cannot take its turn: readers see pages as they were.")
    remedy = _("Look whether the worker runs, and into its log.")
    troubles = [*([f"{alert} {remedy}"] if alert else []), *of_printing()]
    return State("printing", says, troubles, alerts=told(alert), is_of_machine=True)


def _is_past(at: float | None, by: timedelta) -> bool:
    return at is not None and time.time() - at > by.total_seconds()


def _at(seconds: float) -> str:
    return said_at(datetime.fromtimestamp(seconds, UTC))
