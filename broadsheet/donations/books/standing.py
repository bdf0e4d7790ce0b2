"""How a gift stands: it follows from its entries and, while there are none, from its payments. Never from the order of events."""

from broadsheet.donations.models import Dispute, Entry, Gift, Payment, Pledge, Refund
from broadsheet.donations.money import Money, nothing, total_of

S = Gift.State
# What changes how much of a gift stayed; fees do not, they are the paper's.
OF_DONOR = frozenset(
    {"gift", "refund", "refund_failed", "dispute", "dispute_won", "returned", "adjustment"}
)


def entries_of(gift: Gift) -> list[Entry]:
    return list(Entry.objects.filter(gift=gift).order_by("pk"))


def kept_of(gift: Gift, entries: list[Entry] | None = None) -> Money:
    """Return what is left of a gift for whoever gave it: what came, less what went back to her. Fees are the paper's."""
    found = entries_of(gift) if entries is None else entries
    return total_of([one.amount for one in found if one.kind in OF_DONOR], gift.currency)


def net_of(gift: Gift) -> Money:
    """Return what the paper has of a gift: all entries, fees too."""
    return total_of([one.amount for one in entries_of(gift)], gift.currency)


def state_of(gift: Gift) -> str:
    """Return the state that follows from the books, one of `Gift.State`."""
    entries = entries_of(gift)
    came = total_of([one.amount for one in entries if one.kind == Entry.Kind.GIFT], gift.currency)
    if came:
        return _of_money(gift, entries, came)
    states = set(gift.payments.values_list("state", flat=True))
    if Payment.State.COMING in states:
        return S.COMING
    if Payment.State.FAILED in states:
        return S.FAILED
    return gift.state if gift.state in (S.BEGUN, S.FAILED) else S.BEGUN


def _of_money(gift: Gift, entries: list[Entry], came: Money) -> str:
    kept = kept_of(gift, entries)
    if kept == came:
        return S.PAID
    if _sum(gift, entries, "returned"):
        return S.RETURNED
    if _sum(gift, entries, "adjustment") == -came:
        return S.MISTAKEN
    if _sum(gift, entries, "dispute", "dispute_won"):
        # Taken by the bank, and not given back: until that is decided, or for good.
        is_open = Dispute.objects.filter(payment__gift=gift, state=Dispute.State.OPEN).exists()
        return S.DISPUTED if is_open else S.LOST
    return S.PART_REFUNDED if kept > nothing(gift.currency) else S.REFUNDED


def _sum(gift: Gift, entries: list[Entry], *kinds: str) -> Money:
    return total_of([one.amount for one in entries if one.kind in kinds], gift.currency)


def going_back(payment: Payment) -> Money:
    """Return what of a payment was refunded, or is being."""
    counted = (Refund.State.ASKED, Refund.State.COMING, Refund.State.DONE)
    sums = [one.amount for one in payment.refunds.all() if one.state in counted]
    return total_of(sums, payment.currency)


def fulfilled_of(pledge: Pledge) -> Money:
    """Return what has come of a pledge and stayed."""
    return total_of([kept_of(gift) for gift in pledge.gifts.all()], pledge.currency)


def pledge_state(pledge: Pledge) -> str:
    """Return the state that follows from what has come, one of `Pledge.State`; what was ended stays so until money comes."""
    came = fulfilled_of(pledge)
    if pledge.amount <= came:
        return Pledge.State.FULFILLED
    if came:
        return Pledge.State.PART
    ended = (Pledge.State.LAPSED, Pledge.State.CANCELLED)
    return pledge.state if pledge.state in ended else Pledge.State.OPEN
