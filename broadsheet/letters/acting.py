"""One way for all that is done with a letter: what is possible now is done once, by whoever comes first, and written down."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from broadsheet.letters.errors import ChangedMeanwhileError, LetterError
from broadsheet.letters.models import Letter, Step
from broadsheet.letters.states import ACTS, DECIDED, State, may


def act(
    letter: Letter,
    name: str,
    *,
    seen: int,
    by: Any = None,
    words: str = "",
    check: Callable[[Letter], None] | None = None,
    then: Callable[[Letter], None] | None = None,
    **changes: Any,
) -> Letter:
    """Do something with a letter; return it as it stands then.

    Args:
        name: one of `states.ACTS`.
        seen: the letter's version when whoever acts last saw it.
        by: the editor; None for the writer and the clock.
        words: what she said with it, for those who look at the letter's way later.
        check: is given the letter as it stands; may refuse by raising.
        then: done in the same transaction, with the letter as it is about to be.
        changes: fields that the act sets.

    Errors:
        ChangedMeanwhileError: somebody was first.
        LetterError: it is not possible in the letter's state.
    """
    with transaction.atomic():
        now = _take(letter, seen)
        if not may(name, now.state):
            raise LetterError(
                _("That is not possible any more: the letter is “%(state)s”.")
                % {"state": now.get_state_display()}
            )
        if check is not None:
            check(now)
        now.state = ACTS[name].after
        if now.state in DECIDED:
            now.decided_at = timezone.now()
            now.held_by = None
        elif name == "reopen":
            now.decided_at = None
            now.why = ""
        for field, value in changes.items():
            setattr(now, field, value)
        if then is not None:
            then(now)
        now.save()
        Step.objects.create(letter=now, act=name, after=now.state, by=by, words=words)
    return now


def _take(letter: Letter, seen: int) -> Letter:
    """Return a letter as it stands, for whoever comes first with the version that she saw.

    Of two at once one finds that version; the other waits here, and then does not.
    """
    taken = Letter.objects.filter(pk=letter.pk, version=seen).update(version=F("version") + 1)
    now = Letter.objects.filter(pk=letter.pk).first()
    if now is None:
        raise ChangedMeanwhileError(_("This letter is gone: its writer never confirmed it."))
    if not taken:
        raise ChangedMeanwhileError(what_happened(now))
    return now


def what_happened(letter: Letter) -> str:
    """Say who did what last, for someone who was about to do something else."""
    step = letter.steps.select_related("by").last()
    if step is None:
        return _("Somebody changed this letter meanwhile. Look at it again.")
    who = step.by.get_full_name() or step.by.get_username() if step.by else _("Somebody")
    return _("%(who)s was first: at %(time)s the letter became “%(state)s”. Look at it again.") % {
        "who": who,
        "time": date_format(timezone.localtime(step.at), "TIME_FORMAT"),
        "state": State(step.after).label,
    }


def note_on(letter: Letter, *, seen: int, **fields: Any) -> None:
    """Set fields of a letter that stays in its state: who has it, what an editor found on reading it.

    Errors:
        ChangedMeanwhileError: somebody was first.
    """
    taken = Letter.objects.filter(pk=letter.pk, version=seen).update(
        version=F("version") + 1, **fields
    )
    if not taken:
        letter.refresh_from_db()
        raise ChangedMeanwhileError(what_happened(letter))
