"""Erasing a donor: the name leaves every screen and mail at once; sums, numbers and receipts stay.

Whom a receipt was issued to stays locked up and shown to nobody until the years are over for which the paper keeps it
(`GiftRules.keeps_receipts_years`); then it is deleted, and only sums stay.
"""

from typing import Any, Final

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.errors import DonationError, FirstComeError
from broadsheet.donations.models import (
    Donor,
    Gift,
    GiftFile,
    Plan,
    Pledge,
    ReceiptPerson,
    Refund,
    rules_of,
)
from broadsheet.donations.registry import ENDS_PLAN
from broadsheet.donations.trail import note_deed
from broadsheet.masthead.models import paper_of
from broadsheet.newsroom.models import User

# What a donor has said of herself or of others, beside her gifts.
SAID: Final[dict[str, str]] = {"message": "", "honour": "", "honoured": ""}


def erase(donor: Donor, *, by: User) -> Donor:
    """Erase a donor and whoever was merged into her. There is no way back.

    Errors:
        DonationError: a recurring gift goes on and cannot be ended now; nobody is erased.
        FirstComeError: she was erased or merged meanwhile.
    """
    for plan in Plan.objects.filter(donor__in=_records(donor)).exclude(state=Plan.State.ENDED):
        _end(plan)
    with transaction.atomic():
        held = Donor.objects.select_for_update(of=("self",)).get(pk=donor.pk)
        if not held.is_known:
            raise FirstComeError(
                _("This donor is no longer here: the record was merged with another, or erased.")
            )
        records = _records(held)
        _forget_what_was_said(records)
        for record in Donor.objects.filter(pk__in=records):
            _empty(record)
        # Whoever is named in a file that somebody looks at just now cannot be told; it is sent in again.
        GiftFile.objects.filter(site=held.site).update(sealed="")
        note_deed(held.site, "donor_erased", f"donor {held.pk}", by=by)
    held.refresh_from_db()
    return held


def what_keeps(donor: Donor) -> list[Plan]:
    """Return the recurring gifts that go on, which are ended before their donor is erased."""
    found = Plan.objects.filter(donor__in=_records(donor)).exclude(state=Plan.State.ENDED)
    return list(found.order_by("pk"))


def _records(donor: Donor) -> list[int]:
    """Return the keys of a donor's record and of all that were merged into it."""
    found, fresh = [donor.pk], [donor.pk]
    while fresh:
        into = Donor.objects.filter(merged_into__in=fresh).exclude(pk__in=found)
        fresh = list(into.values_list("pk", flat=True))
        found += fresh
    return found


def _end(plan: Plan) -> None:
    """End a recurring gift where it is run.

    Errors:
        DonationError: that is not possible now.
    """
    if not plan.ref:
        # It never began anywhere.
        Plan.objects.filter(pk=plan.pk, ref="").update(
            state=Plan.State.ENDED, ended_at=timezone.now(), end_reason="erased"
        )
    elif plan.provider in ENDS_PLAN:
        ENDS_PLAN[plan.provider](plan)
    plan.refresh_from_db()
    if plan.state != Plan.State.ENDED:
        raise DonationError(
            _(
                "The recurring gift %(code)s goes on and cannot be ended from here now. End it at the processor or try again "
                "later, then erase the donor."
            )
            % {"code": plan.code}
        )


def _forget_what_was_said(records: list[int]) -> None:
    for model in (Gift, Plan, Pledge):
        model.objects.filter(donor__in=records).update(**SAID)
    pledges = Pledge.objects.filter(donor__in=records)
    pledges.update(no_reminders=True)
    pledges.filter(state=Pledge.State.OPEN).update(state=Pledge.State.CANCELLED)
    Refund.objects.filter(payment__gift__donor__in=records).update(reason="")
    ReceiptPerson.objects.filter(receipt__gifts__donor__in=records).update(is_hidden=True)


def _empty(donor: Donor) -> None:
    # Mail that waits, links that were mailed: whatever would go with the record goes now.
    for relation in donor._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            kind: Any = relation.related_model
            kind.objects.filter(**{relation.field.name: donor}).delete()
    donor.name = donor.email = donor.mailbox = donor.notes = ""
    donor.wall_name = donor.address_sealed = ""
    donor.email_proved_at, donor.wants_mail = None, False
    donor.wall, donor.wall_seen = Donor.Wall.NO, False
    donor.erased_at = timezone.now()
    # One by one: the wall on which she was named is printed again.
    donor.save()


def forget_people() -> int:
    """Delete whom receipts were issued to, of donors who were erased, once the years are over; return of how many."""
    count = 0
    for site in Site.objects.all():
        this_year = timezone.localdate(timezone=paper_of(site).zone).year
        last = this_year - rules_of(site).keeps_receipts_years - 1
        over = Q(receipt__site=site, receipt__year__lte=last, is_hidden=True)
        count += ReceiptPerson.objects.filter(over).delete()[0]
    return count
