"""What recordings add to Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.photos.recordings_chooser import recording_chooser
from broadsheet.photos.recordings_desk import recording_views


@hooks.register("register_admin_viewset")
def register_recordings() -> list[ViewSet]:
    return [recording_views, recording_chooser]
