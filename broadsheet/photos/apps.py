from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhotosConfig(AppConfig):
    name = "broadsheet.photos"
    verbose_name = _("Photos")

    def ready(self) -> None:
        from broadsheet.photos import recordings, renditions, stripping

        stripping.strip_what_is_made()
        renditions.watch_uploads()
        recordings.watch_recordings()
