"""What stories add to Wagtail's admin: their list, their menu, their buttons, and what is refused."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.signals import init_new_page
from wagtail.snippets.models import register_snippet

from broadsheet.newsroom.models import Journalist, User
from broadsheet.newsroom.troubles import TroublePanel
from broadsheet.stories import (
    desk,
    desk_acts,
    desk_claims,
    desk_versions,
    embed_desk,  # noqa: F401 (registers its own)
    live_hooks,  # noqa: F401 (registers its own)
    pasting_desk,
)
from broadsheet.stories.desk_gatherings import SeriesViewSet, TopicViewSet
from broadsheet.stories.desk_home import PANELS
from broadsheet.stories.desk_views import StoryViewSet, story_views
from broadsheet.stories.live_home import LiveNow
from broadsheet.stories.models import Byline, Story
from broadsheet.stories.models.story import AUTOSAVE
from broadsheet.stories.versions import LEGAL_READ


@hooks.register("register_admin_urls")
def story_urls() -> list[URLPattern]:
    return [
        path("stories/", desk.StoryListView.as_view(), name="story_list"),
        path(
            "stories/results/",
            desk.StoryListView.as_view(results_only=True),
            name="story_list_results",
        ),
        path("stories/new/", desk.new_story, name="new_story"),
        path("paste/", pasting_desk.paste, name="paste"),
        path("stories/<int:story_id>/take/", desk_claims.take_story, name="take_story"),
        path(
            "stories/<int:story_id>/give-back/", desk_claims.give_back_story, name="give_back_story"
        ),
        path("stories/<int:story_id>/claim/", desk_claims.claim_state, name="claim_state"),
        path("stories/<int:story_id>/legal-read/", desk_versions.legal_read, name="legal_read"),
        path("stories/<int:story_id>/correct/", desk_acts.correct_story, name="correct_story"),
        path("stories/<int:story_id>/receipts/", desk_acts.story_receipts, name="story_receipts"),
    ]


@hooks.register("register_log_actions")
def story_log_actions(actions: Any) -> None:
    actions.register_action(
        AUTOSAVE, gettext_lazy("Save by itself"), gettext_lazy("Saved by itself")
    )
    actions.register_action(
        LEGAL_READ, gettext_lazy("Legal read"), gettext_lazy("Read for the law")
    )


@hooks.register("register_admin_viewset")
def register_story_views() -> StoryViewSet:
    return story_views


register_snippet(TopicViewSet)
register_snippet(SeriesViewSet)


@hooks.register("register_admin_menu_item")
def story_menu_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Stories"),
        reverse("story_list"),
        name="stories",
        icon_name="doc-full-inverse",
        order=90,
    )


@hooks.register("insert_editor_js")
def suggestions_script() -> SafeString:
    url = static("stories/newsroom_suggestions.js")
    return format_html('<script type="module" src="{}"></script>', url)


@hooks.register("register_page_header_buttons")
def story_buttons(page: Page, user: User, **_kwargs: Any) -> Iterator[Button]:
    if not isinstance(page, Story) or not page.pk:
        return
    if page.live and page.permissions_for_user(user).can_publish():
        url = reverse("correct_story", args=[page.pk])
        yield Button(_("Correct this story"), url=url, icon_name="warning", priority=25)
    if page.permissions_for_user(user).can_publish():
        url = reverse("legal_read", args=[page.pk])
        yield Button(_("Legal read done"), url=url, icon_name="check", priority=30)
    url = reverse("story_receipts", args=[page.pk])
    yield Button(_("Where it shows"), url=url, icon_name="clipboard-list", priority=68)


@hooks.register("construct_homepage_panels")
def show_story_lines(_request: HttpRequest, panels: list[Any]) -> None:
    """Ours in place of Wagtail's: those read the whole log, and the whole tree."""
    panels[:] = [TroublePanel(), LiveNow(), *[panel() for panel in PANELS]]


@hooks.register("construct_homepage_summary_items")
def count_nothing(_request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's summary counts every page and photo."""
    items.clear()


# What is refused -----------------------------------------------------------------------------------
@hooks.register("before_create_page")
def refuse_creating(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """Reporters write stories, and publish nothing. Wagtail would let them add sections, and save a draft instead."""
    may_publish = parent.permissions_for_user(request.user).can_publish_subpage()
    is_asked_to_publish = "action-publish" in request.POST
    if not may_publish and (page_class is not Story or is_asked_to_publish):
        raise PermissionDenied


@hooks.register("before_edit_page")
def refuse_publishing(request: HttpRequest, page: Page) -> None:
    """Refuse what Wagtail would turn into the saving of a draft."""
    if (
        "action-publish" in request.POST
        and not page.permissions_for_user(request.user).can_publish()
    ):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def refuse_in_bulk(
    _request: HttpRequest, _action_type: str, _objects: list[Any], action: Any
) -> None:
    """Refuse the whole act if a part of it is not allowed, so that nobody thinks it done."""
    _allowed, refused = action.get_actionable_objects()
    if any(refused.values()):
        raise PermissionDenied


@hooks.register("before_delete_page")
def keep_corrected_story(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A correction stays for good, and so does its story."""
    if not isinstance(page, Story) or not page.corrections.exists():
        return None
    messages.error(
        request,
        _(
            "“%(headline)s” has been corrected in public, so it cannot be deleted: corrections stay for good. "
            "Take it down instead (Unpublish)."
        )
        % {"headline": page.title},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_delete_page")
def back_to_the_list(_request: HttpRequest, page: Page) -> HttpResponse | None:
    return redirect("story_list") if isinstance(page, Story) else None


# How a new story begins ----------------------------------------------------------------------------
@receiver(init_new_page, dispatch_uid="stories:beginning")
def begin_story(page: Page, **_kwargs: Any) -> None:
    """Open the first paragraph, and put the writer's name over the story."""
    if not isinstance(page, Story):
        return
    page.body = [("paragraph", "")]
    journalist = Journalist.objects.filter(user=page.owner, is_current=True).first()
    if journalist is not None:
        page.bylines.set([Byline(journalist=journalist)])
