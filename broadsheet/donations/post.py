"""Mail that is due is written down with the money it tells of; the worker sends it (`posting/sending.py`)."""

from typing import Any, Final

from wagtail.models import Site

from broadsheet.donations.models import Donor, Mailing

# What is printed for whoever has no e-mail or wants none; of the rest paper would be of no use, or too late.
ON_PAPER: Final = frozenset({Mailing.Kind.RECEIPT, Mailing.Kind.STATEMENT, Mailing.Kind.THANKS})


def goes_by_mail(donor: Donor, kind: str) -> bool:
    """Say whether a donor is mailed this: who wants no receipts by e-mail is still told when a payment fails."""
    return donor.is_known and bool(donor.email) and (donor.wants_mail or kind not in ON_PAPER)


def otherwise(kind: str) -> str:
    """Return the state of a mail that cannot go by mail."""
    return Mailing.State.PAPER if kind in ON_PAPER else Mailing.State.MOOT


def queue(site: Site, kind: str, donor: Donor, key: str, **about: Any) -> Mailing | None:
    """Write down a mail, once for each key; return it if it is new. Nobody writes to a donor who was erased.

    Args:
        kind: one of `Mailing.Kind`.
        key: what it is about, as in "receipt:123". A second one of the same key is the same mail.
        about: keys of what it tells of.
    """
    if donor.erased_at is not None:
        return None
    mailing, is_new = Mailing.objects.get_or_create(
        key=key,
        defaults={
            "site": site,
            "kind": kind,
            "donor": donor,
            "about": about,
            "state": Mailing.State.DUE if goes_by_mail(donor, kind) else otherwise(kind),
        },
    )
    return mailing if is_new else None
