"""Bringing what a file holds into the books: each gift once, however often the file comes."""

from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from broadsheet.donations.beginning import begin_gift, find_or_make_donor
from broadsheet.donations.books.applying import apply
from broadsheet.donations.books.movements import Found, FoundRefund, Movement
from broadsheet.donations.importing.campaigns import Campaigns
from broadsheet.donations.importing.lines import NEW, REFUSED, Line, Looked
from broadsheet.donations.importing.reading import FileRefusedError
from broadsheet.donations.importing.sources import PROVIDER
from broadsheet.donations.models import Donor, Entry, Gift, Mailing, Payment, Receipt, Refund
from broadsheet.donations.trail import note_deed
from broadsheet.mailbag.people import mail_form
from broadsheet.newsroom.models import User
from broadsheet.press.recorder import one_memory

# A longer transaction keeps others waiting, a shorter one takes its time.
AT_ONCE = 20


class Brought(NamedTuple):
    """How many gifts, refunds, and fees that were taken afterwards were brought in."""

    gifts: int
    refunds: int
    fees: int = 0


class Order(NamedTuple):
    """Whose file it is and how it is brought: `receipts`: donors are sent receipts for what is new."""

    site: Site
    processor: str
    receipts: bool = False
    by: User | None = None


def refuse_bad_lines(looked: Looked) -> None:
    """Refuse a file of which a line cannot be read.

    Errors:
        FileRefusedError: how many, and where the first is.
    """
    refused = looked.having(REFUSED)
    if refused:
        said = ngettext(
            "One line cannot be brought in, line %(line)s: %(why)s Nothing was brought in.",
            "%(count)d lines cannot be brought in, the first is line %(line)s: %(why)s Nothing was brought in.",
            len(refused),
        )
        first = refused[0]
        raise FileRefusedError(
            said % {"count": len(refused), "line": first.number, "why": first.why}
        )


def refuse_alike(looked: Looked) -> None:
    """Refuse a file of which a new line looks like a gift in the books that came by another way.

    Errors:
        FileRefusedError: how many, where the first is, and how they come in if they are other gifts.
    """
    if looked.alike:
        said = ngettext(
            "One line is perhaps in the books already, line %(line)s: %(why)s Nothing was brought in. If it is another gift, add --alike; else take the line out of the file.",
            "%(count)d lines are perhaps in the books already, the first is line %(line)s: %(why)s Nothing was brought in. If they are other gifts, add --alike; else take the lines out of the file.",
            len(looked.alike),
        )
        first = looked.alike[0]
        raise FileRefusedError(
            said % {"count": len(looked.alike), "line": first.number, "why": first.why}
        )


def bring(looked: Looked, order: Order) -> Brought:
    """Bring in what is new, gifts before refunds and fees; what somebody else brings at the same moment is not brought twice."""
    order = order._replace(processor=looked.processor)
    new = looked.having(NEW)
    gifts = [line for line in new if line.amount is not None]
    donors, campaigns = _Donors(order.site), Campaigns(order.site, gifts)
    came: list[Line] = []
    for start in range(0, len(gifts), AT_ONCE):
        # What is known of the paper, its donors and payments is asked for once in each of them.
        with transaction.atomic(), one_memory():
            lines = _not_there_yet(gifts[start : start + AT_ONCE], order)
            donors.look_up(lines)
            found = [_bring_gift(line, order, donors, campaigns) for line in lines]
            _hold_mail(order, *found)
        came += lines
    refunds = [line for line in new if line.amount is None and line.back is not None]
    fees = [line for line in new if line.charge is not None]
    for line in refunds:
        _bring_refund(line, order)
    for line in fees:
        _bring_fee(line, order)
    went_with_it = sum(line.back is not None for line in came)
    brought = Brought(len(came), len(refunds) + went_with_it, len(fees))
    if new:
        note_deed(order.site, "imported", order.processor, after=brought._asdict(), by=order.by)
    return brought


def _not_there_yet(lines: list[Line], order: Order) -> list[Line]:
    """Leave out what somebody else has brought since the file was looked at."""
    of_them = Payment.objects.filter(
        provider=PROVIDER, account=order.processor, ref__in=[line.ref for line in lines]
    )
    there = set(of_them.values_list("ref", flat=True))
    return [line for line in lines if line.ref not in there]


class _Donors:
    """Who gave through this file: one mailbox is one donor, among those who came from files or have shown that it is theirs."""

    def __init__(self, site: Site) -> None:
        self.site, self.found = site, dict[str, Donor]()

    def look_up(self, lines: list[Line]) -> None:
        """Find the donors whom the paper knows already; one who has shown that the mailbox is hers goes before others."""
        boxes = {mail_form(line.email) for line in lines if line.email} - set(self.found)
        known = Donor.objects.filter(
            site=self.site, mailbox__in=boxes, erased_at=None, merged_into=None
        ).order_by("pk")
        of_files = known.filter(email_proved_at=None, gifts__provider=PROVIDER).distinct()
        for donor in (*known.exclude(email_proved_at=None), *of_files):
            self.found.setdefault(donor.mailbox, donor)

    def of(self, line: Line) -> Donor | None:
        """Return who gave; None if nobody is named."""
        box = mail_form(line.email) if line.email else ""
        if not box and not line.name:
            return None
        donor = self.found.get(box)
        if donor is None:
            donor = find_or_make_donor(
                self.site, name=line.name, email=line.email, address=line.address
            )
        elif line.address and not donor.address_sealed:
            donor.address = line.address
            donor.save(update_fields=["address_sealed"])
        if box:
            self.found[box] = donor
        return donor


def _bring_gift(line: Line, order: Order, donors: _Donors, campaigns: Campaigns) -> Gift:
    assert line.amount is not None
    assert line.at is not None
    key = f"import:{order.processor}:{line.ref}"
    gift = begin_gift(
        order.site,
        line.amount,
        provider=PROVIDER,
        account=order.processor,
        donor=donors.of(line),
        campaign=campaigns.of(line),
        form_key=sha256(key.encode()).hexdigest(),
        made_at=line.at,
    )
    moved = [Movement(Entry.Kind.GIFT, line.ref, line.amount, line.at)]
    if line.fee:
        moved.append(Movement(Entry.Kind.FEE, line.ref, -line.fee, line.at))
    refunds: tuple[FoundRefund, ...] = ()
    if line.back:
        ref = f"{line.ref}:refunded:{line.back.minor}"
        moved.append(Movement(Entry.Kind.REFUND, ref, -line.back, line.at))
        refunds = (FoundRefund(ref, line.back, Refund.State.DONE),)
    apply(gift, _found(order, line, gift, moved, refunds), entered_by=order.by)
    return gift


def _bring_refund(line: Line, order: Order) -> None:
    assert line.back is not None
    assert line.at is not None
    payment = _payment_of(line, order)
    moved = [Movement(Entry.Kind.REFUND, line.ref, -line.back, line.at)]
    if line.fee:
        moved.append(Movement(Entry.Kind.FEE_BACK, line.ref, line.fee, line.at))
    refund = FoundRefund(line.ref, line.back, Refund.State.DONE)
    with transaction.atomic():
        apply(payment.gift, _found(order, line, payment.gift, moved, (refund,)))
        _hold_mail(order, payment.gift)


def _bring_fee(line: Line, order: Order) -> None:
    """Write down what was taken of the paper for a gift, as after a chargeback; for whoever gave it changes nothing."""
    assert line.charge is not None
    assert line.at is not None
    payment = _payment_of(line, order)
    moved = [Movement(line.charged_as, line.ref, -line.charge, line.at)]
    apply(payment.gift, _found(order, line, payment.gift, moved, ()))


def _payment_of(line: Line, order: Order) -> Payment:
    found: Payment = Payment.objects.select_related("gift").get(
        provider=PROVIDER, account=order.processor, ref=line.of
    )
    return found


def _found(
    order: Order, line: Line, gift: Gift, moved: list[Movement], refunds: tuple[FoundRefund, ...]
) -> Found:
    """Return what a line says of the payment that it is, or that it names."""
    own: dict[str, Any] = {"method": Payment.Method.OTHER}
    if line.amount is not None and line.cheque:
        own = {"method": Payment.Method.CHEQUE, "cheque_number": line.cheque}
    elif line.amount is None:
        own = {"method": gift.payments.get(account=order.processor, ref=line.of).method}
    return Found(
        provider=PROVIDER,
        account=order.processor,
        ref=line.ref if line.amount is not None else line.of,
        state=Payment.State.PAID,
        amount=gift.amount,
        movements=tuple(moved),
        refunds=refunds,
        **own,
    )


def _hold_mail(order: Order, *gifts: Gift) -> None:
    """Keep receipts in the books and mail none: the other site has sent its own."""
    if order.receipts or not gifts:
        return
    receipts = Receipt.objects.filter(gifts__in=gifts).values_list("pk", flat=True)
    keys = [f"receipt:{key}" for key in receipts]
    Mailing.objects.filter(key__in=keys, state__in=("due", "paper")).delete()


def in_words(brought: Brought) -> str:
    return _("%(gifts)s gifts and %(refunds)s refunds are in the books now.") % brought._asdict()
