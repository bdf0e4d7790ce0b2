"""What of a file stands in the books: the same numbers, what contradicts them, and what looks like a gift of another source."""

from typing import Any

from django.utils.translation import gettext as _

from broadsheet.donations.importing.lines import KNOWN, NEW, PASSED, REFUSED, Line, Looked
from broadsheet.donations.importing.sources import PROVIDER
from broadsheet.donations.models import Entry, Payment
from broadsheet.donations.money import Money


class Known:
    """What stands in the books of this processor, and in the lines above."""

    def __init__(self, processor: str) -> None:
        of_it = {"provider": PROVIDER, "account": processor}
        paid: Any = Payment.objects.filter(**of_it).values_list("ref", "amount_minor", "currency")
        self.paid = {ref: Money(minor, currency) for ref, minor, currency in paid}
        gone: Any = Entry.objects.filter(**of_it, kind=Entry.Kind.REFUND)
        # By the refund's own number, which payment it took back.
        self.refunds: dict[str, str] = {}
        self.back: dict[str, int] = {}
        for refund, ref, minor in gone.values_list("ref", "payment__ref", "amount_minor"):
            self.refunds[refund] = ref
            self.back[ref] = self.back.get(ref, 0) - minor
        fees: Any = Entry.objects.filter(**of_it, kind__in=(Entry.Kind.FEE, Entry.Kind.DISPUTE_FEE))
        self.fees = set(fees.values_list("ref", flat=True))
        # Taken by the paper's own button, they are in the books by another way.
        own: Any = Payment.objects.filter(provider="stripe").values_list("ref", flat=True)
        self.own = set(own)


def compare(looked: Looked, known: Known) -> None:
    """Mark what is known already; refuse what contradicts it."""
    for line in looked.lines:
        if line.outcome == NEW and line.amount is not None:
            _compare_gift(line, known)
    # Refunds stand above their gifts in files that begin with the newest.
    for line in looked.lines:
        if line.outcome == NEW and line.back is not None and line.amount is None:
            _compare_refund(line, known)
    for line in looked.lines:
        if line.outcome == NEW and line.charge is not None:
            _compare_fee(line, known)


def _compare_gift(line: Line, known: Known) -> None:
    assert line.amount is not None
    before = known.paid.get(line.ref)
    if {line.ref, line.other_ref} & known.own:
        line.leave(KNOWN, _("It came through the paper's own page."))
    elif before is None:
        known.paid[line.ref] = line.amount
        known.back[line.ref] = line.back.minor if line.back else 0
    elif before != line.amount:
        line.leave(
            REFUSED,
            _("Transaction %(ref)s is known with another amount: %(amount)s.")
            % {"ref": line.ref, "amount": before.exact},
        )
    else:
        _compare_back(line, known)


def _compare_back(line: Line, known: Known) -> None:
    """Keep of a gift that is known only what of it went back since."""
    back = line.back.minor if line.back else 0
    before = known.back.get(line.ref, 0)
    if back <= before:
        line.leave(KNOWN, _("It is in the books already."))
        return
    assert line.amount is not None
    line.of, line.back = line.ref, Money(back - before, line.amount.currency)
    line.ref, line.amount, line.fee = f"{line.ref}:refunded:{back}", None, None


def _compare_fee(line: Line, known: Known) -> None:
    """Keep a fee of a gift that is known, though it names the refund instead; leave out what was taken for anything else."""
    assert line.charge is not None
    line.of = known.refunds.get(line.of, line.of)
    came = known.paid.get(line.of)
    # A fee that was once booked as a refund is not booked again.
    if line.ref in known.fees or line.ref in known.refunds:
        line.leave(KNOWN, _("It is in the books already."))
    elif came is None or came.currency != line.charge.currency:
        line.leave(PASSED, _("A fee, and not of a gift that is in the books."))
    else:
        known.fees.add(line.ref)


def _compare_refund(line: Line, known: Known) -> None:
    assert line.back is not None
    came = known.paid.get(line.of)
    if line.ref in known.refunds:
        line.leave(KNOWN, _("It is in the books already."))
    elif came is None:
        line.leave(
            REFUSED,
            _(
                "It refunds transaction %(ref)s, which is not in the books. Bring the file of that time first."
            )
            % {"ref": line.of or "–"},
        )
    elif (
        came.currency != line.back.currency
        or came.minor < known.back.get(line.of, 0) + line.back.minor
    ):
        line.leave(REFUSED, _("It refunds more than came."))
    else:
        known.refunds[line.ref] = line.of
        known.back[line.of] = known.back.get(line.of, 0) + line.back.minor
