"""Thank-you notes: which gifts wait for one, what it says, and that it went out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.books.standing import kept_of
from broadsheet.donations.errors import FirstComeError, WordingError
from broadsheet.donations.models import Gift, Mailing, ThanksNote
from broadsheet.donations.post import goes_by_mail, queue
from broadsheet.donations.tax_words import charitys_words
from broadsheet.donations.trail import note_deed
from broadsheet.donations.wording import NOT_DEDUCTIBLE, refuse_charitys_words, refused_in
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.models import Paper, paper_of
from broadsheet.newsroom.models import User

# What stands in curly brackets in a paper's own text, and is filled in for each gift.
PLACES: Final = ("name", "amount", "date", "paper")
# For how long a gift waits for a note.
WAITS: Final = timedelta(days=365)
STANDS: Final = (Gift.State.PAID, Gift.State.PART_REFUNDED)
# A note that was to be mailed and could not be waits on paper, with those that were never to be mailed.
_NOT_MAILED: Final = (Mailing.State.PAPER, Mailing.State.MOOT)
# As many as the worker notes at once.
A_TURN: Final = 500


def waiting_for_thanks(sites: list[Site]) -> "QuerySet[Gift]":
    """Return the gifts that stand and whose donors were not thanked yet, the oldest first.

    Of a recurring gift it is the first instalment; and nobody is thanked a year after. A note that goes out by mail is
    waited for; one that mail did not take waits here, to be printed.
    """
    since = timezone.localdate() - WAITS
    found = Gift.objects.filter(site__in=sites, state__in=STANDS, thanked_at=None, is_test=False)
    before = Gift.objects.filter(plan=OuterRef("plan"), pk__lt=OuterRef("pk"))
    mailed = _mails().exclude(state__in=_NOT_MAILED)
    due = found.filter(~Exists(before), ~Exists(mailed), received_on__gte=since)
    known = due.filter(donor__isnull=False, donor__erased_at=None).exclude(donor__name="")
    return known.select_related("donor", "site").order_by("received_on", "pk")


def own_words() -> str:
    """Return our words, in the language of whoever reads them."""
    return _(
        "Dear {name},\n\nThank you for your gift of {amount} on {date}. It pays for reporters who sit through the "
        "meetings, read the budgets and pick up the phone.\n\nWe are glad that you are with us.\n\n{paper}"
    )


def text_of(site: Site) -> str:
    """Return the text of a paper's notes, with its places; ours, if it has none of its own."""
    kept = ThanksNote.objects.filter(site=site).first()
    return kept.text if kept is not None else _own_words_for(site)


def _own_words_for(site: Site) -> str:
    with translation.override(paper_of(site).language):
        return own_words()


def keep_text(site: Site, text: str) -> None:
    """Keep a paper's own text.

    Errors:
        WordingError: a place is unknown, or it says what only a charity may.
    """
    rest = _without_places(text)
    if "{" in rest or "}" in rest:
        raise WordingError(
            _("Curly brackets stand only around %(places)s.")
            % {"places": ", ".join(f"{{{place}}}" for place in PLACES)}
        )
    refuse_charitys_words(site, rest)
    ThanksNote.objects.update_or_create(site=site, defaults={"text": text})


def _without_places(text: str) -> str:
    for place in PLACES:
        text = text.replace(f"{{{place}}}", "")
    return text


def note_for(gift: Gift) -> str:
    """Return the thank-you note for a gift, in the paper's language; the sentence about taxes stands below it, not in it.

    It is in our words where the paper's own say what it may not, however they were saved: by the law that holds now, and by
    the sentence that stood beside the button when the gift was made.
    """
    paper = paper_of(gift.site)
    note = text_of(gift.site)
    if not _may_be_sent(gift, _without_places(note)):
        note = _own_words_for(gift.site)
    with translation.override(paper.language):
        told = {
            "name": gift.donor.name if gift.donor is not None else "",
            "amount": str(kept_of(gift)),
            "date": date_format(gift.day),
            "paper": paper.name,
        }
    # One by one, so that a name with brackets in it is only a name.
    parts = [note]
    for place, words in told.items():
        parts = _filled(parts, place, words)
    return "".join(parts)


def _may_be_sent(gift: Gift, note: str) -> bool:
    if refused_in(gift.site, note):
        return False
    then = gift.disclosure
    is_business = then.kind == Paper.LegalKind.BUSINESS
    own = (NOT_DEDUCTIBLE, then.text, str(then.facts.get("said", "")))
    return then.kind == Paper.LegalKind.NONPROFIT or not charitys_words(
        note, but=own, is_business=is_business
    )


def _filled(parts: list[str], place: str, words: str) -> list[str]:
    """Return a text in parts, every second of which was filled in and is not looked at again."""
    found: list[str] = []
    for number, part in enumerate(parts):
        if number % 2:
            found.append(part)
            continue
        for piece in part.split(f"{{{place}}}"):
            found += [piece, words]
        found.pop()
    return found


@transaction.atomic
def note_thanked(gifts: Iterable[Gift], *, by: User) -> int:
    """Note that donors were thanked for these gifts; return for how many nobody had before.

    Errors:
        FirstComeError: a colleague has thanked for all of them already.
    """
    keys = [gift.pk for gift in gifts]
    waiting = Gift.objects.select_for_update(of=("self",)).filter(pk__in=keys, thanked_at=None)
    count = 0
    for gift in waiting.select_related("site"):
        _note(gift, timezone.now(), by)
        count += 1
    if keys and not count:
        raise FirstComeError(_("A colleague has thanked for these gifts already."))
    printed = Mailing.objects.filter(key__in=[_key(key) for key in keys])
    printed.filter(state=Mailing.State.PAPER).update(state=Mailing.State.SENT)
    return count


@transaction.atomic
def thank_by_mail(gifts: Iterable[Gift], *, by: User) -> int:
    """Have notes sent to those who have an e-mail and want mail; return how many. They are thanked once it is sent.

    Errors:
        FirstComeError: a colleague has thanked for all of them already, or has notes sent.
    """
    reached = [gift for gift in gifts if gift.thanked_at is None and can_be_mailed(gift)]
    count = sum(_queue(gift, by) for gift in reached)
    if reached and not count:
        raise FirstComeError(_("A colleague has thanked for these gifts already."))
    return count


def _queue(gift: Gift, by: User) -> bool:
    """Write the mail of a note down, or make it due again; say whether it was not due before."""
    assert gift.donor is not None
    if queue(gift.site, Mailing.Kind.THANKS, gift.donor, _key(gift.pk), gift=gift.pk, by=by.pk):
        return True
    kept = Mailing.objects.filter(key=_key(gift.pk), state__in=_NOT_MAILED)
    again = {"state": Mailing.State.DUE, "tries": 0, "next_at": timezone.now()}
    return bool(kept.update(**again, about={"gift": gift.pk, "by": by.pk}))


def note_those_mailed() -> int:
    """Note that donors were thanked whose notes were sent; return how many. The worker asks for it each minute."""
    unnoted = Gift.objects.filter(thanked_at=None, received_on__gte=timezone.localdate() - WAITS)
    sent = _mails().filter(state=Mailing.State.SENT)
    keys = list(unnoted.filter(Exists(sent)).order_by("pk").values_list("pk", flat=True)[:A_TURN])
    return sum(_note_mailed(key) for key in keys)


@transaction.atomic
def _note_mailed(key: int) -> bool:
    held = Gift.objects.select_for_update(of=("self",)).select_related("site")
    gift = held.filter(pk=key, thanked_at=None).first()
    mailing = Mailing.objects.filter(key=_key(key)).first()
    if gift is None or mailing is None:
        return False
    by = User.objects.filter(pk=mailing.about.get("by")).first()
    _note(gift, mailing.sent_at or timezone.now(), by)
    return True


def _mails() -> "QuerySet[Mailing]":
    """Return the mails that thank for the gifts of the query around it."""
    return Mailing.objects.filter(key=Concat(Value("thanks:"), Cast(OuterRef("pk"), CharField())))


def note_mail_of(gift: Gift) -> Mailing | None:
    """Return the mail that thanks for a gift, however it stands."""
    return Mailing.objects.filter(key=_key(gift.pk)).first()


def _note(gift: Gift, at: datetime, by: User | None) -> None:
    gift.thanked_at, gift.thanked_by = at, by
    gift.save(update_fields=["thanked_at", "thanked_by"])
    note_deed(gift.site, "thanked", gift.code, by=by)


def _key(gift_key: int) -> str:
    """Return the name of the mail that thanks for a gift."""
    return f"thanks:{gift_key}"


def can_be_mailed(gift: Gift) -> bool:
    """Say whether a note can go by mail: the paper can send any, and the donor wants it."""
    donor = gift.donor
    return donor is not None and can_mail() and goes_by_mail(donor, Mailing.Kind.THANKS)
