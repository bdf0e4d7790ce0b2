"""What letters add to the newsroom: the desk in the menu, its addresses, its rights among those of roles."""

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

from broadsheet.letters.desk.acts import act_on_letter
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


@hooks.register("insert_global_admin_css")
def letters_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("letters/newsroom_letters.css"))


@hooks.register("register_permissions")
def letters_rights() -> "QuerySet[Permission]":
    return Permission.objects.filter(
        content_type__app_label="letters", codename__in=("handle_letters", "verify_writers")
    )
