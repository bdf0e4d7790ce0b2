"""What live coverage and breaking add to Wagtail's admin: screens, buttons, lines of a story's history."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from broadsheet.newsroom.models import User
from broadsheet.stories import breaking_desk, live_desk
from broadsheet.stories.live import may_post
from broadsheet.stories.models import Story

# What a story's history says of each act.
ACTS = {
    "stories.live.change": (
        gettext_lazy("Change a live entry"),
        gettext_lazy("Changed a live entry"),
    ),
    "stories.live.delete": (
        gettext_lazy("Delete a live entry"),
        gettext_lazy("Deleted a live entry"),
    ),
    "stories.live.end": (
        gettext_lazy("End the live coverage"),
        gettext_lazy("Ended the live coverage"),
    ),
    "stories.live.reopen": (
        gettext_lazy("Reopen the live coverage"),
        gettext_lazy("Reopened the live coverage"),
    ),
    "stories.live.let": (
        gettext_lazy("Let someone post live"),
        gettext_lazy("Let someone post live"),
    ),
    "stories.live.no_longer_let": (
        gettext_lazy("No longer let someone post live"),
        gettext_lazy("No longer let someone post live"),
    ),
    "stories.breaking": (
        gettext_lazy("Mark as breaking"),
        gettext_lazy("Marked as breaking"),
    ),
    "stories.not_breaking": (
        gettext_lazy("No longer breaking"),
        gettext_lazy("Took away the mark as breaking"),
    ),
}


@hooks.register("register_log_actions")
def name_live_acts(actions: Any) -> None:
    for name, (act, done) in ACTS.items():
        actions.register_action(name, act, done)


@hooks.register("register_admin_urls")
def live_urls() -> list[URLPattern]:
    story, entry = "stories/<int:story_id>/", "stories/<int:story_id>/live/<int:entry_id>/"
    return [
        path(f"{story}live/", live_desk.live_desk, name="live_desk"),
        path(f"{story}live/end/", live_desk.end_coverage, name="end_coverage"),
        path(f"{story}live/reopen/", live_desk.reopen_coverage, name="reopen_coverage"),
        path(f"{story}live/reporters/", live_desk.let_reporter, name="let_reporter"),
        path(entry, live_desk.change_entry, name="change_live_entry"),
        path(f"{entry}delete/", live_desk.delete_entry, name="delete_live_entry"),
        path(f"{story}breaking/", breaking_desk.mark_breaking, name="mark_breaking"),
    ]


@hooks.register("register_page_header_buttons")
def live_buttons(page: Page, user: User, **_kwargs: Any) -> Iterator[Button]:
    if not isinstance(page, Story) or not page.pk:
        return
    if page.live and page.permissions_for_user(user).can_publish():
        url = reverse("mark_breaking", args=[page.pk])
        yield Button(_("Breaking"), url=url, icon_name="arrow-up", priority=22)
    if page.is_live_coverage and may_post(page, user):
        url = reverse("live_desk", args=[page.pk])
        yield Button(_("Live desk"), url=url, icon_name="time", priority=21)
