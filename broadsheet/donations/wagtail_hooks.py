"""What gifts add to the newsroom: the desk in the menu, its addresses, its rights among those of roles."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.donations.desk import campaigns  # noqa: F401 (registers its own)
from broadsheet.donations.desk.addresses import ADDRESSES
from broadsheet.donations.desk.figures import waiting_at
from broadsheet.donations.desk.looking import may_handle
from broadsheet.donations.reckoning import screens
from broadsheet.masthead.workplaces import sites_of

# After what is wrong with the program and with one's own account.
BEFORE_STORIES = 55


class GiftsItem(MenuItem):
    """The way to the desk for gifts, for those who handle them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_handle(request.user)


@hooks.register("register_admin_menu_item")
def gifts_item() -> MenuItem:
    return GiftsItem(_("Gifts"), reverse("gifts_desk"), name="gifts", icon_name="pick", order=325)


@hooks.register("register_admin_urls")
def gifts_addresses() -> list[URLPattern]:
    return [*ADDRESSES, *screens.urls()]


class GiftsPanel(Component):
    """Says on the newsroom's first screen how much waits with gifts; nothing to those who do not handle them."""

    name = "gifts"
    template_name = "donations/desk/waiting_panel.html"
    order = 260

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        sites = sites_of(user) if may_handle(user) else []
        return {
            "panel": self,
            "count": sum(waiting_at(site).count for site in sites),
            "is_own": handles_gifts_alone(user),
        }


def handles_gifts_alone(user: Any) -> bool:
    """Say whether gifts are what someone comes for: she handles them, and writes no story."""
    writes = policy_registry.get_by_type(Page).user_has_any_permission
    return may_handle(user) and not writes(user, ("add", "change", "publish"))


# After the stories' panels, which stand in place of all that Wagtail shows.
@hooks.register("construct_homepage_panels", order=10)
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    panel = GiftsPanel()
    if handles_gifts_alone(request.user):
        panel.order = BEFORE_STORIES
    panels.append(panel)


@hooks.register("insert_global_admin_css")
def gifts_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("donations/newsroom_gifts.css"))


@hooks.register("register_permissions")
def gifts_rights() -> "QuerySet[Permission]":
    return Permission.objects.filter(
        content_type__app_label="donations", codename__in=("handle_gifts", "run_gifts")
    )
