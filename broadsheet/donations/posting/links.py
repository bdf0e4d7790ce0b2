"""Links in mail to donors, which need no password: one that works once and opens all, and those that stand in each mail.

Whoever reads a mail later, a forwarded one or one in a shared mailbox, can do with its link what does no harm to anybody:
end, pause or change a recurring gift, cancel a pledge, read receipts (decision 44). What a link opens is bound to the
mailbox that it was mailed to: a donor whose address was changed is not opened by what went to the old one.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.core.signing import BadSignature, TimestampSigner, b62_decode
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from broadsheet.donations.models import Donor, OwnLink
from broadsheet.mailbag.sealing import mark

ONCE_LASTS: Final = timedelta(minutes=30)
# More than a year: from the mail about one yearly gift to that about the next.
MAIL_LASTS: Final = timedelta(days=400)
# As long as a card that failed is tried again, and a while.
CARD_LASTS: Final = timedelta(days=21)
SECRET_BYTES: Final = 24
# What a link in a mail is for: recurring gifts and receipts; the same, and another card; to have no reminders of a pledge.
MAIL, CARD, STOP = "m", "c", "s"
_LASTS: Final = {MAIL: MAIL_LASTS, CARD: CARD_LASTS, STOP: MAIL_LASTS}
_MAILBOX_SIGNS: Final = 12
# A point is in none of the signs of a signature, and every program takes it as part of an address.
_signer = TimestampSigner(sep=".", salt="broadsheet.donations.links")


@dataclass(frozen=True)
class Standing:
    """What a link in a mail opens: what it is for, whose it is, and the key of the one thing that it is about (0: all)."""

    purpose: str
    donor: Donor
    about: int


def link_for(donor: Donor, *, now: datetime | None = None) -> str:
    """Return a new address that opens all gifts of this mailbox once, within half an hour. It is kept nowhere."""
    now = now or timezone.now()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    OwnLink.objects.create(
        donor=donor, mark=_mark(secret), mailbox=of_mailbox(donor), until=now + ONCE_LASTS
    )
    return donor.site.root_url + reverse("open_own_gifts", args=[secret])


def find_link(secret: str, *, now: datetime | None = None) -> OwnLink | None:
    """Return the link of this secret if it may still be used; None for any other, whatever is wrong with it."""
    now = now or timezone.now()
    link = (
        OwnLink.objects.filter(mark=_mark(secret), used_at=None, until__gt=now)
        .select_related("donor__site")
        .first()
    )
    if link is None or not link.donor.is_known or link.made_at < link.donor.links_from:
        return None
    return link if link.mailbox == of_mailbox(link.donor) else None


def use_link(secret: str) -> Donor | None:
    """Use a link, and with it all others that wait; return whose it is. Of two who use it at once, one does."""
    link = find_link(secret)
    if link is None:
        return None
    now = timezone.now()
    if not OwnLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        return None
    OwnLink.objects.filter(donor=link.donor, used_at=None).update(used_at=now)
    return link.donor


def standing_link(donor: Donor, purpose: str = MAIL, about: int = 0) -> str:
    """Return the address that stands in a mail to a donor."""
    name = "stop_reminders" if purpose == STOP else "gifts_of_mail"
    return donor.site.root_url + reverse(name, args=[standing_token(donor, purpose, about)])


def standing_token(donor: Donor, purpose: str = MAIL, about: int = 0) -> str:
    box = of_mailbox(donor)[:_MAILBOX_SIGNS]
    return _signer.sign(f"{purpose}-{donor.pk}-{about}-{box}")


def read_standing(token: str) -> Standing | None:
    """Return what a link in a mail opens; None if it opens nothing, whatever is wrong with it."""
    try:
        purpose, donor_key, about, box = _signer.unsign(token).split("-")
        if timezone.now() - _signed_at(token) > _LASTS[purpose]:
            return None
        donor = Donor.objects.select_related("site").filter(pk=int(donor_key)).first()
        donor = _who_it_is_now(donor)
    except (BadSignature, ValueError, KeyError):
        return None
    if donor is None or not of_mailbox(donor).startswith(box):
        return None
    # The signature tells whole seconds.
    if _signed_at(token) < donor.links_from.replace(microsecond=0):
        return None
    return Standing(purpose, donor, int(about))


def end_links(donor: Donor) -> None:
    """Let all links in mails that were sent until now open nothing any more."""
    donor.links_from = timezone.now() + timedelta(seconds=1)
    donor.save(update_fields=["links_from"])
    OwnLink.objects.filter(donor=donor, used_at=None).delete()


def records_of(donor: Donor) -> list[Donor]:
    """Return all records of the mailbox that a donor has shown to be hers: those with the very same address."""
    if not donor.email:
        return [donor]
    same = Q(pk=donor.pk) | Q(email__iexact=donor.email)
    found = Donor.objects.filter(same, site=donor.site, erased_at=None, merged_into=None)
    return list(found.select_related("site").order_by("pk"))


def of_mailbox(donor: Donor) -> str:
    """Return the mark of a donor's address."""
    return mark("own link's mailbox", donor.email.strip().casefold())


def forget_old_links() -> None:
    """Forget links that are over for a day."""
    OwnLink.objects.filter(until__lt=timezone.now() - timedelta(days=1)).delete()


def _who_it_is_now(donor: Donor | None) -> Donor | None:
    """Return the record into which one was merged; None if nobody is behind it any more."""
    while donor is not None and donor.merged_into_id is not None:
        donor = Donor.objects.select_related("site").filter(pk=donor.merged_into_id).first()
    return donor if donor is not None and donor.is_known else None


def _signed_at(token: str) -> datetime:
    stamp = token.rsplit(".", 2)[1]
    return datetime.fromtimestamp(b62_decode(stamp), UTC)


def _mark(secret: str) -> str:
    # A secret is of letters and digits alone; whatever else is asked for has a mark that no link has.
    return mark("own link", secret) or "-"
