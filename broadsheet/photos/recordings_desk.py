"""Where the newsroom finds, adds and changes recordings."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.photos.models import Recording
from broadsheet.photos.recordings_form import RecordingForm


class RecordingViewSet(ModelViewSet):
    """The list of recordings, and the screen of one."""

    model = Recording
    icon = "media"
    menu_label = _("Recordings")
    # Right behind photos.
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["title", "get_kind_display", "created_at"]
    search_fields = ["title"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return RecordingForm


recording_views = RecordingViewSet("recordings", url_prefix="recordings")
