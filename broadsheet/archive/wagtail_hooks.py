"""What the archive adds to Wagtail's admin: the screen that imports a page."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.archive import desk


@hooks.register("register_admin_urls")
def import_url() -> list[URLPattern]:
    return [path("import/", desk.import_page, name="import_page")]


class ImportMenuItem(MenuItem):
    """The way to the import, for those who may write stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(Page)
        return bool(policy.user_has_any_permission(request.user, {"add", "publish"}))


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    return ImportMenuItem(
        gettext_lazy("Import a page"),
        reverse("import_page"),
        name="import-page",
        icon_name="download",
        order=92,
    )
