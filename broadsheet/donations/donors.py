"""Donors as the desk knows them: found by what is typed, changed by one person at a time, two records of one made one."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.errors import DonationError, FirstComeError
from broadsheet.donations.models import BatchLine, Donor, Gift, Mailing, Plan, Pledge
from broadsheet.donations.money import Money
from broadsheet.donations.reference import read_code
from broadsheet.donations.trail import note_deed
from broadsheet.mailbag.people import mail_form, name_form
from broadsheet.mailbag.sealing import LockedError
from broadsheet.newsroom.models import User

MOST_MATCHES: Final = 8
# What the desk may change of a donor.
OWN: Final = ("name", "email", "address", "wants_mail", "wall", "wall_name", "notes")
KNOWN: Final = Q(erased_at=None, merged_into=None)


@dataclass(frozen=True)
class Match:
    """Somebody, or something of somebody's, that fits what was typed. `code`: of a slip or pledge, else empty."""

    donor: Donor | None
    label: str
    code: str = ""
    amount: Money | None = None


# Finding ------------------------------------------------------------------------------------------
def known_donors(sites: list[Site]) -> "QuerySet[Donor]":
    return Donor.objects.filter(KNOWN, site__in=sites)


def find(sites: list[Site], words: str) -> "QuerySet[Donor]":
    """Return donors whose name or e-mail has these words, by name; all of them for none."""
    found = known_donors(sites)
    for word in words.split()[:6]:
        asked = Q(name__icontains=word) | Q(email__icontains=word) | Q(mailbox=mail_form(words))
        found = found.filter(asked)
    return found.order_by("name", "pk")


def look_up(site: Site, typed: str) -> list[Match]:
    """Return who is meant by what was typed so far: a code's own donor first, then those with such a name or e-mail."""
    typed = typed.strip()[:100]
    if len(typed) < 2:
        return []
    if code := read_code(typed):
        return _of_code(site, code)
    # Those whose name begins so stand first.
    found = list(find([site], typed)[:50])
    found.sort(key=lambda donor: not _begins(donor.name, typed))
    return [Match(donor, described(donor)) for donor in found[:MOST_MATCHES]]


def _begins(name: str, typed: str) -> bool:
    parts = [name.casefold(), *name.casefold().split()]
    return any(part.startswith(typed.casefold()) for part in parts)


def _of_code(site: Site, code: str) -> list[Match]:
    pledge = Pledge.objects.filter(site=site, code=code).select_related("donor").first()
    if pledge is not None:
        words = _("Pledge %(code)s of %(name)s: %(amount)s")
        return [_match(pledge, words)]
    gift = Gift.objects.filter(site=site, code=code, provider="manual").select_related("donor")
    return [_match(one, _("Slip %(code)s of %(name)s: %(amount)s")) for one in gift]


def _match(asked: Pledge | Gift, words: str) -> Match:
    name = asked.donor.name if asked.donor is not None else ""
    told = {"code": asked.code, "name": name or _("nobody named"), "amount": asked.amount}
    return Match(asked.donor, words % told, asked.code, asked.amount)


def described(donor: Donor) -> str:
    """Return a donor in one line by which she is told from others of her name."""
    return " · ".join(filter(None, (donor.name or _("No name"), donor.email, place_of(donor))))


def place_of(donor: Donor) -> str:
    """Return a postal address in one line; nothing if it cannot be opened."""
    return ", ".join(address_of(donor).splitlines())


def address_of(donor: Donor) -> str:
    """Return a postal address in its lines; nothing if it cannot be opened."""
    try:
        return donor.address
    except LockedError:
        return ""


def namesakes(site: Site, name: str) -> list[Donor]:
    """Return the known donors of a paper who are called so, however it is written."""
    told = name_form(name)
    likely = Donor.objects.filter(KNOWN, site=site).exclude(name="")
    for word in told.split()[:1]:
        likely = likely.filter(name__icontains=word)
    return [donor for donor in likely[:200] if name_form(donor.name) == told]


def name_is_known() -> str:
    return _(
        "A donor of that name is known. Choose from the list, or tick that this is another one."
    )


def of_one_mailbox(donor: Donor) -> list[Donor]:
    """Return the other known donors of a paper who have this one's mailbox: she, or somebody of her household."""
    if not donor.mailbox:
        return []
    same = Donor.objects.filter(KNOWN, site=donor.site, mailbox=donor.mailbox).exclude(pk=donor.pk)
    return list(same.order_by("pk")[:20])


# Changing -----------------------------------------------------------------------------------------
def mark_of(donor: Donor) -> str:
    """Return a mark of how a donor's record stands: another, once somebody has changed it."""
    told = [str(getattr(donor, name)) for name in OWN]
    return sha256(json.dumps([*told, donor.wall_seen]).encode()).hexdigest()[:16]


@transaction.atomic
def change_donor(donor: Donor, told: dict[str, Any], *, seen: str, by: User) -> Donor:
    """Change what is known of a donor.

    Args:
        told: by the names in `OWN`.
        seen: the mark of what whoever changes it had before her.

    Errors:
        FirstComeError: somebody else changed it meanwhile.
        DonationError: the e-mail is another donor's, who has shown that it is hers.
    """
    donor = _held(donor.pk)
    if mark_of(donor) != seen:
        raise FirstComeError(
            _("Somebody else has changed this donor meanwhile. Look at it again, then save.")
        )
    changed = [name for name in OWN if name in told and getattr(donor, name) != told[name]]
    if "email" in changed:
        donor.mailbox = mail_form(told["email"]) if told["email"] else ""
        # That the old one was hers says nothing of the new one.
        donor.email_proved_at = None
    if {"wall", "wall_name", "name"} & set(changed):
        donor.wall_seen = False
    for name in changed:
        setattr(donor, name, told[name])
    donor.save()
    if changed:
        note_deed(donor.site, "donor_changed", _about(donor), after={"changed": changed}, by=by)
    return donor


@transaction.atomic
def decide_wall(donor: Donor, *, is_shown: bool, seen: str, by: User) -> Donor:
    """Decide whether a donor is thanked by name as she wishes; not shown, she is not named until she asks again.

    Errors:
        FirstComeError: her wish is another by now.
    """
    donor = _held(donor.pk)
    if mark_of(donor) != seen:
        raise FirstComeError(_("This donor's wish has changed meanwhile. Look at it again."))
    donor.wall_seen = is_shown
    if not is_shown:
        donor.wall = Donor.Wall.NO
    donor.save()
    note_deed(donor.site, "wall_decided", _about(donor), after={"shown": is_shown}, by=by)
    return donor


def _about(donor: Donor) -> str:
    return f"donor {donor.pk}"


def _held(key: int) -> Donor:
    donor = Donor.objects.select_for_update(of=("self",)).select_related("site").get(pk=key)
    if not donor.is_known:
        raise FirstComeError(
            _("This donor is no longer here: the record was merged with another, or erased.")
        )
    return donor


# Two records of one person ------------------------------------------------------------------------
def what_moves(gone: Donor) -> dict[str, int]:
    """Return how many gifts, pledges, plans and mails go over with a donor."""
    return {
        "gifts": gone.gifts.count(),
        "pledges": gone.pledges.count(),
        "plans": gone.plans.count(),
        "mailings": gone.mailings.count(),
    }


@transaction.atomic
def merge(kept: Donor, gone: Donor, *, by: User) -> Donor:
    """Make two records of one person one. No sum changes; there is no way back.

    What the kept record lacks is taken from the other; an e-mail or address beside hers stands in the notes. What she
    wishes stays as the kept record has it.

    Errors:
        DonationError: they are one already, or of two papers.
        FirstComeError: one was merged or erased meanwhile.
    """
    if kept.pk == gone.pk:
        raise DonationError(_("Choose another donor: this is the same record."))
    # Always in one order: of two who merge at once, one waits for the other.
    held = {key: _held(key) for key in sorted((kept.pk, gone.pk))}
    kept, gone = held[kept.pk], held[gone.pk]
    if kept.site_id != gone.site_id:
        raise DonationError(_("Donors of two papers stay two: each paper has its own."))
    moved = what_moves(gone)
    for model in (Gift, Pledge, Plan, Mailing, BatchLine):
        model.objects.filter(donor=gone).update(donor=kept)
    Donor.objects.filter(merged_into=gone).update(merged_into=kept)
    _take_over(kept, gone)
    note_deed(kept.site, "donors_merged", f"{_about(gone)} → {_about(kept)}", after=moved, by=by)
    return kept


def _take_over(kept: Donor, gone: Donor) -> None:
    """Give what is known of one record to the other, and leave nothing in the one that is no longer looked at."""
    beside = [
        words
        for name, words in (
            ("name", gone.name),
            ("email", gone.email),
            ("address", gone.address.replace("\n", ", ")),
        )
        if words and getattr(kept, name) and getattr(kept, name) != getattr(gone, name)
    ]
    proved_at = gone.email_proved_at
    given = {name: getattr(gone, name) for name in ("name", "email", "mailbox", "address")}
    notes = [kept.notes, gone.notes]
    if beside:
        notes.append(_("Also: %(what)s") % {"what": "; ".join(beside)})
    gone.name = gone.email = gone.mailbox = gone.address = gone.notes = gone.wall_name = ""
    gone.email_proved_at, gone.wall, gone.wall_seen = None, Donor.Wall.NO, False
    gone.merged_into = kept
    gone.save()
    if not kept.email:
        kept.email, kept.mailbox, kept.email_proved_at = given["email"], given["mailbox"], proved_at
    elif kept.mailbox == given["mailbox"]:
        kept.email_proved_at = kept.email_proved_at or proved_at
    kept.name = kept.name or given["name"]
    kept.address = kept.address or given["address"]
    kept.notes = "\n".join(filter(None, notes))
    kept.save()
