"""Rows of a batch as they are typed: what a code in one leads to, and whether the cheque stands somewhere already."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.errors import DonationError
from broadsheet.donations.manual import today_at
from broadsheet.donations.models import Batch, BatchLine, Campaign, Donor, Gift, Payment, Pledge
from broadsheet.donations.money import Money
from broadsheet.mailbag.people import name_form

# For how long a cheque's number is remembered.
REMEMBERED: Final = timedelta(days=730)


@dataclass(frozen=True)
class Typed:
    """One row as it was typed. With a code, the donor is the one of the slip or pledge, if none is named."""

    amount: Money
    method: str = Payment.Method.CHEQUE
    cheque_number: str = ""
    cheque_bank: str = ""
    donor: Donor | None = None
    # Of a donor who is not known yet; `is_new` says so where others have that name.
    name: str = ""
    is_new: bool = False
    email: str = ""
    address: str = ""
    campaign: Campaign | None = None
    code: str = ""
    is_no_copy: bool = False


def found_by_code(site: Site, code: str) -> tuple[Pledge | None, Gift | None]:
    """Return the pledge of a code, or the gift that its slip began.

    Errors:
        DonationError: there is neither at this paper, or it takes no money any more.
    """
    pledge = Pledge.objects.filter(site=site, code=code).select_related("donor").first()
    if pledge is not None:
        return pledge, None
    gift = Gift.objects.filter(site=site, code=code, provider="manual").first()
    if gift is None:
        raise DonationError(
            _("No slip and no pledge has the code %(code)s. Look at it again.") % {"code": code}
        )
    return None, gift


def look_alike(batch: Batch, typed: Typed, line: BatchLine) -> str:
    """Say where a cheque of the same number, bank and amount stands already; nothing if none does."""
    if typed.method != Payment.Method.CHEQUE or not typed.cheque_number:
        return ""
    since = today_at(batch.site) - REMEMBERED
    same: dict[str, Any] = {
        "amount_minor": typed.amount.minor,
        "currency": typed.amount.currency,
        "method": Payment.Method.CHEQUE,
    }
    rows = BatchLine.objects.filter(
        **same, batch__site=batch.site, batch__received_on__gte=since, gift=None
    )
    booked = Payment.objects.filter(**same, gift__site=batch.site, received_on__gte=since)
    others = rows.exclude(pk=line.pk).select_related("batch", "donor")
    typed_before = [(one, one.batch.received_on, one.donor) for one in others]
    known = booked.select_related("gift__donor")
    standing = [*typed_before, *((one, one.received_on, one.gift.donor) for one in known)]
    who = _who(typed.donor, typed.name or _name_by_code(batch.site, typed.code))
    for one, day, donor in standing:
        is_near = getattr(one, "batch_id", None) == batch.pk
        if _is_same_cheque(one, typed) or (
            _is_same_number(one, typed) and _is_same_giver(who, _who(donor), is_near=is_near)
        ):
            return _(
                "A check number %(number)s of %(amount)s stands already among those of %(day)s. "
                "Tick that this is another one, or leave it out."
            ) % {
                "number": typed.cheque_number,
                "amount": typed.amount.exact,
                "day": date_format(day, "SHORT_DATE_FORMAT") if day else "",
            }
    return ""


def _is_same_cheque(one: Any, typed: Typed) -> bool:
    """Say whether number and bank are the same; a bank that was left out may be any."""
    banks = {_plain(one.cheque_bank), _plain(typed.cheque_bank)} - {""}
    return _is_same_number(one, typed) and len(banks) < 2


def _is_same_number(one: Any, typed: Typed) -> bool:
    return _plain(one.cheque_number) == _plain(typed.cheque_number)


def _is_same_giver(one: str, other: str, *, is_near: bool) -> bool:
    """Say whether one donor may have given both, whose bank is only spelled otherwise: of nobody, in one batch."""
    return one == other if one and other else is_near


def _who(donor: Donor | None, name: str = "") -> str:
    """Return a donor as she is compared; empty if nobody is named."""
    return name_form(donor.name if donor is not None else name)


def _name_by_code(site: Site, code: str) -> str:
    asked = [one for one in found_by_code(site, code) if one is not None] if code else []
    return asked[0].donor.name if asked and asked[0].donor is not None else ""


def _plain(words: str) -> str:
    """Return a number or bank as it is compared: 00123 is 123."""
    return "".join(words.split()).casefold().lstrip("0")
