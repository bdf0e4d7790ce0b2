"""The screens of the standards desk: the lists, a report, a request, the figures."""

import csv
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from broadsheet.lib.spreadsheets import inert
from broadsheet.mailbag.desk_forms import ClaimForm
from broadsheet.mailbag.mailing import can_mail
from broadsheet.mailbag.sealing import LockedError
from broadsheet.newsroom.rights import signed_in
from broadsheet.standards import answers
from broadsheet.standards.desk import forms
from broadsheet.standards.desk.queue import (
    REPORT_LISTS,
    REQUEST_LISTS,
    due_for,
    list_reports,
    list_requests,
    reports_for,
    requests_for,
    sites_of,
)
from broadsheet.standards.figures import Month, months_of, years_of
from broadsheet.standards.finding import marked, place_at
from broadsheet.standards.looking import look_up, may_decide, may_handle
from broadsheet.standards.models import ErrorReport, UnpublishRequest, rules_of
from broadsheet.standards.models.case import Case
from broadsheet.stories.models import Story

LABELS: dict[str, Any] = {
    "passage": gettext_lazy("What the story is said to say"),
    "wrong": gettext_lazy("What is wrong with it"),
    "right": gettext_lazy("What is right"),
    "source": gettext_lazy("How they know"),
    "why": gettext_lazy("In their words"),
    "asks": gettext_lazy("What is asked for"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
}


def trail(label: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """Return the line of links above a screen."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("standards_reports"), "label": _("Corrections")},
        *({"url": url, "label": words} for words, url in between),
        {"url": "", "label": label},
    ]


def refuse_strangers(request: HttpRequest) -> None:
    """Refuse whoever does not work here.

    Errors:
        PermissionDenied: this person does not.
    """
    if not may_handle(request.user):
        raise PermissionDenied


def _list(request: HttpRequest, lists: Any, find: Any, title: str, template: str) -> HttpResponse:
    refuse_strangers(request)
    asked = request.GET.get("which", "open")
    which = asked if asked in lists else "open"
    context = {
        "cases": find(request.user, which),
        "which": which,
        "lists": [(name, label) for name, (label, _states) in lists.items()],
        "due": due_for(request.user),
        "can_mail": can_mail(),
        "header_title": title,
        "header_icon": "check",
        "breadcrumbs_items": trail(title),
    }
    return render(request, template, context)


def standards_reports(request: HttpRequest) -> HttpResponse:
    """Show the reports of errors."""

    def find(user: Any, which: str) -> list[ErrorReport]:
        found = list_reports(user, which)
        for report in found:
            setattr(report, "wrong", words_in(report).get("wrong", ""))  # noqa: B010 (of this list alone)
        return found

    title = _("Errors reported")
    return _list(request, REPORT_LISTS, find, title, "standards/desk/reports.html")


def standards_requests(request: HttpRequest) -> HttpResponse:
    """Show the requests about stories."""
    title = _("Requests about stories")
    return _list(request, REQUEST_LISTS, list_requests, title, "standards/desk/requests.html")


def case_at_hand(request: HttpRequest, kind: str, case_id: int) -> Any:
    """Return a report ("report") or a request ("request") that this person may work on."""
    refuse_strangers(request)
    found = {"report": reports_for, "request": requests_for}.get(kind)
    if found is None:
        raise Http404
    return get_object_or_404(found(request.user), pk=case_id)


def show_case(
    request: HttpRequest, kind: str, case_id: int, *, bound: Any = None, status: int = 200
) -> HttpResponse:
    """Show a report or a request; with a form that was sent and refused, if there is one."""
    screen = report_screen if kind == "report" else request_screen
    return screen(request, case_id, bound=bound, status=status)


def report_screen(
    request: HttpRequest, case_id: int, *, bound: Any = None, status: int = 200
) -> HttpResponse:
    """Show a report: the passage, what is said of it, and what can be done now."""
    report = case_at_hand(request, "report", case_id)
    given = bound or {}
    story = report.story
    place = place_at(story, report.place) if story and report.place else None
    all_of_them = [report, *report.others.order_by("pk")]
    words = words_in(report)
    context = {
        **_common(request, "report", report, story, given),
        "place": place,
        "marked": marked(place.text, report.passage) if place else None,
        "told": [_labelled(words_in(one)) for one in all_of_them],
        "may_publish": bool(story and story.permissions_for_user(request.user).can_publish()),
        "correct_form": given.get("correct")
        or forms.CorrectForm(
            initial={"wrong": words.get("wrong", ""), "right": words.get("right", "")}
        ),
        "slip_form": given.get("slip") or forms.SlipForm(),
        "answer_form": given.get("answer") or forms.AnswerForm(),
        "our_words": [
            (why, label, answers.words_of_no(why)) for why, label in ErrorReport.Why.choices
        ][:-1],
    }
    return render(request, "standards/desk/report.html", context, status=status)


def request_screen(
    request: HttpRequest, case_id: int, *, bound: Any = None, status: int = 200
) -> HttpResponse:
    """Show a request: what is asked, what was found, and what can be done now."""
    asked = case_at_hand(request, "request", case_id)
    given = bound or {}
    story = asked.story
    days = timedelta(days=rules_of(asked.site).days)
    context = {
        **_common(request, "request", asked, story, given),
        "told": _labelled(words_in(asked)),
        "answer_by": asked.came_at + days,
        "may_decide": may_decide(request.user),
        "can_undo": bool(asked.may("undo") and asked.before and story),
        "recommend_form": given.get("recommend") or forms.RecommendForm(),
        "decide_form": given.get("decide")
        or forms.DecideForm(
            initial={
                "remedy": asked.recommended,
                "outcome": story.update_note if story else "",
            }
        ),
        "keep_form": given.get("keep") or forms.KeepForm(),
        "our_words": [
            (remedy, label, answers.words_of_remedy(remedy))
            for remedy, label in UnpublishRequest.Remedy.choices
            if remedy != UnpublishRequest.Remedy.INITIALS
        ],
    }
    return render(request, "standards/desk/request.html", context, status=status)


def words_in(case: Case) -> dict[str, Any]:
    """Return what somebody wrote; in its place what to do, if the key is another one: the desk works on without it."""
    try:
        return case.words
    except LockedError as error:
        return {"wrong": str(error), "why": str(error)}


def _common(
    request: HttpRequest, kind: str, case: Case, story: Story | None, given: dict[str, Any]
) -> dict[str, Any]:
    rights = story.permissions_for_user(request.user) if story else None
    names = (
        [line.printed_name for line in story.bylines.select_related("journalist")] if story else []
    )
    title = story.title if story else _("A story that was deleted")
    return {
        "case": case,
        "kind": kind,
        "story": story,
        "byline": ", ".join(names),
        "may_edit": bool(rights and rights.can_edit()),
        "may": {name: case.may(name) for name in case.acts},
        "steps": case.steps.select_related("by"),
        "sender": given.get("sender"),
        "has_sender": bool(case.sealed_sender),
        "note_form": given.get("note") or forms.NoteForm(),
        "claim_form": given.get("claim") or ClaimForm(),
        "can_mail": can_mail(),
        "header_title": title,
        "header_icon": "check",
        "breadcrumbs_items": trail(title, _list_link(kind)),
    }


def _list_link(kind: str) -> tuple[str, str]:
    words = _("Errors reported") if kind == "report" else _("Requests about stories")
    return words, reverse(f"standards_{kind}s")


def _labelled(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(LABELS[name]), told[name]) for name in LABELS if told.get(name)]


def see_sender(request: HttpRequest, kind: str, case_id: int) -> HttpResponse:
    """Show who sent a report or a request: asked for by a button, and recorded."""
    case = case_at_hand(request, kind, case_id)
    if request.method != "POST":
        return redirect(f"{kind}_screen", case_id)
    try:
        found = look_up(case, signed_in(request))
    except LockedError as error:
        messages.error(request, str(error))
        return redirect(f"{kind}_screen", case_id)
    if not found:
        messages.warning(request, _("Who sent it is erased."))
        return redirect(f"{kind}_screen", case_id)
    return show_case(request, kind, case_id, bound={"sender": _labelled(found)})


def standards_figures(request: HttpRequest) -> HttpResponse:
    """Show what became of reports and requests, by month and year; or hand the months out as a file."""
    refuse_strangers(request)
    sites = sites_of(request.user)
    months = months_of(sites)
    if request.GET.get("export") == "csv":
        return _as_csv(months)
    context = {
        "months": months,
        "years": years_of(sites),
        "header_title": _("Figures"),
        "header_icon": "check",
        "breadcrumbs_items": trail(_("Figures")),
    }
    return render(request, "standards/desk/figures.html", context)


def _as_csv(months: list[Month]) -> HttpResponse:
    """Return the months as a file: numbers, and the program's own words for kinds."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="errors-by-month.csv"'
    kinds = [(kind, str(label)) for kind, label in ErrorReport.Kind.choices]
    heads = [_("Month"), _("Reported"), _("Corrected"), _("Slips"), _("No"), _("Open")]
    heads += [_("Half within, in minutes"), *(label for _kind, label in kinds)]
    # With a mark by which spreadsheets know the letters.
    response.write("\ufeff")
    sheet = csv.writer(response)
    sheet.writerow([inert(head) for head in heads])
    for month in months:
        minutes = "" if month.typical is None else round(month.typical.total_seconds() / 60)
        numbers = [month.reported, month.corrected, month.slips, month.answered, month.is_open]
        counts = [month.kinds[kind] for kind, _label in kinds]
        sheet.writerow([f"{month.first:%Y-%m}", *numbers, minutes, *counts])
    return response
