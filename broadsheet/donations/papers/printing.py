"""Receipts and statements that wait on paper: printed in one document, and then noted as printed by whoever did it."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from wagtail.models import Site

from broadsheet.donations.models import Mailing, Receipt
from broadsheet.donations.papers.reading import person_on
from broadsheet.donations.trail import note_deed
from broadsheet.mailbag.sealing import LockedError
from broadsheet.newsroom.models import User

KINDS = (Mailing.Kind.RECEIPT, Mailing.Kind.STATEMENT)
# More than a printer takes at once; the rest is printed after these.
A_PILE = 500


def waiting(site: Site) -> "QuerySet[Mailing]":
    """Return what waits to be printed at a paper, the oldest first; what counts no longer is not handed out."""
    found = Mailing.objects.filter(
        site=site, kind__in=KINDS, state=Mailing.State.PAPER, donor__erased_at=None
    ).annotate(receipt=Cast(KT("about__receipt"), BigIntegerField()))
    counting = Receipt.objects.filter(pk=OuterRef("receipt"), voided=None)
    return found.filter(Exists(counting)).order_by("pk")


def receipts_of(mailings: Iterable[Mailing]) -> list[Receipt]:
    """Return the receipts that mailings are about, in their order."""
    keys = [one.about["receipt"] for one in mailings]
    found = Receipt.objects.filter(voided=None).select_related("replaced_by").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def name_on(receipt: Receipt) -> str:
    """Return whom a receipt is for; nothing if nobody may know, or if it cannot be opened."""
    try:
        return " ".join(str(person_on(receipt).get("name", "")).split())
    except LockedError:
        return ""


def mark_printed(site: Site, keys: Iterable[int], *, by: User) -> int:
    """Note that these were printed; return how many were not noted before.

    Args:
        keys: of mailings, as they were shown to whoever printed them.
    """
    found = list(waiting(site).filter(pk__in=keys))
    printed = receipts_of(found)
    changed = Mailing.objects.filter(
        pk__in=[one.pk for one in found], state=Mailing.State.PAPER
    ).update(state=Mailing.State.SENT)
    if changed and printed:
        first, last = printed[0].name, printed[-1].name
        about = first if first == last else f"{first} … {last}"
        note_deed(site, "receipt_printed", about, after={"count": len(printed)}, by=by)
    return len(printed) if changed else 0
