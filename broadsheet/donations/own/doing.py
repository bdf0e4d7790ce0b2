"""What a donor can have done on her own page, each by one button: a name of an act, and the code of what it is about."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from broadsheet.donations.errors import FirstComeError, MoneyError, NotPossibleError
from broadsheet.donations.models import Donor, Plan, Pledge, rules_of
from broadsheet.donations.money import read_money
from broadsheet.donations.own.asking import ask_for_link
from broadsheet.donations.own.forms import WishesForm
from broadsheet.donations.own.handling import Handling, handling_of
from broadsheet.donations.own.opening import Opened
from broadsheet.donations.posting.directions import in_sentence
from broadsheet.donations.posting.links import end_links
from broadsheet.donations.reference import read_code
from broadsheet.donations.trail import note_deed

S = Plan.State
RUNNING = (S.BEGUN, S.ACTIVE, S.LATE, S.PAUSED)
OPEN_PLEDGES = (Pledge.State.OPEN, Pledge.State.PART)


def do(opened: Opened, asked: QueryDict) -> str:
    """Do what a button asks for; return the name under which it is confirmed, or an address at a processor to go to.

    Errors:
        DonationError: it is not done, and nothing is changed; the sentence says what to do.
    """
    act = _ACTS.get(asked.get("act", ""))
    if act is None:
        raise NotPossibleError(_("This was not understood. Press the button once more."))
    return act(opened, asked)


def what_can(plan: Plan, opened: Opened) -> dict[str, bool]:
    """Return what can be done with a plan now, and here: whatever has no button is not offered."""
    handling = handling_of(plan)
    is_running = plan.state in RUNNING
    can = {
        "end": handling is not None and is_running,
        "pause": _has(handling, "pause") and plan.state in (S.ACTIVE, S.LATE),
        "resume": _has(handling, "resume") and plan.state in (S.PAUSED, S.ENDING),
        "change": _has(handling, "change") and plan.state in (S.ACTIVE, S.PAUSED),
        "try_again": _has(handling, "try_again") and plan.state == S.LATE,
        "new_card": _has(handling, "new_card") and is_running,
    }
    # By the link of a mail, another card is changed only if the mail was about a card; else a new link is asked for.
    can["ask_for_link"] = can["new_card"] and not opened.may_change_card
    can["new_card"] = can["new_card"] and opened.may_change_card
    return can


def _has(handling: Handling | None, what: str) -> bool:
    return handling is not None and getattr(handling, what) is not None


def _plan_and(what: str, opened: Opened, asked: QueryDict) -> tuple[Plan, Handling]:
    """Return the plan that is asked about, and who handles it.

    Errors:
        NotPossibleError: it is none of hers, or that cannot be done with it now.
    """
    plan = Plan.objects.filter(
        code=read_code(asked.get("plan", "")), donor__in=opened.donors
    ).first()
    handling = handling_of(plan) if plan else None
    if plan is None or handling is None or not what_can(plan, opened)[what]:
        raise NotPossibleError(_("That is not possible any more. This is how it stands now:"))
    return plan, handling


def _end(opened: Opened, asked: QueryDict) -> str:
    plan, handling = _plan_and("end", opened, asked)
    handling.end(plan)
    note_deed(plan.site, "plan_ended", plan.code, after={"by": "donor"})
    return "ended"


def _pause(opened: Opened, asked: QueryDict) -> str:
    plan, handling = _plan_and("pause", opened, asked)
    assert handling.pause is not None
    handling.pause(plan)
    return "paused"


def _resume(opened: Opened, asked: QueryDict) -> str:
    plan, handling = _plan_and("resume", opened, asked)
    assert handling.resume is not None
    handling.resume(plan)
    return "resumed"


def _change(opened: Opened, asked: QueryDict) -> str:
    plan, handling = _plan_and("change", opened, asked)
    amount = read_money(asked.get("amount", ""), plan.currency)
    rules = rules_of(plan.site)
    if rules.currency == plan.currency:
        [least] = rules.amounts("least")
        if amount < least:
            said = _("Write an amount of at least %(least)s.")
            raise MoneyError(said % {"least": in_sentence(str(least))})
    assert handling.change is not None
    handling.change(plan, amount)
    return "changed"


def _try_again(opened: Opened, asked: QueryDict) -> str:
    plan, handling = _plan_and("try_again", opened, asked)
    assert handling.try_again is not None
    handling.try_again(plan)
    return "tried"


def _new_card(opened: Opened, asked: QueryDict) -> str:
    plan, handling = _plan_and("new_card", opened, asked)
    assert handling.new_card is not None
    return handling.new_card(plan, opened.path)


def _pledge(opened: Opened, asked: QueryDict) -> Pledge:
    found = Pledge.objects.filter(
        code=read_code(asked.get("pledge", "")), donor__in=opened.donors, state__in=OPEN_PLEDGES
    ).first()
    if found is None:
        raise NotPossibleError(_("That is not possible any more. This is how it stands now:"))
    return found


def _cancel_pledge(opened: Opened, asked: QueryDict) -> str:
    pledge = _pledge(opened, asked)
    kept = Pledge.objects.filter(pk=pledge.pk, state=Pledge.State.OPEN)
    with transaction.atomic():
        if not kept.update(state=Pledge.State.CANCELLED):
            raise FirstComeError(_("A part of it has come meanwhile. This is how it stands now:"))
        note_deed(
            pledge.site,
            "pledge_changed",
            pledge.code,
            before={"state": "open"},
            after={"state": "cancelled", "by": "donor"},
        )
    return "cancelled"


def _stop_reminders(opened: Opened, asked: QueryDict) -> str:
    stop_reminders(_pledge(opened, asked))
    return "no_reminders"


def stop_reminders(pledge: Pledge) -> None:
    """Remind nobody of a pledge any more."""
    Pledge.objects.filter(pk=pledge.pk).update(no_reminders=True)


def _wishes(opened: Opened, asked: QueryDict) -> str:
    if opened.of_mail:
        raise NotPossibleError(_("Ask for a link first: it opens this, too."))
    donor = _one_of(opened, asked)
    form = WishesForm(asked)
    if not form.is_valid():
        raise NotPossibleError(next(iter(form.errors.values()))[0])
    donor.wants_mail = form.cleaned_data["wants_mail"]
    wall, name = form.cleaned_data["wall"], form.cleaned_data["wall_name"]
    if wall and (wall, name) != (donor.wall, donor.wall_name):
        # A name is looked at anew whenever it is another.
        donor.wall, donor.wall_name, donor.wall_seen = wall, name, False
    donor.save(update_fields=["wants_mail", "wall", "wall_name", "wall_seen"])
    return "wishes"


def _one_of(opened: Opened, asked: QueryDict) -> Donor:
    found = [one for one in opened.donors if str(one.uuid) == asked.get("donor", "")]
    if not found:
        raise NotPossibleError(_("This was not understood. Press the button once more."))
    return found[0]


def _ask_for_link(opened: Opened, _asked: QueryDict) -> str:
    ask_for_link(opened.donor.site, opened.donor.email)
    return "asked"


def _end_links(opened: Opened, _asked: QueryDict) -> str:
    if opened.of_mail:
        raise NotPossibleError(_("Ask for a link first: it opens this, too."))
    for donor in opened.donors:
        end_links(donor)
    return "links_ended"


_ACTS: dict[str, Callable[[Opened, Any], str]] = {
    "end": _end,
    "pause": _pause,
    "resume": _resume,
    "change": _change,
    "try_again": _try_again,
    "new_card": _new_card,
    "cancel_pledge": _cancel_pledge,
    "stop_reminders": _stop_reminders,
    "wishes": _wishes,
    "ask_for_link": _ask_for_link,
    "end_links": _end_links,
}
