"""The front's desk: the front as it stands and as it will stand, and what can be done about it.

What is being arranged lives in the form; each button sends it whole, and the answer is the form as it is then. So the
desk works without scripts, and nothing is half saved.
"""

import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin import messages
from wagtail.models import Site

from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import signed_in
from broadsheet.press.asking import locale_of, make_request
from broadsheet.press.headers import PREVIEW_HEADERS
from broadsheet.sections import arranging
from broadsheet.sections.arranging import PLACES, proposing, slots_of
from broadsheet.sections.errors import ArrangementChangedError, ArrangementError
from broadsheet.sections.front_lines import (
    desk_of,
    name_of_place,
    sections_of,
    stories_for,
    told,
)
from broadsheet.sections.front_memory import slots_of_state
from broadsheet.sections.front_proposal import Choice, Proposal, moment
from broadsheet.sections.fronts import sections_on
from broadsheet.sections.models import Arrangement, Front, FrontState
from broadsheet.stories.desk_finding import Wanted, find_stories
from broadsheet.stories.desk_rows import rows_of

RESULTS = 8
PAST = 10


@dataclass
class Work:
    """What is under way at one screen of the desk."""

    front: Front
    user: User
    proposal: Proposal
    # The newest arrangement when the desk was opened, and the newest that this person was told of.
    seen_first: int
    seen: int
    q: str = ""
    starts_at: str = ""
    note: str = ""
    said: list[str] = field(default_factory=list)
    refused: str = ""
    focus: str = ""

    @property
    def at(self) -> datetime:
        """From when on it would stand."""
        try:
            return moment(self.starts_at) or timezone.now()
        except ArrangementError:
            return timezone.now()


def front_for(request: HttpRequest) -> tuple[Front, User, Site]:
    """Return the front of the paper at this site, and who asks.

    Errors:
        PermissionDenied: this person may not arrange it.
    """
    site, user = Site.find_for_request(request), signed_in(request)
    front = Front.objects.filter(pk=site.root_page_id).first() if site else None
    if site is None or front is None:
        raise Http404
    if not arranging.may_arrange(front, user):
        raise PermissionDenied
    return front, user, site


def front_desk(request: HttpRequest) -> HttpResponse:
    """Show the desk; do what a button of it asks."""
    front, user, _site = front_for(request)
    if request.method != "POST":
        return _show(request, _begin(request, front, user))
    # PostgreSQL takes no NUL in its texts.
    sent = {name: value.replace("\0", "") for name, value in request.POST.dict().items()}
    work = Work(
        front,
        user,
        Proposal.read(sent),
        seen_first=_number(sent.get("seen_first", "")),
        seen=_number(sent.get("seen", "")),
        q=sent.get("q", "").strip(),
        starts_at=sent.get("starts_at", "").strip(),
        note=sent.get("note", "").strip()[:120],
    )
    act, _colon, what = sent.get("act", "").partition(":")
    try:
        done = ACTS.get(act, _only_show)(work, what, sent)
    except ArrangementChangedError as refusal:
        work.refused, work.seen = str(refusal), refusal.newest
    except ArrangementError as refusal:
        work.refused = str(refusal)
    else:
        if done:
            messages.success(request, done)
            # What was kept on the device is forgotten then; an undoing leaves it there.
            is_saved = act in ("save", "plan")
            return redirect(reverse("front_desk") + ("?done=1" if is_saved else ""))
    return _show(request, work)


def _number(typed: str) -> int:
    return int(typed) if re.fullmatch(r"[0-9]{1,18}", typed) else 0


def _begin(request: HttpRequest, front: Front, user: User) -> Work:
    """Return the work as it begins: with what is in force, or with an arrangement or state of before."""
    seen = arranging.newest_number(front.pk)
    of, state = _number(request.GET.get("of", "")), _number(request.GET.get("state", ""))
    if of:
        found = Arrangement.objects.filter(front=front, pk=of).first()
        said = _("This was arranged before. It is not in force: look at it, then save.")
        return Work(front, user, Proposal.of(slots_of(found)), seen, seen, said=[said])
    if state:
        kept = FrontState.objects.filter(front=front, pk=state).first()
        said = _("The front stood so before. It is not in force: look at it, then save.")
        return Work(front, user, Proposal.of(slots_of_state(kept)), seen, seen, said=[said])
    now = arranging.in_force(front.pk, timezone.now())
    holding = [one for one in slots_of(now) if one.until is None or one.until > timezone.now()]
    return Work(front, user, Proposal.of(holding), seen, seen)


# What the buttons do ------------------------------------------------------------------------------
def _only_show(_work: Work, _what: str, _sent: dict[str, str]) -> str:
    return ""


def _up(work: Work, place: str, sent: dict[str, str]) -> str:
    return _move(work, place, -1, sent)


def _down(work: Work, place: str, sent: dict[str, str]) -> str:
    return _move(work, place, 1, sent)


def _move(work: Work, place: str, by: int, sent: dict[str, str]) -> str:
    if place in PLACES:
        work.proposal.move(place, by, sent)
        to = PLACES[min(max(PLACES.index(place) + by, 0), len(PLACES) - 1)]
        work.said.append(_("It stands here now: %(place)s.") % {"place": name_of_place(to)})
        work.focus = f"{'up' if by < 0 else 'down'}-{to}"
    return ""


def _free(work: Work, place: str, _sent: dict[str, str]) -> str:
    if place in PLACES or place in work.proposal.firsts:
        work.proposal.put(place, None)
        work.said.append(_("That place fills itself now."))
        work.focus = f"number-{place}"
    return ""


def _keep(work: Work, place: str, sent: dict[str, str]) -> str:
    """Choose what stands in a place by itself."""
    if place in PLACES:
        work.proposal.put(place, work.proposal.standing(place, sent))
        work.said.append(_("It stays there now."))
        work.focus = f"free-{place}"
    return ""


def _bring(work: Work, key: str, sent: dict[str, str]) -> str:
    """Bring a story that was found to a place."""
    story = stories_for(work.front, [_number(key)]).get(_number(key))
    place = sent.get(f"to-{key}", PLACES[0])
    names = sections_of(work.front)
    if story is None or not (place in PLACES or place in names):
        raise ArrangementError(_("Choose a story and a place."))
    dropped = work.proposal.bring(story.pk, place)
    work.said.append(
        _("“%(headline)s”: %(place)s.")
        % {"headline": story.title, "place": name_of_place(place, names)}
    )
    work.said += _dropped(work.front, dropped)
    work.focus = f"number-{place}"
    return ""


def _dropped(front: Front, choice: Choice | None) -> list[str]:
    found = stories_for(front, [choice.story]) if choice else {}
    return [
        _("“%(headline)s” has no chosen place any more.") % {"headline": story.title}
        for story in found.values()
    ]


def _save(work: Work, _what: str, _sent: dict[str, str]) -> str:
    slots = work.proposal.slots()
    arranging.arrange(work.front, slots, by=work.user, seen=work.seen, note=work.note)
    return _("The front stands so now.")


def _plan(work: Work, _what: str, _sent: dict[str, str]) -> str:
    starts_at = moment(work.starts_at)
    if starts_at is None:
        raise ArrangementError(_("Choose the moment from which the front is to stand so."))
    arranging.arrange(
        work.front,
        work.proposal.slots(),
        by=work.user,
        starts_at=starts_at,
        seen=work.seen,
        note=work.note,
    )
    return _("Planned. The front changes by itself at that moment.")


def _undo(work: Work, _what: str, _sent: dict[str, str]) -> str:
    arranging.undo(work.front, by=work.user, seen=work.seen)
    return _("Undone. The front stands as it was arranged before.")


def _call_off(work: Work, what: str, _sent: dict[str, str]) -> str:
    arranging.call_off(work.front, _number(what), by=work.user)
    # What is being arranged stays on the screen.
    work.said.append(_("Called off. The front does not change at that moment."))
    return ""


ACTS = {
    "up": _up,
    "down": _down,
    "free": _free,
    "keep": _keep,
    "bring": _bring,
    "save": _save,
    "plan": _plan,
    "undo": _undo,
    "call-off": _call_off,
}


# What it shows ------------------------------------------------------------------------------------
def _show(request: HttpRequest, work: Work) -> HttpResponse:
    front, now = work.front, timezone.now()
    current = arranging.in_force(front.pk, now)
    others = Arrangement.objects.filter(front=front, pk__gt=work.seen_first).order_by("-pk")
    names = sections_of(front)
    context = {
        "work": work,
        "desk": desk_of(front, work.proposal, work.at),
        "results": _results(work),
        "places": {place: name_of_place(place) for place in PLACES},
        "sections": names,
        "current": next(iter(told(front, [current] if current else [])), None),
        "others": told(front, others[:1]),
        "planned": told(front, arranging.planned(front.pk, now)),
        "past": told(front, arranging.begun(front.pk, now)[1 : PAST + 1]),
        "can_undo": arranging.can_undo(front),
        "header_title": _("Front page"),
        "breadcrumbs_items": trail(_("Front page")),
    }
    return render(request, "newsroom/desk/front_desk.html", context)


def _results(work: Work) -> list[tuple[Any, str]]:
    """Return the stories that were searched for, each with the one section's place that it may take, or nothing."""
    if not work.q:
        return []
    keys = find_stories(Wanted(words=work.q)).keys[:RESULTS]
    paths = {arranging.place_in(one.pk): one.path for one in sections_on(work.front)}
    found = []
    for row in rows_of(keys, work.user):
        if row.story.path.startswith(work.front.path):
            own = [place for place, path in paths.items() if row.story.path.startswith(path)]
            found.append((row, own[0] if own else ""))
    return found


def trail(label: str) -> list[dict[str, str]]:
    """Return the line of links above a screen of the front."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": "", "label": label},
    ]


# How it would look --------------------------------------------------------------------------------
@xframe_options_sameorigin
def front_preview(request: HttpRequest) -> HttpResponse:
    """Show the front as a reader would see it: as it stands, or with the choices that the address names."""
    front, _user, site = front_for(request)
    reader = make_request(site, "/")
    # Nothing is cut: parts stand in their places.
    reader.press_cut_mark = ""  # type: ignore[attr-defined]
    at = _moment_of(request.GET.get("at", ""))
    # Typed in the newsroom's zone, shown in the paper's.
    slots = Proposal.read(request.GET.dict()).readable_slots()
    with locale_of(site), proposing(slots, at=at) if at else nullcontext():
        response = front.serve(reader).render()
    # Its links lead out of the frame, which the paper's pages do not allow.
    response.content = response.content.replace(b"<body>", b"<body inert>", 1)
    for name, value in PREVIEW_HEADERS.items():
        response[name] = value
    return response


def _moment_of(written: str) -> datetime | None:
    try:
        found = parse_datetime(written) if written else None
    except ValueError:
        found = None
    return found if found and timezone.is_aware(found) else None
