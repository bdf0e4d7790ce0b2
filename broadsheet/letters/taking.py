"""Taking a letter in: kept first, whole, and only then told of."""

from typing import Any

from django.db import transaction
from wagtail.models import Site

from broadsheet.letters.models import Letter, Step, Whereabouts
from broadsheet.letters.states import State
from broadsheet.mailbag.mailing import can_mail
from broadsheet.mailbag.passes import Pass, spend
from broadsheet.mailbag.people import mail_form, name_form, phone_form, town_form
from broadsheet.mailbag.sealing import mark

# What a letter keeps of a form; the rest tells where its writer is.
PRINTED = (
    *("kind", "text", "headline", "answers", "race", "side", "is_candidates"),
    *("name", "town", "stake", "own_words", "only_here", "machine"),
)
SEALED = ("street", "phone", "best_time", "email")


def take(site: Site, cleaned: dict[str, Any], *, given: Pass) -> Letter:
    """Keep what a reader sent, and use up the pass that it came with.

    It waits in the mailbag until its writer confirms the address. Without mail it is new at once, for the call.

    Errors:
        PassError: the pass was used meanwhile; nothing is kept.
    """
    state = State.MAILBAG if can_mail() else State.NEW
    with transaction.atomic():
        spend(given)
        letter = _keep(site, cleaned, state=state, came_by=Letter.CameBy.FORM)
        Step.objects.create(letter=letter, act="sent", after=state)
    return letter


def type_in(site: Site, cleaned: dict[str, Any], *, by: Any) -> Letter:
    """Keep a letter that came by another way, typed in by an editor: it is new at once."""
    with transaction.atomic():
        letter = _keep(site, cleaned, state=State.NEW, came_by=cleaned["came_by"])
        Step.objects.create(letter=letter, act="typed_in", after=State.NEW, by=by)
    return letter


def _keep(site: Site, cleaned: dict[str, Any], *, state: str, came_by: str) -> Letter:
    name, town = name_form(cleaned["name"]), town_form(cleaned["town"])
    letter = Letter.objects.create(
        site=site,
        state=state,
        came_by=came_by,
        mailbox_mark=mark("mailbox", mail_form(cleaned["email"])) if cleaned["email"] else "",
        phone_mark=mark("phone", phone_form(cleaned["phone"])),
        name_mark=mark("name", f"{name} of {town}" if name else ""),
        **{field: cleaned[field] for field in PRINTED if field in cleaned},
    )
    Whereabouts.of(letter, {field: cleaned.get(field, "") for field in SEALED})
    return letter
