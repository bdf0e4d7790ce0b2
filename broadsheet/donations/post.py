"""Mail that is due is written down with the money it tells of; the worker sends it (`posting.py`)."""

from typing import Any

from wagtail.models import Site

from broadsheet.donations.models import Donor, Mailing


def queue(site: Site, kind: str, donor: Donor, key: str, **about: Any) -> Mailing | None:
    """Write down a mail, once for each key; return it if it is new. Nobody writes to a donor who was erased.

    Args:
        kind: one of `Mailing.Kind`.
        key: what it is about, as in "receipt:123". A second one of the same key is the same mail.
        about: keys of what it tells of.
    """
    if donor.erased_at is not None:
        return None
    by_mail = bool(donor.email) and donor.wants_mail and donor.is_known
    mailing, is_new = Mailing.objects.get_or_create(
        key=key,
        defaults={
            "site": site,
            "kind": kind,
            "donor": donor,
            "about": about,
            "state": Mailing.State.DUE if by_mail else Mailing.State.PAPER,
        },
    )
    return mailing if is_new else None
