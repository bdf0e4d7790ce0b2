"""The moment at which a story stops being breaking, as a field of the story's form."""

from datetime import datetime, timedelta
from typing import Any

from django.forms import HiddenInput
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateTimeInput

from broadsheet.stories.errors import BreakingError

LONGEST = timedelta(hours=24)


def refuse_moment(until: datetime) -> None:
    """Refuse a moment at which no mark can end.

    Errors:
        BreakingError: it has passed, or lies more than a day ahead.
    """
    now = timezone.now()
    if until <= now:
        raise BreakingError(_("This moment has passed. Choose one that is still to come."))
    if until > now + LONGEST:
        raise BreakingError(_("A story is breaking for a day at most. Choose an earlier moment."))


class BreakingUntilInput(AdminDateTimeInput):
    """A moment, with what it was when the screen was opened: what nobody touched undoes no mark made meanwhile."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        shown = super().render(name, value, attrs, renderer)
        return shown + HiddenInput().render(before(name), self.format_value(value) or "")


def before(name: str) -> str:
    """Return the name under which a form says what a field was when its screen was opened."""
    return f"{name}-before"
