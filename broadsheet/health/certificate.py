"""The certificate of the paper's own address: how long browsers will take it."""

import time
from datetime import UTC, datetime, timedelta
from ssl import SSLCertVerificationError

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.health.kept import keep, kept
from broadsheet.health.state import State, said_at, told
from broadsheet.lib.fetching import certificate_end
from broadsheet.lib.outside import FetchError

CERTIFICATE = "certificate"
LOOK_EVERY = timedelta(hours=6)
# Those who renew by a program do so thirty days before.
SHORT = timedelta(days=14)
SECONDS = 10.0


def look_at_certificate() -> None:
    """Ask the paper's own address for its certificate, if it has one and was not asked for some hours."""
    if not settings.HTTPS:
        return
    known = kept(CERTIFICATE)
    is_new = known.get("address") != settings.ADDRESS
    if not is_new and time.time() - known.get("looked_at", 0) < LOOK_EVERY.total_seconds():
        return
    found: dict[str, object] = {"address": settings.ADDRESS, "looked_at": time.time()}
    try:
        found["ends_at"] = certificate_end(settings.ADDRESS, seconds=SECONDS).timestamp()
    except SSLCertVerificationError as error:
        # OpenSSL's own words, such as “certificate has expired”.
        found["refused"] = error.verify_message
    except FetchError:
        # Many networks let nobody in from outside by their own public address.
        found["silent"] = True
    keep(CERTIFICATE, found)


def certificate() -> State:
    """Say how long the certificate still holds, as this machine saw it last."""
    says, trouble = _found()
    if not trouble:
        return State(CERTIFICATE, says, [], is_of_machine=True)
    remedy = _(
        "Renew it in the web server in front of the paper, and see why it does not do so by itself."
    )
    return State(
        CERTIFICATE,
        says,
        [f"{trouble} {remedy}"],
        alerts=told(trouble),
        is_of_machine=True,
    )


def _found() -> tuple[list[str], str]:
    """Return what there is to say, and what is wrong, if anything."""
    known = kept(CERTIFICATE)
    if not settings.HTTPS:
        return [_("The paper's address is not on HTTPS, so it has no certificate.")], ""
    if known.get("address") != settings.ADDRESS:
        return [_("It is looked at some minutes after the start.")], ""
    if "refused" in known:
        said = _("No browser opens the paper's address: its certificate is not good (%(why)s).")
        return [], said % {"why": known["refused"]}
    if "ends_at" not in known:
        return [_("The paper's address does not answer from this machine, so nobody knows.")], ""
    ends_at = datetime.fromtimestamp(known["ends_at"], UTC)
    days = (ends_at - timezone.now()).days
    said = ngettext(
        "It holds for one more day, until %(time)s.",
        "It holds for %(count)d more days, until %(time)s.",
        max(days, 0),
    ) % {"count": max(days, 0), "time": said_at(ends_at)}
    if ends_at - timezone.now() < SHORT:
        return [], _("The certificate of the paper's address ends soon.") + f" {said}"
    return [said], ""
