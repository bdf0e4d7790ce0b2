"""What letters add to the newsroom: the desk in the menu, its addresses, its rights among those of roles."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from broadsheet.letters.desk.acts import act_on_letter
from broadsheet.letters.desk.queue import waiting
from broadsheet.letters.desk.views import (
    letter_screen,
    letters_as_spreadsheet,
    letters_desk,
    see_whereabouts,
    type_letter,
)
from broadsheet.letters.looking import may_handle


class LettersItem(MenuItem):
    """The way to the letters desk, for those who handle letters."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_handle(request.user)


@hooks.register("register_admin_menu_item")
def letters_item() -> MenuItem:
    return LettersItem(
        _("Letters"), reverse("letters_desk"), name="letters", icon_name="mail", order=320
    )


@hooks.register("register_admin_urls")
def letters_addresses() -> list[URLPattern]:
    return [
        path("letters/", letters_desk, name="letters_desk"),
        path("letters/spreadsheet/", letters_as_spreadsheet, name="letters_as_spreadsheet"),
        path("letters/add/", type_letter, name="type_letter"),
        path("letters/<int:letter_id>/", letter_screen, name="letter_screen"),
        path("letters/<int:letter_id>/whereabouts/", see_whereabouts, name="see_whereabouts"),
        path("letters/<int:letter_id>/<slug:name>/", act_on_letter, name="act_on_letter"),
    ]


class WaitingPanel(Component):
    """Says on the newsroom's first screen how many letters wait; nothing to those who do not handle them."""

    name = "letters"
    template_name = "letters/desk/waiting_panel.html"
    order = 250

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"panel": self, "count": waiting(user) if may_handle(user) else 0}


# After the stories' panels, which stand in place of all that Wagtail shows.
@hooks.register("construct_homepage_panels", order=10)
def show_waiting(_request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WaitingPanel())


@hooks.register("insert_global_admin_css")
def letters_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("letters/newsroom_letters.css"))


@hooks.register("register_permissions")
def letters_rights() -> "QuerySet[Permission]":
    return Permission.objects.filter(
        content_type__app_label="letters", codename__in=("handle_letters", "verify_writers")
    )
