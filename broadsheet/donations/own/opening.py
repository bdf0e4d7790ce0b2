"""Who may see a donor's own page, and how much of it: by a cookie for half an hour, or by the link of a mail.

The cookie is set when a link that works once was used. It is of this page's path alone, no script reads it, and no form of
another site's sends it; who comes back from the processor's page is still known. So no address of the whole page holds a secret: none stands in a browser's history, in the log of a
web server, or in what somebody copies to ask for help (decision 44). Links of mails do hold one, and open less.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from broadsheet.donations.models import Donor
from broadsheet.donations.posting.links import CARD, Standing, of_mailbox, records_of
from broadsheet.masthead.giving import OWN_GIFTS_COOKIE

PATH: Final = "/support/mine/"
COOKIE: Final = OWN_GIFTS_COOKIE
LASTS: Final = timedelta(minutes=30)
_signer = TimestampSigner(sep=".", salt="broadsheet.donations.own")


@dataclass(frozen=True)
class Opened:
    """What is open to whoever asks: the records of one mailbox, or of a mail's link one record and less of it.

    `path`: where the page stands; `of_mail`: by the link of a mail; `may_change_card`: an address at the processor may be
    opened, which shows the end of the card's number.
    """

    donors: list[Donor]
    path: str
    of_mail: bool = False
    may_change_card: bool = False

    @property
    def donor(self) -> Donor:
        return self.donors[0]


def opened_by_cookie(request: HttpRequest) -> Opened | None:
    """Return what the cookie opens; None if there is none, or none that is in order any more."""
    try:
        value = _signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=LASTS)
        key, since, box = value.split("-")
        donor = Donor.objects.select_related("site").filter(pk=int(key)).first()
    except (BadSignature, ValueError):
        return None
    if donor is None or not donor.is_known or of_mailbox(donor) != box:
        return None
    if int(since) < int(donor.links_from.timestamp()):
        return None
    return Opened(
        [donor, *(one for one in records_of(donor) if one != donor)],
        PATH + "gifts/",
        may_change_card=True,
    )


def opened_by_mail(standing: Standing, path: str) -> Opened:
    return Opened([standing.donor], path, of_mail=True, may_change_card=standing.purpose == CARD)


def open_with_cookie(response: HttpResponse, donor: Donor, *, now: datetime | None = None) -> None:
    """Let a browser see a donor's page for half an hour."""
    now = now or timezone.now()
    response.set_cookie(
        COOKIE,
        _signer.sign(f"{donor.pk}-{int(now.timestamp())}-{of_mailbox(donor)}"),
        max_age=LASTS,
        path=PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def close(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def prove(donor: Donor) -> bool:
    """Note that a mailbox was shown to be its donor's; say whether this record is now the one that is proved.

    If another record of the same mailbox was proved before, both stay as they are: the desk looks at them, and merges them.
    """
    if donor.email_proved_at is not None:
        return True
    if not donor.mailbox:
        return False
    donor.email_proved_at = timezone.now()
    try:
        with transaction.atomic():
            donor.save(update_fields=["email_proved_at"])
    except IntegrityError:
        donor.email_proved_at = None
        return False
    return True
