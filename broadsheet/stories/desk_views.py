"""Wagtail's own screens for a page, where a story needs them to be different."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.viewsets.pages import PageViewSet

from broadsheet.stories.desk_checks import StoryChecks
from broadsheet.stories.desk_suggestions import StorySuggestions
from broadsheet.stories.models import Story


class BesideTheText:
    """Adds what is missing to the panels beside the text, and returns to the story list instead of the page tree."""

    page: Story
    request: HttpRequest
    next_url: str | None

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]
        # Wagtail's own checks run in the preview, by a script that no printed page holds.
        kept = [panel for panel in panels if not isinstance(panel, ChecksSidePanel)]
        ours = [
            StoryChecks(self.page, self.request),
            StorySuggestions(self.page, self.request),
        ]
        return MediaContainer([*kept, *ours])

    def redirect_away(self) -> HttpResponse:
        return redirect(self.next_url or reverse("story_list"))


class CreateStory(BesideTheText, CreateView):
    """A new story."""


class EditStory(BesideTheText, EditView):
    """A story being written."""


class TakeDownStory(UnpublishView):
    """Taking a story from readers."""

    def get_next_url(self) -> str:
        is_asked = "next" in self.request.GET or "next" in self.request.POST
        return super().get_next_url() if is_asked else reverse("story_list")


class ToStoryList(View):
    """Wagtail's list of all pages of one kind would load the archive: the story list stands in for it."""

    def __init__(self, **_kwargs: Any) -> None:
        super().__init__()

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        words = request.GET.get("q", "")
        return redirect(reverse("story_list") + (f"?{urlencode({'q': words})}" if words else ""))


class StoryViewSet(PageViewSet):
    """Which view answers for a story where."""

    model = Story
    icon = "doc-full-inverse"
    add_view_class = CreateStory
    edit_view_class = EditStory
    unpublish_view_class = TakeDownStory


story_views = StoryViewSet()
