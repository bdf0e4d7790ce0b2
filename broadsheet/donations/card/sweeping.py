"""The sweep: the processor's own list of movements against our books, so that losing every delivery loses no gift."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.donations.card import calls, keys
from broadsheet.donations.card.account_lines import TO_BANK, Difference, Line, differences, lines
from broadsheet.donations.card.errors import CardAwayError, CardError, UnknownThereError
from broadsheet.donations.card.payouts import settle
from broadsheet.donations.card.repairing import repair
from broadsheet.donations.card.resolving import follow_payment, follow_session, follow_subscription
from broadsheet.donations.card.starting import name_of
from broadsheet.donations.card.talking import account
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Entry, Gift, Payment, Plan, ProviderEvent, Settlement

LATELY: Final = timedelta(days=3)
# Longer than the processor itself can list what it told (30 days).
LONG: Final = timedelta(days=35)
# A page on which nobody has paid within a day is over.
SESSION_LASTS: Final = timedelta(hours=24)
# What was booked a moment ago may be newer than the list.
JUST_NOW: Final = timedelta(hours=1)
DIFFERS: Final = "sweep.differs"


@dataclass
class Swept:
    """What a sweep found: lines looked at, payments brought into the books, and what stays different."""

    lines: int = 0
    repaired: int = 0
    differing: list[Difference] = field(default_factory=list)


def sweep(since: datetime, *, thorough: bool = False) -> Swept:
    """Compare all movements since a moment with the books, and bring what is missing.

    Args:
        thorough: look at plans that pause or end, too.

    Errors:
        CardAwayError: the processor is away; what was found until then is in the books.
    """
    own = account()
    found = list(lines({"created": {"gte": int(since.timestamp())}}))
    repaired = repair(differences(found, own))
    _settle_payouts(found, own)
    follow_begun(since)
    follow_plans(since, thorough=thorough)
    wrong = [*differences(found, own), *_unknown_there(found, own, since)]
    _note(own, wrong)
    return Swept(len(found), repaired, wrong)


def _settle_payouts(found: list[Line], own: str) -> None:
    """Bring each payout among the lines to what it is made of, oldest first, so that one sent back comes before the next."""
    done = set(
        Settlement.objects.filter(
            provider=keys.PROVIDER, account=own, state=Settlement.State.BALANCED
        ).values_list("ref", flat=True)
    )
    sent_back = {line.source for line in found if line.kind == "payout_failure"}
    for line in reversed(found):
        is_news = line.source not in done or line.source in sent_back
        if line.kind in TO_BANK and line.source and is_news:
            _trying(settle, line.source)
            done.add(line.source)


def follow_begun(since: datetime) -> None:
    """Look after gifts that nobody has paid within a day, and after what is on its way."""
    over = timezone.now() - SESSION_LASTS
    begun = Gift.objects.filter(
        provider=keys.PROVIDER, state=Gift.State.BEGUN, made_at__gte=since, made_at__lt=over
    )
    for gift in begun.exclude(session_ref=""):
        if _trying(follow_session, gift.session_ref):
            begun.filter(pk=gift.pk).update(state=Gift.State.FAILED)
    # Nobody was ever led to a page for these.
    begun.filter(session_ref="").update(state=Gift.State.FAILED)
    coming = Payment.objects.filter(provider=keys.PROVIDER, state=Payment.State.COMING)
    for ref in coming.values_list("ref", flat=True):
        _trying(follow_payment, ref)


def follow_plans(since: datetime, *, thorough: bool) -> None:
    """Look after plans that should have been paid by now, and those of which a failed payment is all we know."""
    late = Q(state=Plan.State.LATE) | Q(next_due__lt=timezone.localdate())
    wanted = late | Q(state__in=(Plan.State.ENDING, Plan.State.PAUSED)) if thorough else late
    plans = Plan.objects.filter(provider=keys.PROVIDER).exclude(state=Plan.State.ENDED)
    for ref in plans.filter(wanted).exclude(ref="").values_list("ref", flat=True):
        _trying(follow_subscription, ref)
    for plan in plans.filter(ref="", state=Plan.State.BEGUN, made_at__gte=since):
        call = calls.last_of(name_of(plan))
        if call is not None and call.ref:
            _trying(follow_session, call.ref)


def _trying(follow: Callable[[str], Any], ref: str) -> bool:
    """Follow one thing; say whether the processor has none such. What does not fit is named by its lines."""
    try:
        follow(ref)
    except CardAwayError:
        raise
    except UnknownThereError:
        return True
    except (CardError, DonationError):
        return False
    return False


def _unknown_there(found: list[Line], own: str, since: datetime) -> list[Difference]:
    """Return entries of that time which the processor does not list."""
    listed = {line.ref for line in found}
    ours = Entry.objects.filter(
        provider=keys.PROVIDER,
        account=own,
        occurred_at__gte=since,
        occurred_at__lt=timezone.now() - JUST_NOW,
    )
    why = _("It is in the paper's books, and the processor has no such movement.")
    return [Difference(one.ref, one.kind, one.amount, why) for one in ours if one.ref not in listed]


def _note(own: str, wrong: list[Difference]) -> None:
    """Keep what differs where the desk is told of it; what differs no longer is done."""
    kept = ProviderEvent.objects.filter(provider=keys.PROVIDER, account=own, type=DIFFERS)
    names = {f"sweep:{one.ref}": one for one in wrong}
    kept.filter(state=ProviderEvent.State.DEAD).exclude(event__in=names).update(
        state=ProviderEvent.State.DONE
    )
    for name, one in names.items():
        ProviderEvent.objects.update_or_create(
            provider=keys.PROVIDER,
            account=own,
            event=name,
            defaults={
                "type": DIFFERS,
                "about": {"object": "balance_transaction", "id": one.ref},
                "is_live": keys.is_live(),
                "state": ProviderEvent.State.DEAD,
                "trouble": one.why[:200],
            },
        )


# Jobs --------------------------------------------------------------------------------------------------
def sweep_lately() -> None:
    """Sweep the last three days. The worker's job of each hour."""
    if keys.key():
        sweep(timezone.now() - LATELY)


def sweep_long() -> None:
    """Sweep the last 35 days. The worker's job of each night."""
    if keys.key():
        sweep(timezone.now() - LONG, thorough=True)
