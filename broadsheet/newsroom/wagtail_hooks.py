"""What the newsroom adds to Wagtail's admin as a whole: its style, and who may be given which rights."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from broadsheet.newsroom import (
    components,
    desk_screens,  # noqa: F401 (registers its own)
    own_account,  # noqa: F401 (registers its own)
)
from broadsheet.newsroom.keeping import at_work
from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import signed_in


@hooks.register("insert_global_admin_css")
def newsroom_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/newsroom.css"))


@hooks.register("insert_global_admin_js", order=-1)
def starting_script() -> SafeString:
    return format_html('<script src="{}"></script>', static("newsroom/newsroom_starts.js"))


@hooks.register("insert_editor_js")
def pasting_script() -> SafeString:
    return format_html(
        '<script type="module" src="{}"></script>', static("newsroom/newsroom_pasting.js")
    )


@hooks.register("register_admin_urls")
def components_urls() -> list[URLPattern]:
    return [
        path("components/", components.components, name="components"),
        path("components/<slug:name>/", components.components, name="components"),
        path("components/<slug:name>/page/", components.component_page, name="component_page"),
    ]


@hooks.register("register_settings_menu_item")
def components_item() -> MenuItem:
    return components.ComponentsMenuItem(
        _("How pages look"), reverse("components"), icon_name="view", order=150
    )


@hooks.register("register_admin_urls")
def keeping_url() -> list[URLPattern]:
    return [path("at-work/", at_work, name="at_work")]


@hooks.register("construct_main_menu")
def name_menu_in_our_words(_request: HttpRequest, items: list[MenuItem]) -> None:
    for item in items:
        if item.name == "snippets":
            # Journalists are all that it holds here: desks, topics and series have items of their own.
            item.label = _("Journalists")
            item.icon_name = "user"
            item.url = reverse("wagtailsnippets_newsroom_journalist:list")


@hooks.register("construct_help_menu")
def leave_wagtails_news_out(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]


@hooks.register("register_permissions")
def rights_to_give() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="newsroom")


@hooks.register("register_permissions")
def rights_of_the_tip_line() -> QuerySet[Permission]:
    """The tip line stands alone, without a word of Wagtail; its rights are given like any other."""
    return Permission.objects.filter(content_type__app_label="tips")


class TipsItem(MenuItem):
    """The way to confidential tips, for those who read them or run the line; it is a page of its own."""

    def is_shown(self, request: HttpRequest) -> bool:
        user = signed_in(request)
        return user.has_perm("tips.read_tips") or user.has_perm("tips.run_tip_line")


@hooks.register("register_admin_menu_item")
def tips_item() -> MenuItem:
    return TipsItem(_("Tips"), reverse("tips_desk"), name="tips", icon_name="lock", order=335)


@hooks.register("before_create_user")
@hooks.register("before_edit_user")
def make_no_administrators(request: HttpRequest, *_user: User) -> None:
    """Only administrators make administrators; Wagtail would let everyone who may add people."""
    if "is_superuser" in request.POST and not signed_in(request).is_superuser:
        raise PermissionDenied
