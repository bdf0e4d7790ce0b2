"""What the newsroom's screens show of people's accounts: how one signs in, links for others, the record of acts."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import signed_in
from broadsheet.staff import record, showing_views, views
from broadsheet.staff.models import Link
from broadsheet.staff.proving import must_prove_again
from broadsheet.staff.rules import asked_of


@hooks.register("insert_global_admin_css")
def staff_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("staff/newsroom_staff.css"))


@hooks.register("register_admin_urls")
def staff_urls() -> list[URLPattern]:
    return [
        path("people/<int:key>/link/", views.give_link, name="give_link"),
        path("people/<int:key>/leaving/", views.leaving, name="leaving"),
        path("pages/<int:key>/outside/", showing_views.showing, name="showing"),
        path("outside/<int:key>/end/", showing_views.end_showing, name="end_showing"),
        path("record/", record.RecordView.as_view(), name="record"),
    ]


@hooks.register("register_account_menu_item")
def how_i_sign_in(_request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("mfa_index"),
        "label": _("How you sign in"),
        "help_text": _(
            "Passkeys, an authenticator app, recovery codes, and where you are signed in."
        ),
    }


@hooks.register("register_page_header_buttons")
def show_outside_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if view_name == "edit" and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Show the draft outside"),
            url=reverse("showing", args=[page.pk]),
            icon_name="link-external",
            priority=45,
        )


class RecordMenuItem(MenuItem):
    """The record of acts, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("newsroom.view_act"))


@hooks.register("register_reports_menu_item")
def record_item() -> MenuItem:
    return RecordMenuItem(_("Record of acts"), reverse("record"), icon_name="history", order=50)


@hooks.register("register_user_listing_buttons")
def buttons_for_people(user: User, request_user: User) -> Iterator[Button]:
    if not request_user.has_perm("newsroom.change_user") or user == request_user:
        return
    yield Button(
        _("Link to choose a password"),
        url=reverse("give_link", args=[user.pk]),
        icon_name="link",
        priority=30,
    )
    if user.is_active:
        yield Button(
            _("Has left"), url=reverse("leaving", args=[user.pk]), icon_name="logout", priority=40
        )


@hooks.register("before_create_user", order=10)
@hooks.register("before_edit_user", order=10)
@hooks.register("before_delete_user", order=10)
def ask_for_proof(request: HttpRequest, *_user: User) -> HttpResponse | None:
    """Whoever lets others in, or gives them roles, has just shown that it is them."""
    return must_prove_again(request)


@hooks.register("after_create_user")
def invite(request: HttpRequest, user: User) -> HttpResponse:
    """Whoever was just added chooses a password by a link: it is mailed, or shown to be handed over."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    return views.show_link(request, user, Link.Purpose.INVITE)


class SecondProofPanel(Component):
    """Says on the newsroom's first screen by when a second proof is needed; nothing to those who have one."""

    name = "second_proof"
    template_name = "staff/second_proof_panel.html"
    order = 5

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"asked": asked_of(signed_in(parent_context["request"]))}


@hooks.register("construct_homepage_panels")
def ask_for_second_proof(_request: HttpRequest, panels: list[Component]) -> None:
    panels.insert(0, SecondProofPanel())
