"""What photos and recordings add to Wagtail's admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.images.views.chooser import viewset as chooser

from broadsheet.photos import acts_hooks  # noqa: F401 (registers its own)
from broadsheet.photos.desk import urls
from broadsheet.photos.desk.chooser import take_over
from broadsheet.photos.desk.rights import may_add, may_enter
from broadsheet.photos.recordings_chooser import recording_chooser
from broadsheet.photos.recordings_desk import recording_views

take_over(chooser)


@hooks.register("register_admin_viewset")
def register_recordings() -> list[ViewSet]:
    return [recording_views, recording_chooser]


@hooks.register("register_admin_urls", order=-1)
def photo_desk_urls() -> list[URLPattern]:
    # Before Wagtail's own, for some of which they stand in.
    return urls.urlpatterns


@hooks.register("insert_global_admin_css")
def photo_desk_style() -> SafeString:
    # On every screen: the window in which a photo is chosen opens over any of them.
    return format_html('<link rel="stylesheet" href="{}">', static("photos/newsroom_photos.css"))


class PhotosItem(MenuItem):
    """The way to the contact sheet, for those who have to do with photos."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


class AssignmentsItem(MenuItem):
    """The way to what is to be photographed, for those who bring photos."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_add(request.user)


@hooks.register("register_admin_menu_item")
def photos_item() -> MenuItem:
    return PhotosItem(
        _("Photos"), reverse("photo_list"), name="photos", icon_name="image", order=300
    )


@hooks.register("register_admin_menu_item")
def assignments_item() -> MenuItem:
    url = reverse("assignments")
    return AssignmentsItem(
        _("Assignments"), url, name="assignments", icon_name="calendar", order=305
    )


@hooks.register("construct_main_menu")
def leave_wagtails_list_out(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own list of photos counts them all."""
    items[:] = [item for item in items if item.name != "images"]
