"""What the standards desk adds to the newsroom: itself in the menu, its addresses, its rights among those of roles."""

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

from broadsheet.standards.desk.acts import act_on_case
from broadsheet.standards.desk.initials import put_initials
from broadsheet.standards.desk.views import (
    report_screen,
    request_screen,
    see_sender,
    standards_figures,
    standards_reports,
    standards_requests,
)
from broadsheet.standards.looking import may_handle


class CorrectionsItem(MenuItem):
    """The way to the standards desk, for those who work there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_handle(request.user)


@hooks.register("register_admin_menu_item")
def corrections_item() -> MenuItem:
    return CorrectionsItem(
        _("Corrections"),
        reverse("standards_reports"),
        name="corrections",
        icon_name="check",
        order=321,
    )


@hooks.register("register_admin_urls")
def standards_addresses() -> list[URLPattern]:
    of_case = "corrections/<slug:kind>/<int:case_id>/"
    return [
        path("corrections/", standards_reports, name="standards_reports"),
        path("corrections/requests/", standards_requests, name="standards_requests"),
        path("corrections/figures/", standards_figures, name="standards_figures"),
        path("corrections/report/<int:case_id>/", report_screen, name="report_screen"),
        path("corrections/request/<int:case_id>/", request_screen, name="request_screen"),
        path("corrections/request/<int:case_id>/initials/", put_initials, name="put_initials"),
        path(f"{of_case}sender/", see_sender, name="see_sender"),
        path(f"{of_case}<slug:act_name>/", act_on_case, name="act_on_case"),
    ]


@hooks.register("insert_global_admin_css")
def standards_style() -> SafeString:
    url = static("standards/newsroom_standards.css")
    return format_html('<link rel="stylesheet" href="{}">', url)


@hooks.register("register_permissions")
def standards_rights() -> "QuerySet[Permission]":
    return Permission.objects.filter(
        content_type__app_label="standards", codename__in=("handle_standards", "decide_requests")
    )
