"""One way for all that is done with a report or a request: done once, by whoever comes first, and written down."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from broadsheet.press.log import note_change
from broadsheet.standards.errors import MovedOnError, StandardsError
from broadsheet.standards.models import ErrorReport
from broadsheet.standards.models.case import Case
from broadsheet.standards.states import DECIDED

FIGURES = "list:error-figures"
CaseKind = TypeVar("CaseKind", bound=Case)


def act(
    case: CaseKind,
    name: str,
    *,
    seen: int,
    by: Any = None,
    words: str = "",
    then: Callable[[CaseKind], None] | None = None,
    **changes: Any,
) -> CaseKind:
    """Do something with a report or a request; return it as it stands then. Reports of the same passage go with the first.

    Args:
        name: one of the acts of its kind (`states.py`).
        seen: its version when whoever acts last saw it.
        by: the editor.
        words: what she said with it, for those who look at its way later.
        then: done in the same transaction, with the case as it is about to be; may refuse by raising.
        changes: fields that the act sets.

    Errors:
        MovedOnError: somebody was first.
        StandardsError: it is not possible in its state.
    """
    with transaction.atomic():
        now = _take(case, seen)
        if not now.may(name):
            raise StandardsError(
                _("That is not possible any more: it is “%(state)s”.")
                % {"state": now.get_state_display()}
            )
        was_decided = now.is_decided
        for field, value in changes.items():
            setattr(now, field, value)
        if then is not None:
            then(now)
        _stand(now, name, by=by, words=words)
        for other in _with(now):
            for field in {*changes, "correction"} & {f.name for f in other._meta.fields}:
                setattr(other, field, getattr(now, field))
            other.is_to_be_told = bool(other.answer and other.wants_answer)
            _stand(other, name, by=by)
        if was_decided or now.is_decided:
            note_change(FIGURES, touches=[FIGURES], why="decided")
    return now


def _stand(case: Case, name: str, *, by: Any, words: str = "") -> None:
    """Put a case where an act leads, and write the step down."""
    case.state = case.acts[name].after or case.state
    if case.state in DECIDED:
        if name not in ("note", "keep"):
            case.decided_at = timezone.now()
        case.held_by = None
    else:
        case.decided_at = None
    case.save()
    case.steps.create(act=name, after=case.state, by=by, words=words)


def _with(case: Case) -> "list[Any]":
    """Return the reports that are decided on together with one."""
    return list(case.others.all()) if isinstance(case, ErrorReport) else []


def _take(case: CaseKind, seen: int) -> CaseKind:
    """Return a case as it stands, for whoever comes first with the version that she saw.

    Of two at once one finds that version; the other waits here, and then does not.
    """
    kind = type(case)._default_manager
    taken = kind.filter(pk=case.pk, version=seen).update(version=F("version") + 1)
    now: CaseKind = kind.select_related("story", "site").get(pk=case.pk)
    if not taken:
        raise MovedOnError(what_happened(now))
    return now


def what_happened(case: Case) -> str:
    """Say who did what last, for someone who was about to do something else."""
    step = case.steps.select_related("by").last()
    if step is None:
        return _("Somebody changed this meanwhile. Look at it again.")
    who = step.by.get_full_name() or step.by.get_username() if step.by else _("Somebody")
    return _("%(who)s was first: since %(time)s it is “%(state)s”. Look at it again.") % {
        "who": who,
        "time": date_format(timezone.localtime(step.at), "TIME_FORMAT"),
        "state": step.get_after_display(),
    }
