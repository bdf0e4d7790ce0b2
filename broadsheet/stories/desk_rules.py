"""What the newsroom's screens refuse to publish, because the paper made a rule of what is missing.

Only people are refused: what publishes by itself, such as an import or a schedule that was accepted, goes on.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from broadsheet.masthead.pages import STEP
from broadsheet.newsroom.rights import signed_in
from broadsheet.stories.desk_checks import broken_in
from broadsheet.stories.models import Story

APPROVE = "approve"
DRAFTS_A_TIME = 100


def tell_what_is_missing(request: HttpRequest, story: Story, broken: list[str]) -> None:
    """Say why a story was not published: each thing that is missing, in its sentence."""
    messages.error(
        request,
        format_html(
            "{} {}",
            _("“%(headline)s” was saved, but not published. Put this right first:")
            % {"headline": story.title},
            format_html_join(" ", "{}", ((sentence,) for sentence in broken)),
        ),
    )


@hooks.register("before_publish_page")
def refuse_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Leave a story a draft; Wagtail has just saved it, and would now publish or schedule it."""
    broken = broken_in(page) if isinstance(page, Story) else []
    if not broken:
        return None
    assert isinstance(page, Story)
    tell_what_is_missing(request, page, broken)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_publishing_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse the whole act for one story, so that nobody thinks it done."""
    if action_type != "publish":
        return None
    is_deep = bool(action.cleaned_form and action.cleaned_form.cleaned_data["include_descendants"])
    for page in objects:
        for story in _to_publish(page, is_deep=is_deep):
            broken = broken_in(story)
            if broken:
                tell_what_is_missing(request, story, broken)
                return redirect(action.next_url)
    return None


def _to_publish(page: Page, *, is_deep: bool) -> Any:
    """Yield each story, as its draft stands, that publishing a page would publish."""
    if page.specific_class is Story:
        yield page.specific.get_latest_revision_as_object()
    elif is_deep:
        under = Q(path__startswith=page.path) & Q(live=False)
        for draft in Story.objects.filter(under).iterator(DRAFTS_A_TIME):
            yield draft.get_latest_revision_as_object()


class ApproveStory(WorkflowActionView):
    """Approving from a list or a preview, without the story's own screen."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        story = self.object.get_latest_revision_as_object()
        broken = broken_in(story) if self.action_name == APPROVE else []
        if not broken:
            answer: HttpResponseBase = super().post(request, *args, **kwargs)
            return answer
        tell_what_is_missing(request, story, broken)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            modal: HttpResponseBase = self.render_modal_json(
                request, {"step": "success", "redirect": self.redirect_url}
            )
            return modal
        return redirect(self.redirect_url)


class RulesOfThePaper:
    """Beside a story's own screen: what breaks a rule is saved, and neither published nor approved.

    Publishing on the screen of a story that exists already is refused by `refuse_publishing`.
    """

    request: HttpRequest
    form: Any
    form_class: Any
    subscription: Any
    workflow_action: str

    def perform_workflow_action(self) -> HttpResponse:
        refused = self._refused() if self.workflow_action == APPROVE else None
        return refused or super().perform_workflow_action()  # type: ignore[misc]

    def _refused(self) -> HttpResponse | None:
        """Save the story and say what is missing; nothing if nothing is."""
        story = self._as_filled_in()
        broken = broken_in(story)
        if not broken:
            return None
        tell_what_is_missing(self.request, story, broken)
        answer: HttpResponse = self.save_action()  # type: ignore[attr-defined]
        return answer

    def _as_filled_in(self) -> Story:
        """Return the story as it would be saved; the form of the screen itself is saved once, and later."""
        given = self.form_class(
            self.request.POST,
            instance=self.before(),
            subscription=self.subscription,
            parent_page=self.form.parent_page,
            for_user=self.request.user,
        )
        given.is_valid()
        story: Story = given.save(commit=False)
        return story

    def before(self) -> Story:
        """Return the story as it was before the form was filled in."""
        story: Story = self.get_object()  # type: ignore[attr-defined]
        return story


class RulesForNewStories(RulesOfThePaper):
    """Wagtail would put a new story before readers first, and ask then."""

    parent_page: Any

    def publish_action(self) -> HttpResponse:
        return self._refused() or super().publish_action()  # type: ignore[misc]

    def before(self) -> Story:
        """Return an empty story at the place where the new one will stand."""
        section = self.parent_page
        place = {"path": section.path + "0" * STEP, "url_path": f"{section.url_path}new/"}
        return Story(owner=signed_in(self.request), home_section=section, **place)
