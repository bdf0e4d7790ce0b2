"""Asking for the link to one's own gifts: whoever asks, and for whichever address, is told the same, after the same work.

The request itself only writes down what is asked, locked up; the worker looks whether there are gifts of that address.
"""

from django_tasks import task
from wagtail.models import Site

from broadsheet.donations.models import Donor
from broadsheet.donations.posting.sending import queue_link, send_one
from broadsheet.mailbag.mailing import can_mail, may_mail
from broadsheet.mailbag.people import mail_form
from broadsheet.mailbag.sealing import LockedError, seal, unseal


def ask_for_link(site: Site, address: str) -> None:
    """Have the link to their gifts mailed to whoever has this address."""
    mail_link.enqueue(site.pk, seal({"email": address}))


@task()
def mail_link(site_id: int, sealed: str) -> None:
    """Mail the link, if gifts of that address are known and its mailbox has not had its share of mail.

    It goes to the address that stands in the record, never to the one that was typed, which may be another's mailbox.
    """
    try:
        address = unseal(sealed)["email"]
    except LockedError:
        # The key was changed since: she asks again.
        return
    donor = donor_of(site_id, address)
    if donor is None or not can_mail() or not may_mail(donor.email):
        return
    send_one(queue_link(donor).pk)


def donor_of(site_id: int, address: str) -> Donor | None:
    """Return whose address this is: the record whose mailbox is proved before others, then the very same address, the newest."""
    box = mail_form(address)
    known = Donor.objects.filter(site=site_id, mailbox=box, erased_at=None, merged_into=None)
    found = sorted(
        known.exclude(email="").select_related("site"),
        key=lambda one: (
            one.email_proved_at is not None,
            one.email.casefold() == address.strip().casefold(),
            one.pk,
        ),
    )
    return found[-1] if found else None
