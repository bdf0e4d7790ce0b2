"""The screens and buttons by which a story is taken, given back, and read along."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import signed_in
from broadsheet.stories.claims import give_back, may_take, may_take_over, name_of, take, words_of
from broadsheet.stories.desk import story_at_hand, trail
from broadsheet.stories.models import Story


def claim_buttons(story: Story, user: User) -> list[HeaderButton]:
    """Return what this person may do about who has the story: one button, or none."""
    if story.locked and story.locked_by_id == user.pk:
        return [_posting(_("Give it back"), "give_back_story", story, "lock-open")]
    if may_take(story, user):
        return [_posting(_("Take it"), "take_story", story, "lock")]
    return []


def _posting(label: str, name: str, story: Story, icon: str) -> HeaderButton:
    """Return a button that asks by POST, with what is on the screen saved before."""
    attrs = {
        "data-controller": "w-action",
        "data-action": "w-action#post",
        "data-w-action-url-value": reverse(name, args=[story.pk]),
    }
    return HeaderButton(label, icon_name=icon, attrs=attrs)


def take_story(request: HttpRequest, story_id: int) -> HttpResponse:
    """Take a story; ask first if it is to be taken from someone."""
    story, user = story_at_hand(request, story_id), signed_in(request)
    if request.method != "POST":
        return _ask_first(request, story, user)
    seen = request.POST.get("from", "")
    take(story, by=user, over_from=int(seen) if seen.isdigit() else None)
    messages.success(
        request,
        _("You have “%(headline)s” now. Others read along until you give it back.")
        % {"headline": story.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", story.pk)


def _ask_first(request: HttpRequest, story: Story, user: User) -> HttpResponse:
    if not may_take_over(story, user):
        return redirect("wagtailadmin_pages:edit", story.pk)
    return render(
        request,
        "newsroom/desk/take_over.html",
        {
            "story": story,
            "who_has_it": words_of(story, user),
            "name": name_of(story.locked_by),
            "header_title": _("Take over this story"),
            "breadcrumbs_items": trail(_("Take over")),
        },
    )


@require_POST
def give_back_story(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_at_hand(request, story_id)
    give_back(story, by=signed_in(request))
    messages.success(
        request,
        _("“%(headline)s” is given back: others may write in it.")
        % {"headline": story.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", story.pk)


def claim_state(request: HttpRequest, story_id: int) -> HttpResponse:
    """Answer a screen that reads along: which version stands there now, and who has the story."""
    story = story_at_hand(request, story_id)
    revised = story.latest_revision_created_at
    return JsonResponse(
        {"version": revised.isoformat() if revised else "", "holder": story.locked_by_id}
    )


def read_along(request: HttpRequest, story: Story) -> HttpResponse:
    """Show a story that someone else has: as it stands, and who has it since when."""
    user = signed_in(request)
    revised = story.latest_revision_created_at
    context: dict[str, Any] = {
        "story": story,
        "who_has_it": words_of(story, user),
        "may_take_over": may_take_over(story, user),
        "holder": story.locked_by_id,
        "version": revised.isoformat() if revised else "",
        "header_title": story.get_admin_display_title(),
        "breadcrumbs_items": trail(story.get_admin_display_title()),
    }
    return render(request, "newsroom/desk/read_along.html", context)
