"""Dates and times as the paper prints them: “Nov. 22, 2026, 7:05 a.m.”, in the paper's zone, always in `time`."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from broadsheet.press.recorder import print_again_at

register = template.Library()
# A line this young names its day of the week; an older one its date.
WEEK = timedelta(days=6)


@register.simple_tag
def moment(when: datetime | None) -> SafeString | str:
    """Show day, year and hour: true on whatever day the page is read."""
    if when is None:
        return ""
    # Translators: Django's date format for the times of stories, as in “Nov. 22, 2026, 7:05 a.m.”
    return _time(timezone.localtime(when), pgettext("date format", "N j, Y, P"))


@register.simple_tag
def day(when: date | None) -> SafeString | str:
    """Show a day with its year."""
    if when is None:
        return ""
    # Translators: Django's date format for days, as in “Nov. 22, 2026”
    return _time(_local(when), pgettext("date format", "N j, Y"))


@register.simple_tag
def long_day(when: date | None) -> SafeString | str:
    """Show a day in full, with its day of the week."""
    if when is None:
        return ""
    # Translators: Django's date format for the day of an issue, as in “Sunday, November 22, 2026”
    return _time(_local(when), pgettext("date format", "l, F j, Y"))


@register.simple_tag
def weekday(when: date) -> SafeString:
    """Show a day of a month that is named beside it, with its day of the week."""
    # Translators: Django's date format for a day below its month's name, as in “Sunday, November 22”
    local = _local(when)
    day_alone = local.date() if isinstance(local, datetime) else local
    return _time(day_alone, pgettext("date format", "l, F j"))


@register.simple_tag
def since(when: datetime | None) -> SafeString | str:
    """Show the hour of what is from today, the day of the week of what is younger than a week, else the day.

    Holds until midnight, and says so to whatever is being printed.
    """
    if when is None:
        return ""
    now, then = timezone.localtime(), timezone.localtime(when)
    age = now.date() - then.date()
    if age <= WEEK:
        print_again_at(_midnight_after(now))
    if age <= timedelta(0):
        return _time(then, pgettext("date format", "P"))
    if age <= WEEK:
        return _time(then, pgettext("date format", "D."))
    return _time(
        then,
        pgettext("date format", "N j") if then.year == now.year else pgettext("date format", "N Y"),
    )


def _midnight_after(now: datetime) -> datetime:
    tomorrow = now.date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=now.tzinfo)


def _local(when: date) -> date:
    return timezone.localtime(when) if isinstance(when, datetime) else when


def _time(when: date, form: str) -> SafeString:
    machine = when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, date_format(when, form))
