from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhotosConfig(AppConfig):
    name = "broadsheet.photos"
    verbose_name = _("Photos")

    def ready(self) -> None:
        from broadsheet.lib.memory import give_back_large_pieces
        from broadsheet.photos import arriving, ending, recordings, renditions, rights, stripping
        from broadsheet.press.turns import JOBS, Job

        give_back_large_pieces()
        stripping.strip_what_is_made()
        arriving.watch_arrivals()
        renditions.watch_uploads()
        rights.watch_photos()
        recordings.watch_recordings()
        JOBS.append(
            Job("photos that are over", timedelta(seconds=60), ending.take_away_what_is_over)
        )
        JOBS.append(Job("photos about to end", timedelta(hours=1), ending.tell_of_ends))
