"""What is out of order in the paper's machinery, each in a sentence for the people who make the paper.

Rooms above add what they watch (`finds_troubles`), and show the same sentences elsewhere by the functions below.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from broadsheet.masthead.models import Paper
from broadsheet.masthead.theme_checks import known_faults
from broadsheet.newsroom.rights import signed_in
from broadsheet.press.log import this_shelf
from broadsheet.press.models import Turn
from broadsheet.press.turns import JOBS

Finder = Callable[[], Iterable[str]]
LATE_AFTER = timedelta(minutes=5)
FAILURES_SHOWN = 5
_finders: list[Finder] = []


def finds_troubles(finder: Finder) -> Finder:
    """Register a function that gives a sentence for each thing that is out of order in a room above."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def troubles() -> list[str]:
    """Return a sentence for each thing that is out of order now."""
    return [
        *known_faults(),
        *_of_editions(),
        *of_printing(),
        *of_jobs(),
        *of_mail(),
        *_of_contact(),
        *(sentence for finder in _finders for sentence in finder()),
    ]


def _of_editions() -> Iterator[str]:
    for paper in Paper.objects.filter(text_only=True):
        yield _(
            "%(paper)s is text only for everyone now. When the emergency is over, untick it under Settings, Paper."
        ) % {"paper": paper.name}


def of_printing() -> Iterator[str]:
    """Give a sentence for each page that could not be printed on this machine, up to some."""
    try:
        failures = this_shelf().failures()
    except (sqlite3.Error, OSError) as error:
        yield _("The shelf of printed pages cannot be read: %(error)s") % {"error": error}
        return
    for holder, why, tries in failures[:FAILURES_SHOWN]:
        yield ngettext(
            "%(address)s could not be printed: %(why)s Readers see the copy from before.",
            "%(address)s could not be printed, tried %(tries)d times: %(why)s Readers see the copy from before.",
            tries,
        ) % {"address": holder, "why": why, "tries": tries}
    if len(failures) > FAILURES_SHOWN:
        rest = len(failures) - FAILURES_SHOWN
        yield ngettext(
            "One more address could not be printed.",
            "%(count)d more addresses could not be printed.",
            rest,
        ) % {"count": rest}


def of_jobs() -> Iterator[str]:
    """Give a sentence for each job of the worker that failed, or has not run for too long."""
    turns = {turn.name: turn for turn in Turn.objects.all()}
    now = timezone.now()
    if not turns:
        yield _(
            "The worker has not run yet: nothing is published on schedule. Start it with “broadsheet work”."
        )
    for one in turns.values():
        if one.failure:
            yield _("The job “%(job)s” failed: %(failure)s") % {
                "job": one.name,
                "failure": one.failure,
            }
    for job in JOBS:
        turn = turns.get(job.name)
        if turn is None:
            continue
        if now - turn.last_ran > job.every + LATE_AFTER:
            ago = timesince(turn.last_ran, now)
            yield _("The job “%(job)s” last ran %(ago)s ago. Is the worker running?") % {
                "job": job.name,
                "ago": ago,
            }


def of_mail() -> Iterator[str]:
    """Say that the paper has no mail server, if it has none."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        yield _(
            "No mail can be sent: no mail server is set. Nobody is told by mail of a story in review."
        )


def _of_contact() -> Iterator[str]:
    for paper in Paper.objects.exclude(name="").order_by("name"):
        if not paper.can_be_reached:
            yield _(
                "Readers of %(paper)s are told no way to the newsroom, so no page asks them to write or to give. Set an "
                "e-mail or a phone in Settings, Paper."
            ) % {"paper": paper.in_a_sentence}


class TroublePanel(Component):
    """What is out of order, first on the newsroom's home; nothing at all if nothing is."""

    name = "troubles"
    template_name = "newsroom/desk/home_troubles.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        # By name: the room that shows more of it stands above.
        may_see_more = signed_in(parent_context["request"]).has_perm("health.view_trouble")
        return {"troubles": troubles(), "may_see_more": may_see_more}
