"""Who works on reports and requests, who decides on requests, and who looked up by whom one was sent."""

from typing import Any

from django.core.exceptions import PermissionDenied

from broadsheet.newsroom.acts import note_act
from broadsheet.standards.models.case import Case

HANDLE, DECIDE = "standards.handle_standards", "standards.decide_requests"


def may_handle(user: Any) -> bool:
    return bool(user.has_perm(HANDLE))


def may_decide(user: Any) -> bool:
    """Say whether someone decides on requests; others look into them and recommend."""
    return bool(user.has_perm(DECIDE) and user.has_perm(HANDLE))


def look_up(case: Case, user: Any) -> dict[str, Any]:
    """Return who sent a report or a request, and record who looked; nothing once it is erased.

    Errors:
        PermissionDenied: this person does not work on them.
        LockedError: the key is another one.
    """
    if not may_handle(user):
        raise PermissionDenied
    found = case.sender
    if found:
        # The record holds no name that a reader entrusted to the paper.
        note_act("sender_seen", by=user, about=f"{case._meta.model_name} {case.pk}")
    return found
