"""What is done with a report or a request from its screen: each act is one form, and says what it did or why not."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.mailbag.desk_forms import ClaimForm
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.kept_words import note_saved
from broadsheet.newsroom.rights import signed_in
from broadsheet.standards import answers, remedies
from broadsheet.standards.acting import act
from broadsheet.standards.desk import forms
from broadsheet.standards.desk.views import case_at_hand, show_case
from broadsheet.standards.errors import StandardsError
from broadsheet.standards.looking import may_decide
from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.standards.models.case import Case
from broadsheet.standards.telling import tell
from broadsheet.stories.corrections import correct
from broadsheet.stories.errors import CorrectionError

Remedy = UnpublishRequest.Remedy


@require_POST
def act_on_case(request: HttpRequest, kind: str, case_id: int, act_name: str) -> HttpResponse:
    """Do one thing with a report or a request. What was typed comes back with the sentence that says what to put right."""
    case = case_at_hand(request, kind, case_id)
    if act_name not in DONE[kind]:
        raise PermissionDenied
    if act_name in case.acts and case.acts[act_name].decides and not may_decide(request.user):
        raise PermissionDenied
    make_form, do = DONE[kind][act_name]
    form = make_form(request.POST) if make_form else None
    if form is not None and not form.is_valid():
        return show_case(request, kind, case_id, bound={act_name: form}, status=422)
    try:
        said = do(request, case, seen_in(request), form)
    except StandardsError as refusal:
        messages.error(request, str(refusal))
        if form is not None:
            return show_case(request, kind, case_id, bound={act_name: form}, status=409)
    else:
        messages.success(request, said)
    return note_saved(request, redirect(f"{kind}_screen", case_id))


def seen_in(request: HttpRequest) -> int:
    """Return the version that the screen showed; one that never was, if it says none."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1


def _take(request: HttpRequest, case: Case, seen: int, _form: Any) -> str:
    act(case, "take", seen=seen, by=signed_in(request), held_by=signed_in(request))
    return _("You have it.")


def _let_go(request: HttpRequest, case: Case, seen: int, _form: Any) -> str:
    act(case, "let_go", seen=seen, by=signed_in(request), held_by=None)
    return _("Anyone may take it.")


def _note(request: HttpRequest, case: Case, seen: int, form: Any) -> str:
    act(case, "note", seen=seen, by=signed_in(request), words=form.cleaned_data["words"])
    return _("Noted.")


def _drop(request: HttpRequest, case: Case, seen: int, _form: Any) -> str:
    act(case, "drop", seen=seen, by=signed_in(request))
    return _("Put aside. Nobody is told, and no figure counts it.")


def _reopen(request: HttpRequest, case: Case, seen: int, _form: Any) -> str:
    act(
        case,
        "reopen",
        seen=seen,
        by=signed_in(request),
        held_by=signed_in(request),
        answer="",
        is_to_be_told=False,
        told_at=None,
    )
    return _("It is open again, and you have it.")


def _claim(request: HttpRequest, case: Case, seen: int, form: Any) -> str:
    if not case.sealed_sender:
        raise StandardsError(_("Who sent it is erased already."))
    until, because = form.cleaned_data["until"], form.cleaned_data["because"]
    words = _("Who sent it is kept until %(day)s: %(because)s") % {
        "day": date_format(until),
        "because": because,
    }
    act(
        case,
        "note",
        seen=seen,
        by=signed_in(request),
        words=words,
        kept_until=until,
        kept_because=because,
    )
    return _("Kept until %(day)s.") % {"day": date_format(until)}


# Reports -------------------------------------------------------------------------------------------
def _decided(kind: str, case: Case, said: str) -> str:
    """Have those told who asked for it, and say so."""
    asked = [case, *case.others.all()] if isinstance(case, ErrorReport) else [case]
    waiting = [one for one in asked if one.is_to_be_told]
    for one in waiting:
        tell.enqueue(kind, one.pk)
    if waiting and not can_mail():
        return said + " " + _("No mail is sent from here: tell whoever asked to hear of it.")
    return said + " " + _("Whoever asked to hear of it is told.") if waiting else said


def _correct(request: HttpRequest, report: ErrorReport, seen: int, form: Any) -> str:
    editor = signed_in(request)

    def then(now: ErrorReport) -> None:
        if now.story is None:
            raise StandardsError(_("The story was deleted."))
        try:
            now.correction = correct(
                now.story,
                wrong=form.cleaned_data["wrong"],
                right=form.cleaned_data["right"],
                editor=editor,
            )
        except CorrectionError as refusal:
            raise StandardsError(str(refusal)) from refusal

    done = act(
        report,
        "correct",
        seen=seen,
        by=editor,
        then=then,
        kind=form.cleaned_data["kind"],
        answer=answers.words_of_correction(),
        is_to_be_told=report.wants_answer,
    )
    said = _("The correction stands on the story and on the corrections page.")
    return _decided("report", done, said)


def _slip(request: HttpRequest, report: ErrorReport, seen: int, form: Any) -> str:
    done = act(
        report,
        "slip",
        seen=seen,
        by=signed_in(request),
        kind=form.cleaned_data["kind"],
        answer=answers.words_of_thanks(),
        is_to_be_told=report.wants_answer,
    )
    return _decided("report", done, _("Noted: put right without a note."))


def _answer(request: HttpRequest, report: ErrorReport, seen: int, form: Any) -> str:
    why = form.cleaned_data["why"]
    done = act(
        report,
        "answer",
        seen=seen,
        by=signed_in(request),
        words=str(ErrorReport.Why(why).label),
        why=why,
        kind="",
        answer=form.cleaned_data["words"] or answers.words_of_no(why),
        is_to_be_told=report.wants_answer,
    )
    return _decided("report", done, _("Answered with no."))


# Requests ------------------------------------------------------------------------------------------
def _recommend(request: HttpRequest, asked: UnpublishRequest, seen: int, form: Any) -> str:
    remedy = form.cleaned_data["remedy"]
    words = f"{Remedy(remedy).label}. {form.cleaned_data['words']}"
    act(asked, "recommend", seen=seen, by=signed_in(request), words=words, recommended=remedy)
    return _("Recommended. A publisher decides.")


def decide(
    request: HttpRequest,
    asked: UnpublishRequest,
    seen: int,
    form: Any,
    remedy: str,
    do: Callable[[UnpublishRequest], object],
) -> str:
    """Decide on a request, and do what was decided, in one transaction."""
    done = act(
        asked,
        "decide",
        seen=seen,
        by=signed_in(request),
        words=str(Remedy(remedy).label),
        then=lambda now: (do(now), None)[1],
        remedy=remedy,
        review_on=form.cleaned_data["review_on"],
        answer=form.cleaned_data["words"] or answers.words_of_remedy(remedy),
        is_to_be_told=bool(asked.sealed_sender),
    )
    return _decided("request", done, _("Decided: %(remedy)s.") % {"remedy": Remedy(remedy).label})


def _decide(request: HttpRequest, asked: UnpublishRequest, seen: int, form: Any) -> str:
    remedy, by = form.cleaned_data["remedy"], signed_in(request)
    do: dict[str, Callable[[UnpublishRequest], object]] = {
        Remedy.LEAVE: lambda now: None,
        Remedy.OUTCOME: lambda now: remedies.add_outcome(now, form.cleaned_data["outcome"], by=by),
        Remedy.NOINDEX: lambda now: remedies.keep_from_search_engines(now, by=by),
        Remedy.WITHDRAW: lambda now: remedies.withdraw(now, by=by),
    }
    return decide(request, asked, seen, form, remedy, do[remedy])


def _keep(request: HttpRequest, asked: UnpublishRequest, seen: int, form: Any) -> str:
    act(
        asked,
        "keep",
        seen=seen,
        by=signed_in(request),
        words=form.cleaned_data["words"],
        review_on=form.cleaned_data["review_on"],
    )
    return _("Reviewed: it stays so.")


def _undo(request: HttpRequest, asked: UnpublishRequest, seen: int, _form: Any) -> str:
    by, undone = signed_in(request), []

    def then(now: UnpublishRequest) -> None:
        undone.extend(remedies.undo(now, by=by))

    act(
        asked,
        "undo",
        seen=seen,
        by=by,
        then=then,
        remedy="",
        review_on=None,
        answer="",
        is_to_be_told=False,
        told_at=None,
    )
    return " ".join(map(str, undone))


Do = Callable[[HttpRequest, Any, int, Any], str]
BOTH: dict[str, tuple[Callable[..., Any] | None, Do]] = {
    "take": (None, _take),
    "let_go": (None, _let_go),
    "note": (forms.NoteForm, _note),
    "drop": (None, _drop),
    "reopen": (None, _reopen),
    "claim": (ClaimForm, _claim),
}
DONE: dict[str, dict[str, tuple[Callable[..., Any] | None, Do]]] = {
    "report": {
        **BOTH,
        "correct": (forms.CorrectForm, _correct),
        "slip": (forms.SlipForm, _slip),
        "answer": (forms.AnswerForm, _answer),
    },
    "request": {
        **BOTH,
        "recommend": (forms.RecommendForm, _recommend),
        "decide": (forms.DecideForm, _decide),
        "keep": (forms.KeepForm, _keep),
        "undo": (None, _undo),
    },
}
