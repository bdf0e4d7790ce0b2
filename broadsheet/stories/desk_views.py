"""Wagtail's own screens for a page, where a story needs them to be different."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.masthead.kept_words import PUT_BACK, note_saved
from broadsheet.newsroom.rights import signed_in
from broadsheet.stories.claims import Claim
from broadsheet.stories.desk_checks import StoryChecks
from broadsheet.stories.desk_claims import claim_buttons, read_along
from broadsheet.stories.desk_rules import ApproveStory, RulesForNewStories, RulesOfThePaper
from broadsheet.stories.desk_suggestions import StorySuggestions
from broadsheet.stories.desk_versions import StoryHistory
from broadsheet.stories.models import Story


class BesideTheText:
    """Adds what is missing to the panels beside the text, and returns to the story list instead of the page tree."""

    page: Story
    request: HttpRequest
    next_url: str | None
    expects_json_response: bool
    form: Any
    form_class: Any
    subscription: Any
    has_unsaved_changes: bool

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]
        # Wagtail's own checks run in the preview, by a script that no printed page holds.
        kept = [panel for panel in panels if not isinstance(panel, ChecksSidePanel)]
        ours = [
            StoryChecks(self.page, self.request),
            StorySuggestions(self.page, self.request),
        ]
        return MediaContainer([*kept, *ours])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if PUT_BACK in request.POST:
            return self.put_back()
        answer: HttpResponseBase = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def put_back(self) -> HttpResponseBase:
        """Show the form with words that the browser had kept. Nothing is saved yet."""
        self.form = self.form_class(
            self.request.POST,
            instance=self.page,
            subscription=self.subscription,
            parent_page=getattr(self, "parent_page", None) or self.page.get_parent(),
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        messages.info(self.request, _("Your words are back, and saved in a moment."))
        answer: HttpResponseBase = self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        # The history folds what the screen saved by itself.
        form.instance.saves_itself = self.expects_json_response
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return note_saved(self.request, answer)

    def redirect_away(self) -> HttpResponse:
        return redirect(self.next_url or reverse("story_list"))


class CreateStory(RulesForNewStories, BesideTheText, CreateView):
    """A new story."""


class EditStory(RulesOfThePaper, BesideTheText, EditView):
    """A story being written; read along by everyone but the one who took it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(self.lock, Claim) and self.locked_for_user:
            return read_along(request, self.page)
        answer: HttpResponseBase = super().get(request, *args, **kwargs)
        return answer

    def put_back(self) -> HttpResponseBase:
        if self.locked_for_user:
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().put_back()

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return claim_buttons(self.page, signed_in(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The buttons above take and give back; Wagtail's switch would do the same in other words.
        shown = {"user_can_lock": False, "user_can_unlock": False}
        return {**super().get_context_data(**kwargs), **shown}


class GoBackToVersion(RevisionsRevertView):
    """An older version, to be saved as the current one; not while someone else has the story."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(self.lock, Claim) and self.locked_for_user:
            return read_along(request, self.page)
        answer: HttpResponseBase = super().get(request, *args, **kwargs)
        return answer


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
    history_view_class = StoryHistory
    revisions_revert_view_class = GoBackToVersion
    workflow_action_view_class = ApproveStory
    unpublish_view_class = TakeDownStory


story_views = StoryViewSet()
