"""The live desk: where entries are posted, from a phone in a car park as from a chair."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import signed_in
from broadsheet.stories import live
from broadsheet.stories.desk import trail
from broadsheet.stories.errors import LiveError
from broadsheet.stories.live_forms import LiveEntryForm
from broadsheet.stories.live_page import path_of
from broadsheet.stories.models import LiveEntry, Story
from broadsheet.stories.models.live import newest_number

ENTRIES_AT_THE_DESK = 50


def live_desk(request: HttpRequest, story_id: int) -> HttpResponse:
    """Show the form and the entries so far; take an entry in."""
    story, user = _story_for(request, story_id)
    form = _form(request, story)
    if request.method == "POST":
        entry = _take_in(form, story, user)
        if asks_for_json(request):
            return _answer_script(request, form, story, entry)
        if entry is not None:
            messages.success(request, _("The entry stands on the story's page."))
            return redirect("live_desk", story.pk)
    return render(request, "newsroom/desk/live.html", _context(request, story, form))


def _story_for(request: HttpRequest, story_id: int) -> tuple[Story, User]:
    """Return the story and who asks.

    Errors:
        PermissionDenied: this person may not post in it.
    """
    story, user = get_object_or_404(Story, pk=story_id), signed_in(request)
    if not live.may_post(story, user):
        raise PermissionDenied
    return story, user


def _form(request: HttpRequest, story: Story, entry: LiveEntry | None = None) -> LiveEntryForm:
    is_sent = request.method == "POST"
    return LiveEntryForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        story=story,
        user=signed_in(request),
        entry=entry,
    )


def _take_in(form: LiveEntryForm, story: Story, user: User) -> LiveEntry | None:
    """Post or change an entry; None if it was refused, for the reason that the form then says."""
    if not form.is_valid():
        return None
    try:
        # A photo of an entry that is refused is not kept either.
        with transaction.atomic():
            if form.entry is not None:
                return live.change(form.entry, form.told(), by=user)
            return live.post(story, form.told(), by=user, key=form.cleaned_data["posting_key"])
    except LiveError as refusal:
        form.add_error(None, str(refusal))
        return None


def asks_for_json(request: HttpRequest) -> bool:
    """Say whether the desk's own script asks."""
    return request.headers.get("Accept", "").startswith("application/json")


def _answer_script(
    request: HttpRequest, form: LiveEntryForm, story: Story, entry: LiveEntry | None
) -> HttpResponse:
    if entry is None:
        said = [sentence for sentences in form.errors.values() for sentence in sentences]
        return JsonResponse({"errors": said}, status=422)
    line = {**_rights(request, story), "entry": entry, "path": _paths(story, [entry])[0][1]}
    return JsonResponse(
        {
            "entry": render_to_string("newsroom/desk/live_line.html", line, request),
            "id": entry.anchor,
            "key": str(uuid4()),
            "said": _("Posted. The entry stands on the story's page."),
        }
    )


def _rights(request: HttpRequest, story: Story) -> dict[str, Any]:
    user = signed_in(request)
    return {
        "story": story,
        "leads": live.may_lead(story, user),
        "is_open": live.is_open(story),
        "may_reopen": live.may_reopen(user) and story.live_ended_at is not None,
    }


def _context(request: HttpRequest, story: Story, form: LiveEntryForm) -> dict[str, Any]:
    rights = _rights(request, story)
    page = Paginator(story.live_entries.all(), ENTRIES_AT_THE_DESK).get_page(request.GET.get("p"))
    return {
        **rights,
        "form": form,
        "page": page,
        "lines": _paths(story, list(page)),
        "reporters": story.live_reporters.select_related("user") if rights["leads"] else [],
        "others": others(story) if rights["leads"] else [],
        "header_title": _("Live desk"),
        "breadcrumbs_items": trail(_("Live desk")),
    }


def _paths(story: Story, entries: list[LiveEntry]) -> list[tuple[LiveEntry, str]]:
    newest = newest_number(story.pk) if entries else 0
    return [(entry, path_of(entry, story, newest)) for entry in entries]


def others(story: Story) -> "QuerySet[User]":
    """Return who may enter the newsroom and has not been let yet, by name."""
    enters = Permission.objects.filter(
        codename="access_admin", content_type__app_label="wagtailadmin"
    )
    people = User.objects.filter(
        Q(groups__permissions__in=enters) | Q(user_permissions__in=enters), is_active=True
    )
    let = story.live_reporters.values("user")
    return people.exclude(pk__in=let).distinct().order_by("first_name", "last_name", "username")


def change_entry(request: HttpRequest, story_id: int, entry_id: int) -> HttpResponse:
    entry = _entry_for(request, story_id, entry_id)
    form = _form(request, entry.story, entry)
    if request.method == "POST" and _take_in(form, entry.story, signed_in(request)):
        messages.success(request, _("The entry stands on the story's page as it is now."))
        return redirect("live_desk", story_id)
    return render(
        request,
        "newsroom/desk/live_change.html",
        {
            **_rights(request, entry.story),
            "entry": entry,
            "form": form,
            "header_title": _("Change an entry"),
            "breadcrumbs_items": trail(_("Change an entry")),
        },
    )


def _entry_for(request: HttpRequest, story_id: int, entry_id: int) -> LiveEntry:
    """Return an entry.

    Errors:
        PermissionDenied: this person may not change it.
    """
    entry = get_object_or_404(LiveEntry, pk=entry_id, story_id=story_id)
    if not live.may_change(entry, signed_in(request)):
        raise PermissionDenied
    return entry


def delete_entry(request: HttpRequest, story_id: int, entry_id: int) -> HttpResponse:
    """Ask once, then delete."""
    entry = _entry_for(request, story_id, entry_id)
    question = {
        "title": _("Delete this entry"),
        "question": _(
            "It is gone from the story's page at once. The story's history keeps its words."
        ),
        "entry": entry,
        "button": _("Delete the entry"),
    }
    done = _("The entry is gone from the story's page.")
    user = signed_in(request)
    return _ask(request, entry.story, question, lambda: live.delete(entry, by=user), done)


def end_coverage(request: HttpRequest, story_id: int) -> HttpResponse:
    """Ask once, then end."""
    story, user = _story_for(request, story_id)
    if not live.may_lead(story, user):
        raise PermissionDenied
    question = {
        "title": _("End the coverage"),
        "question": _(
            "Readers then see when it ended, and every entry is frozen: none can be added, changed or deleted. "
            "Only a publisher can reopen it."
        ),
        "button": _("End the coverage"),
    }
    done = _("The coverage has ended. Its entries stay as they are.")
    return _ask(request, story, question, lambda: live.end(story, by=user), done)


def _ask(
    request: HttpRequest, story: Story, question: dict[str, Any], act: Any, done: str
) -> HttpResponse:
    """Show a question; after a yes, do what was asked, and go back to the live desk."""
    if request.method == "POST":
        return _do(request, story, act, done)
    context = {**question, "story": story, "header_title": question["title"]}
    context["breadcrumbs_items"] = trail(question["title"])
    return render(request, "newsroom/desk/live_ask.html", context)


def _do(request: HttpRequest, story: Story, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except LiveError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("live_desk", story.pk)


@require_POST
def reopen_coverage(request: HttpRequest, story_id: int) -> HttpResponse:
    story, user = _story_for(request, story_id)
    done = _("The coverage is open again.")
    return _do(request, story, lambda: live.reopen(story, by=user), done)


@require_POST
def let_reporter(request: HttpRequest, story_id: int) -> HttpResponse:
    """Let someone post, or no longer."""
    story, user = _story_for(request, story_id)
    is_taken_back = "no_longer" in request.POST
    chosen = request.POST.get("no_longer") or request.POST.get("let") or ""
    if not chosen.isdigit():
        messages.error(request, _("Choose who may post."))
        return redirect("live_desk", story.pk)
    someone = get_object_or_404(User, pk=int(chosen))
    name = live.name_of(someone) or someone.get_username()
    if is_taken_back:
        live.no_longer_let(story, someone, by=user)
        messages.success(request, _("%(name)s may no longer post here.") % {"name": name})
    else:
        live.let(story, someone, by=user)
        messages.success(request, _("%(name)s may post here.") % {"name": name})
    return redirect("live_desk", story.pk)
