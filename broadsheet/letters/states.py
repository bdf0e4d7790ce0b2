"""The way of a letter from the mailbag into the paper: where it can stand, and what leads from one state to the next."""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a letter stands. In the mailbag it is seen by nobody: whoever sent it has not shown that the mailbox is hers."""

    MAILBAG = "mailbag", _("Not confirmed")
    NEW = "new", pgettext_lazy("a letter", "New")
    CALLED = "called", _("Writer known")
    EDITING = "editing", _("Being edited")
    WITH_WRITER = "with_writer", _("With the writer")
    APPROVED = "approved", _("Edit approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = State
# What an editor still has to decide on.
OPEN: Final = (S.NEW, S.CALLED, S.EDITING, S.WITH_WRITER, S.APPROVED)
# What is over: from this moment the days run after which address and phone are erased.
DECIDED: Final = (S.PUBLISHED, S.DECLINED, S.EXPIRED, S.WITHDRAWN)


@dataclass(frozen=True)
class Act:
    """What can be done with a letter: from which states, and where it leads."""

    name: str
    before: tuple[State, ...]
    after: State
    # Whose act it is: an editor's, the writer's, or the clock's.
    by: str = "editor"


ACTS: Final = {
    act.name: act
    for act in (
        Act("confirm", (S.MAILBAG,), S.NEW, by="writer"),
        Act("vouch", (S.NEW,), S.CALLED),
        Act("edit", (S.CALLED, S.EDITING, S.WITH_WRITER, S.APPROVED), S.EDITING),
        Act("drop_edit", (S.EDITING, S.WITH_WRITER, S.APPROVED), S.CALLED),
        Act("send_edit", (S.EDITING,), S.WITH_WRITER),
        Act("approve", (S.WITH_WRITER,), S.APPROVED, by="writer"),
        Act("object", (S.WITH_WRITER,), S.EDITING, by="writer"),
        Act("agree_by_phone", (S.EDITING, S.WITH_WRITER), S.APPROVED),
        Act("schedule", (S.CALLED, S.APPROVED), S.SCHEDULED),
        Act("unschedule", (S.SCHEDULED,), S.APPROVED),
        Act("unschedule_unedited", (S.SCHEDULED,), S.CALLED),
        Act("publish", (S.CALLED, S.APPROVED, S.SCHEDULED), S.PUBLISHED),
        Act("decline", (*OPEN, S.SCHEDULED), S.DECLINED),
        Act("reopen", (S.DECLINED, S.EXPIRED), S.NEW),
        Act("expire", OPEN, S.EXPIRED, by="clock"),
        Act("withdraw", (*OPEN, S.SCHEDULED, S.PUBLISHED), S.WITHDRAWN, by="writer"),
    )
}


def may(act: str, state: str) -> bool:
    """Say whether an act is possible with a letter in a state.

    >>> may("publish", State.CALLED), may("publish", State.NEW)
    (True, False)
    """
    return state in ACTS[act].before
