"""New lines that look like gifts which came by another way: the same day, sum, and e-mail or name. People say whether they are."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.importing.lines import NEW, Line, Looked
from broadsheet.donations.importing.numbering import MADE, is_made
from broadsheet.donations.importing.sources import PROVIDER, title_of
from broadsheet.donations.models import Gift
from broadsheet.mailbag.people import mail_form, name_form

Key = tuple[Any, ...]


class _Kept(NamedTuple):
    """A gift in the books. `source`: where it came from; empty if it did not come by a file."""

    code: str
    source: str


def mark_alike(looked: Looked, site: Site) -> None:
    """Mark what is new and looks like a gift of another source."""
    new = [one for one in looked.having(NEW) if one.amount is not None]
    days = [one.day for one in new if one.day is not None]
    if not days:
        return
    kept = Gift.objects.filter(
        site=site, is_test=False, received_on__range=(min(days), max(days))
    ).exclude(state=Gift.State.MISTAKEN)
    own = {"provider": PROVIDER, "account": looked.processor}
    of_others = _by_key(kept.exclude(**own), set())
    # Of the same source, what has its number by another way: one was made here, the other there.
    of_file = {one.ref for one in looked.lines}
    of_same = _by_key(kept.filter(**own), of_file)
    made = _by_key(kept.filter(**own, payments__ref__startswith=MADE), of_file)
    for line in new:
        found = _first(line, of_others) or _first(line, of_same if is_made(line.ref) else made)
        if found is not None:
            line.is_alike, line.why = True, _in_words(found)


def _first(line: Line, known: dict[Key, _Kept]) -> _Kept | None:
    return next((known[key] for key in _keys_of_line(line) if key in known), None)


def _keys_of_line(line: Line) -> list[Key]:
    assert line.amount is not None
    box = mail_form(line.email) if line.email else ""
    return _keys(line.day, line.amount.minor, line.amount.currency, box, line.name)


def _by_key(gifts: Any, left_out: set[str]) -> dict[Key, _Kept]:
    told = ("received_on", "amount_minor", "currency", "donor__mailbox", "donor__name")
    found: dict[Key, _Kept] = {}
    for *keyed, code, provider, account, ref in gifts.exclude(donor=None).values_list(
        *told, "code", "provider", "account", "payments__ref"
    ):
        if ref in left_out:
            continue
        kept = _Kept(code, title_of(account) if provider == PROVIDER else "")
        for key in _keys(*keyed):
            found.setdefault(key, kept)
    return found


def _keys(day: Any, minor: int, currency: str, mailbox: str, name: str) -> list[Key]:
    whole = name_form(name) if name else ""
    return [(day, minor, currency, kind, who) for kind, who in (("@", mailbox), ("", whole)) if who]


def _in_words(kept: _Kept) -> str:
    if kept.source:
        return _("It looks like gift %(code)s, which came from “%(source)s”.") % kept._asdict()
    return _("It looks like gift %(code)s, which is in the books already.") % kept._asdict()
