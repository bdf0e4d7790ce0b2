"""Addresses of the newsroom that stand before Wagtail's own: its home, and screens that would read the whole archive."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.defaults import page_not_found
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import index as bulk_actions
from wagtail.admin.viewsets.pages import page_viewset_registry

from broadsheet.photos.desk.wagtails_addresses import act_in_bulk as act_on_photos
from broadsheet.sections import desk
from broadsheet.sections.models import Section
from broadsheet.stories.desk_views import ToStoryList


def closed(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")


def explore(request: HttpRequest, parent_page_id: int) -> HttpResponseBase:
    """Answer as Wagtail does, but never with all children of a section in one list."""
    is_in_menu_order = request.GET.get("ordering") == "ord"
    if is_in_menu_order and Section.objects.filter(pk=parent_page_id).exists():
        return redirect("wagtailadmin_explore", parent_page_id)
    return wagtails_explorer(request, parent_page_id=parent_page_id)


def act_in_bulk(request: HttpRequest, action: str) -> HttpResponseBase:
    """Act on the pages that were ticked. "All" would take in a section's stories, which the listing does not show."""
    if "all" in request.GET.getlist("id"):
        messages.error(
            request, _("Choose pages one by one. Stories are handled from the story list.")
        )
        return redirect("wagtailadmin_explore_root")
    return bulk_actions(request, "wagtailcore", "page", action)


wagtails_explorer = page_viewset_registry.as_view("index", parent_page_id_kwarg="parent_page_id")

urlpatterns = [
    path("", never_cache(require_admin_access(desk.Home.as_view()))),
    path("pages/<int:parent_page_id>/", never_cache(require_admin_access(explore))),
    path("bulk/wagtailcore/page/<str:action>/", never_cache(require_admin_access(act_in_bulk))),
    path("bulk/photos/photo/<str:action>/", never_cache(require_admin_access(act_on_photos))),
    # By them whoever may enter could read the names of all photos and documents. No screen asks them.
    re_path(r"^api/main/documents/", require_admin_access(closed)),
    re_path(r"^api/main/images/", require_admin_access(closed)),
    path("pages/search/", require_admin_access(ToStoryList.as_view())),
    path("pages/search/results/", require_admin_access(ToStoryList.as_view())),
    path("pages/usage/stories/story/", require_admin_access(ToStoryList.as_view())),
    path("pages/usage/stories/story/results/", require_admin_access(ToStoryList.as_view())),
    *[
        path(f"reports/{report}/{rest}", require_admin_access(closed))
        for report in ("aging-pages", "page-types-usage")
        for rest in ("", "results/")
    ],
]
