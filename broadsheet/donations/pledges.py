"""Pledges as the desk sees them: which are due, which are cancelled, which lapse by themselves."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.errors import FirstComeError
from broadsheet.donations.manual import today_at
from broadsheet.donations.models import Pledge, rules_of
from broadsheet.donations.trail import note_deed
from broadsheet.newsroom.models import User

WAITS: Final = (Pledge.State.OPEN, Pledge.State.PART)
A_TURN: Final = 200


@transaction.atomic
def cancel_pledge(pledge: Pledge, *, by: User) -> Pledge:
    """Note that what is left of a pledge will not come; what came of it stays.

    Errors:
        FirstComeError: it waits no longer.
    """
    pledge = Pledge.objects.select_for_update(of=("self",)).select_related("site").get(pk=pledge.pk)
    if pledge.state not in WAITS:
        raise FirstComeError(
            _("This pledge waits no longer: it is %(state)s.")
            % {"state": pledge.get_state_display().lower()}
        )
    _end(pledge, Pledge.State.CANCELLED, by)
    return pledge


def lapse_pledges() -> int:
    """Let lapse what did not come within the days that each paper sets, counted from the day on which it was due."""
    count = 0
    for site in Site.objects.all():
        late = Pledge.objects.filter(site=site, state__in=WAITS, due_on__lt=_last_day(site))
        for key in list(late.values_list("pk", flat=True)[:A_TURN]):
            with transaction.atomic():
                pledge = Pledge.objects.select_for_update().get(pk=key)
                # Money may have come for it meanwhile.
                if pledge.state in WAITS:
                    _end(pledge, Pledge.State.LAPSED, None)
                    count += 1
    return count


def _last_day(site: Site) -> date:
    return today_at(site) - timedelta(days=rules_of(site).pledge_days)


def _end(pledge: Pledge, state: str, by: User | None) -> None:
    before, pledge.state = pledge.state, state
    pledge.save(update_fields=["state"])
    told = {"before": {"state": before}, "after": {"state": state}}
    note_deed(pledge.site, "pledge_changed", pledge.code, by=by, **told)
