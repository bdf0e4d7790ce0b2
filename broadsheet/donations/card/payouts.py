"""What reached the bank, to the cent: each payout is made of lines, each line of entries, and what differs is named."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.card import keys
from broadsheet.donations.card.account_lines import TO_BANK, Difference, Line, differences, lines
from broadsheet.donations.card.amounts import money_of
from broadsheet.donations.card.reading import moment
from broadsheet.donations.card.repairing import repair
from broadsheet.donations.card.talking import Thing, account, ask
from broadsheet.donations.card.whose import refuse_other_mode, site_noted
from broadsheet.donations.models import Entry, Settlement, SettlementLine
from broadsheet.donations.money import Money, total_of
from broadsheet.masthead.models import paper_of

S = Settlement.State
SENT_BACK = ("failed", "canceled")


def settle(ref: str) -> Settlement:
    """Bring a payout's settlement to what the processor says of it now, wherever its gifts, refunds and disputes were made.

    Errors:
        CardError: the processor is away, or it is nothing of ours.
    """
    payout = ask(lambda client: client.v1.payouts.retrieve(ref))
    refuse_other_mode(bool(payout["livemode"]))
    own = account()
    is_back = payout["status"] in SENT_BACK
    found = [] if is_back or not payout["automatic"] else list(_lines_of(ref))
    repair(differences(found, own))
    site = site_noted({})
    with translation.override(paper_of(site).language), transaction.atomic():
        return _written(site, own, payout, found)


def _lines_of(ref: str) -> Iterator[Line]:
    """Give the lines of a payout; of one that the bank had sent back before, whose money is in this one, its lines too."""
    for line in lines({"payout": ref}):
        if line.kind not in TO_BANK:
            yield line
        elif line.source and line.source != ref:
            yield from _lines_of(line.source)


def _written(site: Site, own: str, payout: Thing, found: list[Line]) -> Settlement:
    expected = money_of(payout["amount"], payout["currency"])
    settlement, _is_new = Settlement.objects.get_or_create(
        provider=keys.PROVIDER,
        account=own,
        ref=payout["id"],
        defaults={
            "site": site,
            "kind": Settlement.Kind.PAYOUT,
            "expected_minor": expected.minor,
            "currency": expected.currency,
            "arrived_on": _day(payout),
            "is_test": not payout["livemode"],
        },
    )
    settlement.arrived_on = _day(payout)
    wrong = differences(found, own)
    if payout["status"] in SENT_BACK:
        # Nothing has reached the bank: its gifts come there with a later one.
        settlement.lines.all().delete()
        settlement.expected_minor = 0
        wrong = [Difference(payout["id"], "payout", expected, _("The bank sent it back."))]
    else:
        came = _assign(settlement, own, found)
        wrong += _unexplained(payout, expected, came, wrong)
    settlement.differing = [one.kept for one in wrong]
    settlement.state = _state(payout, wrong)
    settlement.save()
    return settlement


def _day(payout: Thing) -> date:
    return moment(payout["arrival_date"]).date()


def _state(payout: Thing, wrong: list[Difference]) -> str:
    if payout["status"] in SENT_BACK:
        return S.BALANCED
    if wrong:
        return S.DIFFERS
    return S.BALANCED if payout["status"] == "paid" else S.OPEN


def _assign(settlement: Settlement, own: str, found: list[Line]) -> Money:
    """Note which entries a payout brought; return what they make."""
    entries: list[Entry] = []
    refs = [line.ref for line in found]
    for begin in range(0, len(refs), 500):
        entries += Entry.objects.filter(
            provider=keys.PROVIDER, account=own, ref__in=refs[begin : begin + 500]
        ).select_related("settled")
    SettlementLine.objects.bulk_create(
        [
            SettlementLine(settlement=settlement, entry=entry)
            for entry in entries
            if not hasattr(entry, "settled")
        ]
    )
    moved = [
        entry.settled.pk
        for entry in entries
        if hasattr(entry, "settled") and entry.settled.settlement_id != settlement.pk
    ]
    SettlementLine.objects.filter(pk__in=moved).update(settlement=settlement)
    same = [one.amount for one in entries if one.currency == settlement.currency]
    return total_of(same, settlement.currency)


def _unexplained(
    payout: Thing, expected: Money, came: Money, wrong: list[Difference]
) -> list[Difference]:
    """Return what no line explains: a payout made by hand has none that can be listed."""
    if came == expected or (wrong and payout["automatic"]):
        return []
    why = (
        _("Its lines make %(amount)s.") % {"amount": came.exact}
        if payout["automatic"]
        else _("It was made by hand, so that nobody can say which gifts it brought.")
    )
    return [Difference(payout["id"], "payout", expected - came, why)]
