"""The books of gifts: whether they were found true when the worker looked last."""

from typing import Final

from django.utils.translation import gettext as _

from broadsheet.health.state import State, said_at, told
from broadsheet.press.models import Turn

# As the room of gifts calls its nightly job.
JOB: Final = "books of gifts"


def books() -> State:
    """Say when the books were looked at, and whether something differs."""
    turn = Turn.objects.filter(name=JOB).first()
    if turn is None:
        return State("books", [_("They are looked at each night.")], [])
    says = [_("Looked at last: %(time)s.") % {"time": said_at(turn.last_ran)}]
    if not turn.failure:
        return State("books", says, [])
    alert = _("The books of gifts are not true any more. “broadsheet check donations” says what.")
    return State("books", says, [alert], alerts=told(alert))
