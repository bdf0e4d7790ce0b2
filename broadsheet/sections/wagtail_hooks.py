"""What sections add to Wagtail's admin: first steps, a page tree that stays quick, and what is refused."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.masthead.pages import refuse_move
from broadsheet.newsroom.models import User
from broadsheet.sections import (
    desk,
    front_hooks,  # noqa: F401 (registers its own)
)
from broadsheet.sections.models import Front, Section
from broadsheet.sections.tree import holds_stories, leave_stories_out, narrow_search

# They read the whole archive; their addresses are closed in `desk_urls.py`.
CLOSED_REPORTS = {"aging-pages", "page-types-usage"}


@hooks.register("register_admin_urls")
def first_steps_url() -> list[URLPattern]:
    return [path("first-steps/", desk.first_steps, name="first_steps")]


class TreeMenuItem(MenuItem):
    """The way to the front, the sections and the standing pages, for those who may change them."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(Page)
        return bool(policy.user_has_any_permission(request.user, {"publish"}))


@hooks.register("construct_main_menu")
def replace_explorer(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own item opens a tree that counts the children of every page."""
    items[:] = [item for item in items if item.name != "explorer"]
    tree = TreeMenuItem(
        gettext_lazy("Front and sections"),
        reverse("wagtailadmin_explore_root"),
        name="tree",
        icon_name="folder-open-inverse",
        order=95,
    )
    if tree.is_shown(_request):
        items.append(tree)


@hooks.register("construct_reports_menu")
def leave_slow_reports_out(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in CLOSED_REPORTS]


@hooks.register("construct_explorer_page_queryset")
def show_no_stories(
    _parent: Page, pages: "QuerySet[Page]", _request: HttpRequest
) -> "QuerySet[Page]":
    return leave_stories_out(pages)


@hooks.register("construct_page_chooser_queryset")
def search_within_bounds(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    return narrow_search(pages, request)


@hooks.register("register_page_header_buttons")
def section_buttons(page: Page, user: User, **_kwargs: Any) -> Iterator[Button]:
    if isinstance(page, Section) and page.pk:
        url = f"{reverse('story_list')}?section={page.pk}"
        yield Button(
            _("Stories of this section"), url=url, icon_name="doc-full-inverse", priority=5
        )


# What is refused -----------------------------------------------------------------------------------
@hooks.register("before_delete_page")
def keep_sections(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A section's stories keep their addresses, so the section has to stay while it holds any."""
    if isinstance(page, Front):
        return refuse_deleting(request, page, _("“%(title)s” is the paper's front; it stays."))
    if isinstance(page, Section) and holds_stories(page):
        return refuse_deleting(
            request,
            page,
            _(
                "“%(title)s” still holds stories. File them under another section first, or delete them."
            ),
        )
    return None


def refuse_deleting(request: HttpRequest, page: Page, sentence: str) -> HttpResponse:
    messages.error(request, sentence % {"title": page.title})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_move_page")
def keep_program_addresses(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """A section called Contact may be nested under another, but not stand at the top."""
    try:
        refuse_move(page, destination)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_program_addresses_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """What cannot be moved alone cannot be moved with others."""
    if action_type != "move":
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    for page in objects:
        answer = keep_program_addresses(request, page, destination)
        if answer is not None:
            return answer
    return None


@hooks.register("before_bulk_action")
def keep_sections_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], _action: Any
) -> HttpResponse | None:
    """What cannot be deleted alone cannot be deleted with others."""
    if action_type != "delete":
        return None
    for page in objects:
        for refuse in hooks.get_hooks("before_delete_page"):
            answer = refuse(request, page.specific) if isinstance(page, Page) else None
            if answer is not None:
                return answer
    return None


@hooks.register("before_copy_page")
def copy_no_sections(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Copying a section would copy its archive."""
    # Wagtail hands over the bare page here.
    if page.specific_class not in (Front, Section):
        return None
    messages.error(request, _("Sections are not copied. Make a new one."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)
