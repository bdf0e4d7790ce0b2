"""The ways of a report of an error and of a request about a story: where each can stand, and what leads on from there."""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportState(models.TextChoices):
    """Where a report of an error stands."""

    NEW = "new", pgettext_lazy("a report", "New")
    IN_HAND = "in_hand", _("In hand")
    CORRECTED = "corrected", _("Corrected")
    SLIP = "slip", _("Put right without a note")
    ANSWERED = "answered", _("Answered with no")
    DROPPED = "dropped", _("No report of an error")


class RequestState(models.TextChoices):
    """Where a request to change or take down a story stands."""

    NEW = "new", pgettext_lazy("a request", "New")
    LOOKED_INTO = "looked_into", _("Being looked into")
    DECIDED = "decided", _("Decided")
    DROPPED = "dropped", _("No request")


@dataclass(frozen=True)
class Act:
    """What can be done: from which states, and where it leads; `after` is empty if it leads nowhere else."""

    name: str
    before: tuple[str, ...]
    after: str = ""
    # Whether it is for those alone who may decide on requests.
    decides: bool = False


R, Q = ReportState, RequestState
REPORT_OPEN: Final = (R.NEW, R.IN_HAND)
REQUEST_OPEN: Final = (Q.NEW, Q.LOOKED_INTO)
# What is over: from this moment the days run after which what was entrusted to the paper is erased.
DECIDED: Final = (R.CORRECTED, R.SLIP, R.ANSWERED, R.DROPPED, Q.DECIDED, Q.DROPPED)

REPORT_ACTS: Final = {
    act.name: act
    for act in (
        Act("take", (R.NEW, R.IN_HAND), R.IN_HAND),
        Act("let_go", (R.IN_HAND,), R.NEW),
        Act("note", (*R,)),
        Act("correct", REPORT_OPEN, R.CORRECTED),
        Act("slip", REPORT_OPEN, R.SLIP),
        Act("answer", REPORT_OPEN, R.ANSWERED),
        Act("drop", REPORT_OPEN, R.DROPPED),
        # What was corrected in public stays so.
        Act("reopen", (R.SLIP, R.ANSWERED, R.DROPPED), R.IN_HAND),
    )
}
REQUEST_ACTS: Final = {
    act.name: act
    for act in (
        Act("take", (Q.NEW, Q.LOOKED_INTO), Q.LOOKED_INTO),
        Act("let_go", (Q.LOOKED_INTO,), Q.NEW),
        Act("note", (*Q,)),
        Act("recommend", REQUEST_OPEN, Q.LOOKED_INTO),
        Act("decide", REQUEST_OPEN, Q.DECIDED, decides=True),
        Act("keep", (Q.DECIDED,), decides=True),
        Act("undo", (Q.DECIDED,), Q.LOOKED_INTO, decides=True),
        Act("reopen", (Q.DECIDED, Q.DROPPED), Q.LOOKED_INTO, decides=True),
        Act("drop", REQUEST_OPEN, Q.DROPPED),
    )
}


def may(acts: dict[str, Act], act: str, state: str) -> bool:
    """Say whether an act is possible in a state.

    >>> may(REPORT_ACTS, "correct", R.NEW), may(REPORT_ACTS, "reopen", R.CORRECTED)
    (True, False)
    """
    return act in acts and state in acts[act].before
