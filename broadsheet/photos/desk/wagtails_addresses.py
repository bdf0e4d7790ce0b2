"""Wagtail's own addresses for photos: they lead to the desk's, and take nothing in by its back."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import index as bulk_actions

from broadsheet.photos.desk.rights import photo_at_hand

# What Wagtail's list is asked by, and ours too.
KEPT = ("q", "collection_id", "p")


def closed(request: HttpRequest, **_keys: object) -> HttpResponse:
    """Answer that nothing stands there; whoever sent a form gets back what was typed."""
    return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")


def to_sheet(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return closed(request)
    asked = urlencode({name: request.GET[name] for name in KEPT if name in request.GET})
    return redirect(reverse("photo_list") + (f"?{asked}" if asked else ""))


def to_page(request: HttpRequest, image_id: int) -> HttpResponse:
    if request.method == "POST":
        return closed(request)
    return redirect("photo_page", photo_at_hand(request, image_id).pk)


def to_upload(request: HttpRequest) -> HttpResponse:
    return closed(request) if request.method == "POST" else redirect("upload_photos")


def act_in_bulk(request: HttpRequest, action: str) -> HttpResponseBase:
    """Act on the photos that were ticked; "all" would be the whole archive."""
    if "all" in request.GET.getlist("id"):
        messages.error(request, _("Tick the photos one by one."))
        return redirect("photo_list")
    return bulk_actions(request, "photos", "photo", action)


urlpatterns: list[URLPattern] = [
    path("images/", to_sheet),
    path("images/results/", to_sheet),
    path("images/<int:image_id>/", to_page),
    path("images/add/", to_upload),
    path("images/multiple/add/", to_upload),
    # Of Wagtail's own upload, which ours stands in for.
    path("images/multiple/<int:image_id>/", closed),
    path("images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/", closed),
    path("images/multiple/<int:image_id>/delete/", closed),
    path("images/multiple/delete_upload/<int:uploaded_file_id>/", closed),
]
