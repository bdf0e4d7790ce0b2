"""What a photo's Content Credentials (C2PA) say, for readers and for the desk."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from broadsheet.photos.manifests import MADE
from broadsheet.photos.models import Photo

# Source: C2PA Technical Specification 2.2, "Actions"; what says nothing to a reader is left out.
ACTS = {
    "c2pa.adjustedColor": gettext_lazy("colors adjusted"),
    "c2pa.color_adjustments": gettext_lazy("colors adjusted"),
    "c2pa.cropped": gettext_lazy("cropped"),
    "c2pa.orientation": gettext_lazy("turned"),
    "c2pa.resized": gettext_lazy("resized"),
    "c2pa.resized.proportional": gettext_lazy("resized"),
    "c2pa.filtered": gettext_lazy("filtered"),
    "c2pa.enhanced": gettext_lazy("enhanced"),
    "c2pa.edited": gettext_lazy("edited"),
    "c2pa.drawing": gettext_lazy("drawn in"),
    "c2pa.addedText": gettext_lazy("text added"),
    "c2pa.placed": gettext_lazy("another picture put in"),
    "c2pa.removed": gettext_lazy("a part taken out"),
    "c2pa.deleted": gettext_lazy("a part taken out"),
}
FAULTS = {
    "assertion.dataHash.mismatch": gettext_lazy("the picture was changed after it was signed"),
    "assertion.boxesHash.mismatch": gettext_lazy("the picture was changed after it was signed"),
    "assertion.bmffHash.mismatch": gettext_lazy("the picture was changed after it was signed"),
    "assertion.hashedURI.mismatch": gettext_lazy("the record was changed after it was signed"),
    "claimSignature.mismatch": gettext_lazy("the signature is not that of this record"),
    "claimSignature.outsideValidity": gettext_lazy("the certificate was not valid when it was signed"),
    "signingCredential.expired": gettext_lazy("the certificate had run out"),
    "signingCredential.revoked": gettext_lazy("the certificate was called back"),
}  # fmt: skip


class Credentials(NamedTuple):
    """What the desk keeps of a file's Content Credentials.

    - state: “trusted” (signed by someone on the paper's list), “valid” (by someone else), “invalid” (changed since, or wrongly
      signed), “unreadable”, or “remote” (they lie at an address, which is not asked).
    - signer: its organisation, or else its name, as its certificate says.
    - signed_at: as a time-stamping service says; None if none was asked.
    - tool: the camera or program that wrote the record.
    - acts: what it says was done, as C2PA's names.
    - ai: “made” or “altered”, if it says so.
    - ingredients: how many files went into it.
    - failures: C2PA's codes for what is wrong.
    - checked_at: when it was read here.
    """

    state: str
    signer: str = ""
    signed_at: datetime | None = None
    tool: str = ""
    acts: tuple[str, ...] = ()
    ai: str = ""
    ingredients: int = 0
    failures: tuple[str, ...] = ()
    checked_at: datetime | None = None

    @property
    def is_broken(self) -> bool:
        return self.state not in ("trusted", "valid")

    @property
    def in_short(self) -> str:
        """The line by which readers see that there are any."""
        if self.state == "trusted" and self.signer:
            return _("Content Credentials: signed by %(signer)s") % {"signer": self.signer}
        return _("Content Credentials: signer not known to us")

    @property
    def told(self) -> str:
        """What readers are told who open that line: what was checked, who signed, what is said, and of what file."""
        return " ".join(_told(self))

    @property
    def fault(self) -> str:
        """What is wrong and what to do, for the desk; empty if nothing is."""
        return _fault(self) if self.is_broken else ""


def credentials_of(photo: Photo) -> Credentials | None:
    """Return what a photo's file said when it came in; None if it held no Content Credentials, or nobody could read them."""
    kept = {name: value for name, value in photo.credentials.items() if name in Credentials._fields}
    if not kept:
        return None
    for name in ("signed_at", "checked_at"):
        kept[name] = _moment(kept.get(name))
    for name in ("acts", "failures"):
        kept[name] = tuple(kept.get(name, ()))
    return Credentials(**kept)


def told_credentials(photo: Photo) -> Credentials | None:
    """Return what readers are told of: unbroken Content Credentials alone."""
    found = credentials_of(photo)
    return None if found is None or found.is_broken else found


def _moment(words: Any) -> datetime | None:
    try:
        found = parse_datetime(words or "")
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


def _told(one: Credentials) -> Iterator[str]:
    if one.checked_at:
        yield _(
            "This picture came to us in a file with a signed record of how it was made. On %(date)s we checked that neither had "
            "been changed since the signing."
        ) % {"date": _day(one.checked_at)}
    yield _signed(one)
    if one.tool:
        yield _("It names what wrote it: %(tool)s.") % {"tool": one.tool}
    if one.ai:
        yield (
            _("It says that the picture was made with AI.")
            if one.ai == MADE
            else _("It says that the picture was altered with AI.")
        )
    if acts := dict.fromkeys(str(ACTS[act]) for act in one.acts if act in ACTS):
        yield _("It says what was done to it: %(acts)s.") % {"acts": ", ".join(acts)}
    if one.ingredients:
        yield ngettext(
            "It names %(number)d file that went into it.",
            "It names %(number)d files that went into it.",
            one.ingredients,
        ) % {"number": one.ingredients}
    yield _("All this is about that file; the picture here is a smaller copy that we made of it.")


def _signed(one: Credentials) -> str:
    words = {"signer": one.signer, "date": _day(one.signed_at) if one.signed_at else ""}
    if not one.signer:
        return _("It does not say who signed it.")
    if one.state == "trusted":
        if one.signed_at:
            return _("%(signer)s, whose certificate we trust, signed it on %(date)s.") % words
        return _("%(signer)s, whose certificate we trust, signed it.") % words
    if one.signed_at:
        return (
            _(
                "It was signed on %(date)s under the name “%(signer)s”. We cannot tell who that is: anyone may sign under any name."
            )
            % words
        )
    return (
        _(
            "It was signed under the name “%(signer)s”. We cannot tell who that is: anyone may sign under any name."
        )
        % words
    )


def _day(when: datetime) -> str:
    return date_format(timezone.localtime(when), "DATE_FORMAT")


def _fault(one: Credentials) -> str:
    if one.state == "remote":
        return _(
            "The Content Credentials of this file lie at an address elsewhere, which is not asked. If they matter, ask for a file "
            "that holds them."
        )
    if one.state == "unreadable":
        return _(
            "This file holds Content Credentials that cannot be read. Readers are told nothing of them. Ask whoever sent it for "
            "the file as it was signed."
        )
    faults = dict.fromkeys(str(FAULTS.get(code, code)) for code in one.failures)
    return _(
        "The Content Credentials of this file are broken: %(faults)s. Readers are told nothing of them. Ask whoever sent it what was "
        "done to it, and for the file as it was signed."
    ) % {"faults": ", ".join(faults) or _("their signature does not hold")}
