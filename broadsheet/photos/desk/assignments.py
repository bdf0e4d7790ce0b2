"""The screens of assignments: the list, one of them, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from broadsheet.masthead.kept_words import PUT_BACK, note_saved
from broadsheet.photos.desk import assigning
from broadsheet.photos.desk.assigning import OPEN, WHICH, may_decide
from broadsheet.photos.desk.assignment_form import OFFERED, AssignmentForm, PhotosForm
from broadsheet.photos.desk.photo_page import trail
from broadsheet.photos.desk.rights import may_add, refuse_unless, seen_by
from broadsheet.photos.errors import AssignmentError
from broadsheet.photos.models import Assignment, Photo
from broadsheet.photos.renditions import with_sizes


def assignments(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_add(request.user))
    asked = request.GET.get("which", OPEN)
    which = asked if asked in dict(WHICH) else OPEN
    context = {
        "assignments": assigning.list_of(request.user, which),
        "which": which,
        "lists": WHICH,
        "is_journalist": assigning.journalist_of(request.user) is not None,
        "header_title": _("Assignments"),
        "header_icon": "calendar",
        "breadcrumbs_items": trail(_("Assignments")),
    }
    return render(request, "photos/desk/assignments.html", context)


def add_assignment(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_add(request.user))
    return _edit(request, Assignment(asked_by_id=request.user.pk), _("New assignment"))


def assignment_page(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Show an assignment with its photos, and what may be done with it."""
    assignment = _at_hand(request, assignment_id)
    offered = assigning.likely_photos(assignment, seen_by(request.user))
    photos = with_sizes(Photo.objects.filter(assignment=assignment).order_by("-created_at", "-pk"))
    context = {
        "assignment": assignment,
        "photos": photos[: assigning.MOST],
        "offered": with_sizes(offered)[:OFFERED] if assignment.state in assigning.TO_DO else [],
        "may_decide": may_decide(request.user, assignment),
        "is_to_do": assignment.state in assigning.TO_DO,
        "is_mine": _is_mine(request, assignment),
        "header_title": assignment.what,
        "header_icon": "calendar",
        "breadcrumbs_items": trail(assignment.what, _among_all()),
    }
    return render(request, "photos/desk/assignment.html", context)


def edit_assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    assignment = _at_hand(request, assignment_id)
    refuse_unless(may_decide(request.user, assignment))
    return _edit(request, assignment, _("Change the assignment"))


def _edit(request: HttpRequest, assignment: Assignment, title: str) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = AssignmentForm(given, instance=assignment)
    if request.method == "POST" and PUT_BACK not in request.POST and form.is_valid():
        act = "wagtail.edit" if assignment.pk else "wagtail.create"
        saved = form.save()
        log(instance=saved, action=act, user=request.user)
        messages.success(request, _("“%(what)s” is saved.") % {"what": saved.what})
        return note_saved(request, redirect("assignment", saved.pk))
    context = {
        "form": form,
        "action": request.path,
        "is_unsaved": request.method == "POST",
        "media": form.media,
        "header_title": title,
        "header_icon": "calendar",
        "breadcrumbs_items": trail(title, _among_all()),
    }
    return render(request, "photos/desk/assignment_form.html", context)


@require_POST
def act_on_assignment(request: HttpRequest, assignment_id: int, act: str) -> HttpResponse:
    """Take an assignment, give it back, put it among those that are done, drop it, or bring it back."""
    assignment = _at_hand(request, assignment_id)
    refuse_unless(act in ACTS and (act == "take" or may_decide(request.user, assignment)))
    try:
        said = ACTS[act](request, assignment)
    except AssignmentError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("assignment", assignment.pk)


def _take(request: HttpRequest, assignment: Assignment) -> str:
    assigning.take(assignment, request.user)
    return _("You go. It stands under Mine.")


def _give_back(_request: HttpRequest, assignment: Assignment) -> str:
    assigning.give_back(assignment)
    return _("It is open again, for anyone to take.")


def _finish(request: HttpRequest, assignment: Assignment) -> str:
    offered = assigning.likely_photos(assignment, seen_by(request.user))
    form = PhotosForm(request.POST, offered=offered)
    # What is offered no more, because it belongs to another by now, is left out.
    chosen = form.cleaned_data["photos"] if form.is_valid() else Photo.objects.none()
    assigning.finish(assignment, chosen)
    return _("It is done, and its photos stand with it.")


def _drop(_request: HttpRequest, assignment: Assignment) -> str:
    assigning.drop(assignment)
    return _("It is dropped. It stands under Past, from where it can be brought back.")


def _open_again(_request: HttpRequest, assignment: Assignment) -> str:
    assigning.open_again(assignment)
    return _("It is to be done again.")


ACTS: dict[str, Callable[[HttpRequest, Assignment], str]] = {
    "take": _take,
    "give-back": _give_back,
    "done": _finish,
    "drop": _drop,
    "open": _open_again,
}


def _at_hand(request: HttpRequest, assignment_id: int) -> Assignment:
    """Return an assignment for someone who may see it.

    Errors:
        Http404: there is none, or it is another paper's.
        PermissionDenied: this person has nothing to do with photos.
    """
    refuse_unless(may_add(request.user))
    return get_object_or_404(assigning.assignments_for(request.user), pk=assignment_id)


def _is_mine(request: HttpRequest, assignment: Assignment) -> bool:
    goes: Any = assignment.photographer
    return goes is not None and goes.user_id == request.user.pk


def _among_all() -> tuple[str, str]:
    return reverse("assignments"), _("Assignments")
