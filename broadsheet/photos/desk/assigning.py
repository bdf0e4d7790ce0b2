"""Assignments: who may see them, how they are found, and what is done with them."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from broadsheet.masthead.workplaces import EVERYWHERE, places_of
from broadsheet.photos.credits.names import plain_name
from broadsheet.photos.desk.rights import may_change_all
from broadsheet.photos.errors import AssignmentError
from broadsheet.photos.models import Assignment, Named, Photo

OPEN, MINE, PAST = "open", "mine", "past"
WHICH = [
    (OPEN, gettext_lazy("Open")),
    (MINE, gettext_lazy("Mine")),
    (PAST, gettext_lazy("Past")),
]
State = Assignment.State
# To do still, by someone or by nobody yet.
TO_DO = (State.OPEN, State.TAKEN)
MOST = 200
# So long before its hour photos may come in for it, by cameras whose clocks are wrong.
BEFORE = timedelta(hours=12)


def journalist_of(user: Any) -> Any:
    """Return the journalist whose account this is; None if it is nobody's."""
    return apps.get_model("newsroom.Journalist").objects.filter(user=user).first()


def assignments_for(user: Any) -> "QuerySet[Assignment]":
    """Return the assignments that someone may see: where several papers are published, those of her own."""
    found = Assignment.objects.select_related("photographer", "story", "asked_by")
    places = places_of(user)
    if places == EVERYWHERE:
        return found
    ours = Q(asked_by=user) | Q(photographer__user=user)
    for place in places:
        ours |= Q(story__path__startswith=place)
        sites = Site.objects.filter(root_page__path__startswith=place)
        ours |= Q(photographer__works_for__in=sites)
    return found.filter(ours)


def list_of(user: Any, which: str) -> list[Assignment]:
    """Return the assignments of one list: what is to come, the next first; what is past, the latest first."""
    found = assignments_for(user)
    if which == PAST:
        over = found.exclude(state__in=TO_DO)
        return list(over.order_by("-starts_at", "-pk")[:MOST])
    to_do = found.filter(state__in=TO_DO)
    if which == MINE:
        to_do = to_do.filter(Q(photographer__user=user) | Q(asked_by=user))
    return list(to_do.order_by("starts_at", "pk")[:MOST])


def may_decide(user: Any, assignment: Assignment) -> bool:
    """Say whether someone may change or drop an assignment: who asked for it, who goes, and who changes others' photos."""
    goes = assignment.photographer is not None and assignment.photographer.user_id == user.pk
    return goes or assignment.asked_by_id == user.pk or may_change_all(user)


@transaction.atomic
def take(assignment: Assignment, user: Any) -> None:
    """Go oneself.

    Errors:
        AssignmentError: someone else goes already, or it is over; or nobody knows under which name this person works.
    """
    journalist = journalist_of(user)
    if journalist is None:
        raise AssignmentError(
            _(
                "Your account belongs to no journalist of the paper yet, so nobody would see who goes. The publisher sets "
                "that under Journalists."
            )
        )
    held = _held(assignment)
    if held.state != State.OPEN:
        who = held.photographer.name if held.photographer else held.get_state_display()
        raise AssignmentError(_("It is not open any more: %(who)s.") % {"who": who})
    held.photographer, held.state = journalist, State.TAKEN
    held.save()


@transaction.atomic
def give_back(assignment: Assignment) -> None:
    """Have someone else go.

    Errors:
        AssignmentError: it is over.
    """
    held = _held(assignment)
    _refuse_past(held)
    held.photographer, held.state = None, State.OPEN
    held.save()


@transaction.atomic
def finish(assignment: Assignment, photos: "QuerySet[Photo]") -> int:
    """Put an assignment among those that are done, with the photos that came of it; return how many there are.

    Errors:
        AssignmentError: it is over, or no photo has come in.
    """
    held = _held(assignment)
    _refuse_past(held)
    for photo in photos.select_for_update(of=("self",)).exclude(assignment=held):
        photo.assignment = held
        photo.save(update_fields=["assignment"])
    count = held.photos.count()
    if not count:
        raise AssignmentError(
            _("No photo has come in for it. Upload them, tick them here, or drop the assignment.")
        )
    held.state = State.DONE
    held.save()
    return count


@transaction.atomic
def drop(assignment: Assignment) -> None:
    """Have nobody go.

    Errors:
        AssignmentError: it is over.
    """
    held = _held(assignment)
    _refuse_past(held)
    held.state = State.DROPPED
    held.save()


@transaction.atomic
def open_again(assignment: Assignment) -> None:
    """Bring back what was dropped or done too early."""
    held = _held(assignment)
    held.state = State.TAKEN if held.photographer_id else State.OPEN
    held.save()


def _held(assignment: Assignment) -> Assignment:
    """Return an assignment as it is now, held until what is done with it has ended."""
    return Assignment.objects.select_for_update().get(pk=assignment.pk)


def _refuse_past(assignment: Assignment) -> None:
    if assignment.state not in TO_DO:
        raise AssignmentError(
            _("It is not open any more: %(who)s.") % {"who": assignment.get_state_display()}
        )


def likely_photos(assignment: Assignment, seen: "QuerySet[Photo]") -> "QuerySet[Photo]":
    """Return photos of whoever went that came in since, and belong to no assignment."""
    if assignment.photographer is None:
        return seen.none()
    made = Named.objects.filter(
        role=Named.Role.MAKER, name=plain_name(assignment.photographer.name)
    ).values("photo_id")
    theirs = Q(pk__in=made)
    if assignment.photographer.user_id:
        theirs |= Q(uploaded_by_user_id=assignment.photographer.user_id)
    since = assignment.starts_at - BEFORE
    return seen.filter(theirs, created_at__gte=since, assignment=None).order_by("-created_at")
