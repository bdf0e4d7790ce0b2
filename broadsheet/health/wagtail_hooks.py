"""Where the newsroom shows how the paper is doing, and who may see it."""

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

from broadsheet.health import views

SEEN = {
    "how-it-is": "health.view_trouble",
    "errors": "health.view_notederror",
}


@hooks.register("insert_global_admin_css")
def health_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("health/newsroom_health.css"))


@hooks.register("register_admin_urls")
def health_urls() -> list[URLPattern]:
    return [
        path("health/", views.how_it_is, name="how_it_is"),
        path("health/facts/", views.facts, name="health_facts"),
        path("health/test/", views.send_test, name="send_test"),
        path("health/errors/", views.ErrorsView.as_view(), name="noted_errors"),
    ]


class WatchMenuItem(MenuItem):
    """The way to one of these screens, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEEN[self.name]))


@hooks.register("register_reports_menu_item")
def how_it_is_item() -> MenuItem:
    return WatchMenuItem(
        _("How the paper is doing"),
        reverse("how_it_is"),
        name="how-it-is",
        icon_name="view",
        order=10,
    )


@hooks.register("register_reports_menu_item")
def errors_item() -> MenuItem:
    return WatchMenuItem(
        _("Errors"), reverse("noted_errors"), name="errors", icon_name="warning", order=20
    )


@hooks.register("register_permissions")
def rights_to_give() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="health")
