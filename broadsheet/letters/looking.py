"""Who looked up where a writer lives: each look is a line in the record of acts, and only those look who call writers."""

from typing import Any

from django.core.exceptions import PermissionDenied

from broadsheet.letters.models import Letter
from broadsheet.newsroom.acts import note_act

HANDLE, VERIFY = "letters.handle_letters", "letters.verify_writers"


def may_handle(user: Any) -> bool:
    return bool(user.has_perm(HANDLE))


def may_look(user: Any) -> bool:
    return bool(user.has_perm(VERIFY) and user.has_perm(HANDLE))


def look_up(letter: Letter, user: Any) -> dict[str, Any] | None:
    """Return where a letter's writer can be reached, and record who looked; None once it is erased.

    Errors:
        PermissionDenied: this person does not call writers.
        LockedError: the key is another one.
    """
    if not may_look(user):
        raise PermissionDenied
    kept = getattr(letter, "whereabouts", None)
    if kept is None:
        return None
    details: dict[str, Any] = kept.open()
    # The record holds no name that a reader entrusted to the paper.
    note_act("whereabouts_seen", by=user, about=f"letter {letter.pk}")
    return details
