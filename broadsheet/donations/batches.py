"""Batches of cheques and cash: typed row by row, compared with the deposit slip, and booked whole or not at all."""

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.beginning import find_or_make_donor
from broadsheet.donations.donors import name_is_known, namesakes
from broadsheet.donations.errors import (
    BooksError,
    DonationError,
    FirstComeError,
    NamesakeError,
    SameChequeError,
)
from broadsheet.donations.manual import (
    bring_in,
    gift_meant,
    refuse_days_to_come,
    standing_for,
    today_at,
)
from broadsheet.donations.models import (
    Batch,
    BatchLine,
    Donor,
    Entry,
    Gift,
    Pledge,
    Settlement,
    SettlementLine,
)
from broadsheet.donations.money import Money, total_of
from broadsheet.donations.trail import note_deed
from broadsheet.donations.typed_rows import Typed, found_by_code, look_alike
from broadsheet.newsroom.models import User

# A day before that is a slip of the pen as a rule.
LONG_AGO: Final = timedelta(days=400)


def open_batch(
    site: Site,
    *,
    received_on: date,
    slip: Money,
    slip_number: str = "",
    is_long_ago: bool = False,
    by: User,
) -> Batch:
    """Begin a batch.

    Args:
        is_long_ago: that it came more than a year ago was meant.

    Errors:
        DonationError: the day is still to come, or long ago, and nobody has said that it is right.
    """
    _refuse_strange_days(site, received_on, is_long_ago)
    batch = Batch.objects.create(
        site=site,
        received_on=received_on,
        currency=slip.currency,
        slip_minor=slip.minor,
        slip_number=slip_number,
        opened_by=by,
    )
    note_deed(site, "batch_opened", about(batch), after=_of_slip(batch), by=by)
    return batch


@transaction.atomic
def change_slip(
    batch: Batch, *, received_on: date, slip: Money, slip_number: str, is_long_ago: bool = False
) -> Batch:
    """Change what a batch is compared with, while it is open.

    Errors:
        FirstComeError: somebody else closed it.
        DonationError: of the day, as of `open_batch`; or rows stand there in another currency.
    """
    batch = _held(batch)
    _refuse_strange_days(batch.site, received_on, is_long_ago)
    if slip.currency != batch.currency:
        raise DonationError(_("Open another batch for another currency."))
    batch.received_on, batch.slip_minor, batch.slip_number = received_on, slip.minor, slip_number
    batch.save()
    return batch


def is_long_ago(site: Site, day: date) -> bool:
    return day < today_at(site) - LONG_AGO


def _refuse_strange_days(site: Site, day: date, is_meant: bool) -> None:
    refuse_days_to_come(site, day)
    if is_long_ago(site, day) and not is_meant:
        raise DonationError(
            _("That day is more than a year ago. Look at it again, or tick that it is right.")
        )


def about(batch: Batch) -> str:
    """Return how the record of acts names a batch."""
    return f"{batch.received_on.isoformat()} #{batch.pk}"


def lines_of(batch: Batch) -> list[BatchLine]:
    """Return the rows of a batch in the order in which they were typed."""
    lines = batch.lines.select_related("donor", "campaign", "pledge", "gift")
    return list(lines.order_by("pk"))


def slip_of(batch: Batch) -> Money:
    return Money(batch.slip_minor, batch.currency)


def total_in(batch: Batch) -> Money:
    return total_of([line.amount for line in batch.lines.all()], batch.currency)


def gap_in_words(batch: Batch) -> str:
    """Say by how much rows and slip differ; nothing if they do not."""
    total, slip = total_in(batch), slip_of(batch)
    told = {"total": total.exact, "slip": slip.exact}
    if total < slip:
        left = (slip - total).exact
        words = _("%(gap)s is missing: the rows come to %(total)s, and the slip says %(slip)s.")
        return words % {**told, "gap": left}
    if total > slip:
        words = _("%(gap)s is too much: the rows come to %(total)s, and the slip says %(slip)s.")
        return words % {**told, "gap": (total - slip).exact}
    return ""


# Rows ---------------------------------------------------------------------------------------------
@transaction.atomic
def keep_line(batch: Batch, key: str, typed: Typed) -> BatchLine:
    """Keep one row of an open batch; sent again under its key, it is the same row, as it was typed last.

    Errors:
        FirstComeError: somebody else closed the batch.
        SameChequeError: it looks like another cheque, and nobody has said that it is none.
        NamesakeError: a donor of that name is known, and nobody has said that this is another.
        DonationError: its code is of no slip or pledge here.
    """
    batch = _held(batch)
    if typed.amount.currency != batch.currency:
        raise DonationError(_("Open another batch for another currency."))
    line = batch.lines.filter(key=key).first() or BatchLine(batch=batch, key=key)
    if not typed.is_no_copy and (where := look_alike(batch, typed, line)):
        raise SameChequeError(where)
    pledge, slip = found_by_code(batch.site, typed.code) if typed.code else (None, None)
    if pledge is not None and pledge.currency != batch.currency:
        raise DonationError(_("The pledge is in another currency than this batch."))
    before, line.donor = (
        line.donor,
        _donor_of(batch, line, typed) or _donor_named_by(pledge or slip),
    )
    line.amount_minor, line.currency = typed.amount.minor, typed.amount.currency
    line.pledge, line.slip_code = pledge, slip.code if slip else ""
    for name in ("method", "cheque_number", "cheque_bank", "campaign", "is_no_copy"):
        setattr(line, name, getattr(typed, name))
    line.save()
    if before != line.donor:
        _forget_donor(batch, before)
    return line


def _donor_named_by(asked: Pledge | Gift | None) -> Donor | None:
    return standing_for(asked.donor) if asked is not None else None


def _donor_of(batch: Batch, line: BatchLine, typed: Typed) -> Donor | None:
    if typed.donor is not None:
        return standing_for(typed.donor)
    if not typed.name:
        return None
    kept = standing_for(line.donor)
    # The same row once more: its donor was made when it came first.
    if kept is not None and kept.name == typed.name:
        return kept
    if not typed.is_new and namesakes(batch.site, typed.name):
        raise NamesakeError(name_is_known())
    return find_or_make_donor(batch.site, name=typed.name, email=typed.email, address=typed.address)


@transaction.atomic
def drop_line(batch: Batch, line_key: int) -> None:
    """Take a row out of an open batch; one that is gone already stays gone.

    Errors:
        FirstComeError: somebody else closed the batch.
    """
    batch = _held(batch)
    line = batch.lines.filter(pk=line_key).select_related("donor").first()
    if line is not None:
        _forget(batch, line)


def _forget(batch: Batch, line: BatchLine) -> None:
    donor = line.donor
    line.delete()
    _forget_donor(batch, donor)


def _forget_donor(batch: Batch, donor: Donor | None) -> None:
    """Delete a donor whom one row alone had made, and who has nothing else."""
    if donor is None or donor.made_at < batch.opened_at:
        return
    kept = (donor.gifts, donor.pledges, donor.plans, donor.mailings, donor.merged)
    others = BatchLine.objects.filter(donor=donor).exists()
    if not others and not any(of.exists() for of in kept):
        donor.delete()


# The whole ----------------------------------------------------------------------------------------
@transaction.atomic
def close_batch(batch: Batch, *, by: User) -> Settlement:
    """Book every row of a batch, if they come to the slip's total to the cent.

    Errors:
        FirstComeError: somebody else closed it.
        BooksError: the sums differ, or there is no row; nothing is changed.
    """
    batch = _held(batch)
    lines = lines_of(batch)
    if not lines:
        raise BooksError(_("Type the checks first: this batch has no row."))
    if gap := gap_in_words(batch):
        raise BooksError(gap)
    settlement = Settlement.objects.create(
        site=batch.site,
        kind=Settlement.Kind.DEPOSIT,
        provider="manual",
        ref=f"deposit-{batch.pk}",
        expected_minor=batch.slip_minor,
        currency=batch.currency,
        arrived_on=batch.received_on,
        state=Settlement.State.BALANCED,
        closed_by=by,
    )
    for line in lines:
        SettlementLine.objects.create(settlement=settlement, entry=_book(batch, line, by))
    batch.settlement = settlement
    batch.save(update_fields=["settlement"])
    told = {**_of_slip(batch), "rows": len(lines)}
    note_deed(batch.site, "batch_closed", about(batch), after=told, by=by)
    return settlement


def _book(batch: Batch, line: BatchLine, by: User) -> Entry:
    ref = f"batch-{batch.pk}-{line.key}"
    line.gift = gift_meant(
        batch.site,
        line.amount,
        key=ref,
        donor=standing_for(line.donor),
        pledge=line.pledge,
        code=line.slip_code,
        campaign=line.campaign,
    )
    payment = bring_in(
        line.gift,
        ref=ref,
        method=line.method,
        on=batch.received_on,
        by=by,
        cheque_number=line.cheque_number,
        cheque_bank=line.cheque_bank,
    )
    line.save(update_fields=["gift"])
    return payment.entries.get(kind=Entry.Kind.GIFT)


@transaction.atomic
def drop_batch(batch: Batch, *, by: User) -> None:
    """Throw an open batch away, with all that was typed.

    Errors:
        FirstComeError: somebody else closed it, or threw it away.
    """
    batch = _held(batch)
    told = {**_of_slip(batch), "rows": batch.lines.count()}
    for line in lines_of(batch):
        _forget(batch, line)
    note_deed(batch.site, "batch_dropped", about(batch), before=told, by=by)
    batch.delete()


def _held(batch: Batch) -> Batch:
    """Return an open batch, held until the transaction ends.

    Errors:
        FirstComeError: it is open no longer.
    """
    held = Batch.objects.select_for_update(of=("self",)).select_related("site")
    found = held.filter(pk=batch.pk).first()
    if found is None:
        raise FirstComeError(_("Somebody else has thrown this batch away."))
    if found.is_closed:
        raise FirstComeError(
            _(
                "Somebody else has closed this batch: it is in the books. Open another for what is left."
            )
        )
    return found


def _of_slip(batch: Batch) -> dict[str, Any]:
    return {
        "minor": batch.slip_minor,
        "currency": batch.currency,
        "slip": batch.slip_number,
        "day": batch.received_on.isoformat(),
    }
