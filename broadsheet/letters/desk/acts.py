"""What an editor does with a letter from its screen: each act is one form, and says what it did or why not."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import forms as django_forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.letters.acting import act, note_on
from broadsheet.letters.checking import known_writer
from broadsheet.letters.declining import decline
from broadsheet.letters.desk import forms
from broadsheet.letters.desk.views import letter_at_hand, letter_screen
from broadsheet.letters.errors import LetterError
from broadsheet.letters.looking import may_look
from broadsheet.letters.models import Call, Letter, Note
from broadsheet.letters.publishing import know_writer, publish, schedule, unschedule, withdraw
from broadsheet.letters.states import OPEN
from broadsheet.letters.writing_to import can_be_told, tell_writer
from broadsheet.mailbag.desk_forms import ClaimForm
from broadsheet.masthead.kept_words import note_saved
from broadsheet.newsroom.rights import signed_in

Form = django_forms.BaseForm


@require_POST
def act_on_letter(request: HttpRequest, letter_id: int, name: str) -> HttpResponse:
    """Do one thing with a letter. What was typed comes back with the sentence that says what to put right."""
    letter = letter_at_hand(request, letter_id)
    if name not in DONE:
        raise PermissionDenied
    make_form, do = DONE[name]
    form = make_form(request.POST) if make_form else None
    if form is not None and not form.is_valid():
        return letter_screen(request, letter_id, bound={name: form}, status=422)
    given = request.POST.get("version", "")
    seen = int(given) if given.isdecimal() and len(given) < 10 else -1
    try:
        said = do(request, letter, seen, form)
    except LetterError as refusal:
        messages.error(request, str(refusal))
        if form is not None:
            return letter_screen(request, letter_id, bound={name: form}, status=409)
    else:
        messages.success(request, said)
    return note_saved(request, redirect("letter_screen", letter_id))


def _vouch(request: HttpRequest, letter: Letter, seen: int, form: Any) -> str:
    if not may_look(request.user):
        raise PermissionDenied
    outcome = form.cleaned_data["outcome"]
    if outcome == Call.Outcome.YES:

        def note_call(called: Letter) -> None:
            _call(request, called, form)
            know_writer(called, called_at=now())

        act(letter, "vouch", seen=seen, by=signed_in(request), then=note_call)
        return _("Noted: the letter is its writer's own.")
    _call(request, letter, form)
    if outcome == Call.Outcome.NOT_THEIRS:
        return _("Noted: that person did not write it. Decline it, or look into it.")
    tries = letter.calls.exclude(outcome=Call.Outcome.YES).count()
    return _("Noted: try number %(tries)s.") % {"tries": tries}


def _call(request: HttpRequest, letter: Letter, form: Any) -> None:
    call = form.save(commit=False)
    call.letter, call.by = letter, request.user
    call.save()


def _vouch_known(request: HttpRequest, letter: Letter, seen: int, _form: Any) -> str:
    if known_writer(letter) is None:
        raise LetterError(_("This writer is not known. Call first."))
    act(letter, "vouch", seen=seen, by=signed_in(request), words=_("Known from an earlier call."))
    return _("Noted: a known writer.")


def _edit(request: HttpRequest, letter: Letter, seen: int, form: Any) -> str:
    act(
        letter,
        "edit",
        seen=seen,
        by=signed_in(request),
        edited_headline=form.cleaned_data["headline"],
        edited_text=form.cleaned_data["text"],
        held_by=signed_in(request),
    )
    return _("The edit is kept. Its writer looks at it before it is printed.")


def _drop_edit(request: HttpRequest, letter: Letter, seen: int, _form: Any) -> str:
    act(letter, "drop_edit", seen=seen, by=signed_in(request), edited_headline="", edited_text="")
    return _("The edit is dropped; the letter stands as it came.")


def _send_edit(request: HttpRequest, letter: Letter, seen: int, form: Any) -> str:
    if not can_be_told(letter):
        raise LetterError(
            _(
                "This writer has no confirmed e-mail address. Read the edit out by phone, and note the consent."
            )
        )
    sent = act(letter, "send_edit", seen=seen, by=signed_in(request), objection="")
    tell_writer.enqueue(sent.pk, "edited", form.cleaned_data["words"])
    return _("The edit is sent to its writer.")


def _agree(request: HttpRequest, letter: Letter, seen: int, _form: Any) -> str:
    act(letter, "agree_by_phone", seen=seen, by=signed_in(request))
    return _("Noted: its writer agreed by phone.")


def _publish(request: HttpRequest, letter: Letter, seen: int, form: Any) -> str:
    tells = form.cleaned_data["tells_copies"]
    printed = publish(letter, seen=seen, by=signed_in(request), tells_copies=tells)
    return _("“%(title)s” is printed.") % {"title": printed.title}


def _schedule(request: HttpRequest, letter: Letter, seen: int, form: Any) -> str:
    moment = form.cleaned_data["moment"]
    tells = form.cleaned_data["tells_copies"]
    schedule(letter, moment, seen=seen, by=signed_in(request), tells_copies=tells)
    return _("It is printed on %(moment)s.") % {
        "moment": date_format(localtime(moment), "DATETIME_FORMAT")
    }


def _unschedule(request: HttpRequest, letter: Letter, seen: int, _form: Any) -> str:
    unschedule(letter, seen=seen, by=signed_in(request))
    return _("It is off the schedule.")


def _decline(request: HttpRequest, letter: Letter, seen: int, form: Any) -> str:
    if not decline(letter, seen=seen, by=signed_in(request), **form.cleaned_data):
        return _("Declined. Its writer has no confirmed e-mail address: call, or write by post.")
    return _("Declined, and its writer is told.")


def _decline_copies(request: HttpRequest, letter: Letter, _seen: int, form: Any) -> str:
    declined = told = 0
    for copy in letter.copies.filter(state__in=OPEN).select_related("site"):
        # A colleague who was first with one of them has decided on it.
        with suppress(LetterError):
            told += decline(copy, seen=copy.version, by=signed_in(request), **form.cleaned_data)
            declined += 1
    if not declined:
        raise LetterError(_("None of them waits any more."))
    return ngettext(
        "%(count)s letter is declined; told by mail: %(told)s.",
        "%(count)s letters are declined; told by mail: %(told)s.",
        declined,
    ) % {"count": declined, "told": told}


def _reopen(request: HttpRequest, letter: Letter, seen: int, _form: Any) -> str:
    act(letter, "reopen", seen=seen, by=signed_in(request))
    return _("It is in the queue again.")


def _withdraw(request: HttpRequest, letter: Letter, seen: int, _form: Any) -> str:
    withdraw(letter, seen=seen, by=signed_in(request))
    return _("Taken back at its writer's wish; what told where she lives is erased.")


def _hold(request: HttpRequest, letter: Letter, seen: int, _form: Any) -> str:
    note_on(letter, seen=seen, held_by=signed_in(request))
    return _("You have it.")


def _let_go(_request: HttpRequest, letter: Letter, seen: int, _form: Any) -> str:
    note_on(letter, seen=seen, held_by=None)
    return _("Anyone may take it.")


def _note(request: HttpRequest, letter: Letter, _seen: int, form: Any) -> str:
    Note.objects.create(letter=letter, by=signed_in(request), words=form.cleaned_data["words"])
    return _("Noted.")


def _reading(request: HttpRequest, letter: Letter, seen: int, form: Any) -> str:
    found = dict(form.cleaned_data)
    note_on(letter, seen=seen, **found)
    if (because := found["cleared_because"]) and because != letter.cleared_because:
        words = _("May be printed: %(because)s") % {"because": because}
        Note.objects.create(letter=letter, by=signed_in(request), words=words)
    return _("Noted.")


def _release(request: HttpRequest, letter: Letter, seen: int, form: Any) -> str:
    because = form.cleaned_data["because"]
    note_on(letter, seen=seen, released_because=because)
    words = _("Printed all the same: %(because)s") % {"because": because}
    Note.objects.create(letter=letter, by=signed_in(request), words=words)
    return _("Noted. It can be printed.")


def _claim(request: HttpRequest, letter: Letter, _seen: int, form: Any) -> str:
    if not may_look(request.user):
        raise PermissionDenied
    kept = getattr(letter, "whereabouts", None)
    if kept is None:
        raise LetterError(_("What told where this writer lives is erased already."))
    kept.kept_because, kept.kept_until = form.cleaned_data["because"], form.cleaned_data["until"]
    kept.save()
    Note.objects.create(
        letter=letter,
        by=signed_in(request),
        words=_("Whereabouts are kept until %(day)s: %(because)s")
        % {"day": date_format(kept.kept_until), "because": kept.kept_because},
    )
    return _("Kept until %(day)s.") % {"day": date_format(kept.kept_until)}


Do = Callable[[HttpRequest, Letter, int, Any], str]
DONE: dict[str, tuple[Callable[..., Any] | None, Do]] = {
    "vouch": (forms.CallForm, _vouch),
    "vouch_known": (None, _vouch_known),
    "edit": (forms.EditForm, _edit),
    "drop_edit": (None, _drop_edit),
    "send_edit": (forms.SendEditForm, _send_edit),
    "agree_by_phone": (None, _agree),
    "publish": (forms.PublishForm, _publish),
    "schedule": (forms.ScheduleForm, _schedule),
    "unschedule": (None, _unschedule),
    "decline": (forms.DeclineForm, _decline),
    "decline_copies": (forms.DeclineForm, _decline_copies),
    "reading": (forms.ReadingForm, _reading),
    "reopen": (None, _reopen),
    "withdraw": (None, _withdraw),
    "hold": (None, _hold),
    "let_go": (None, _let_go),
    "note": (forms.NoteForm, _note),
    "release": (forms.ReleaseForm, _release),
    "claim": (ClaimForm, _claim),
}
