"""Letters to the editor."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Letters to the editor."""

    name = "broadsheet.letters"
    verbose_name = _("letters")

    def ready(self) -> None:
        from broadsheet.letters import (  # noqa: F401 (registers its parts and prints)
            clusters,
            housekeeping,
            parts,
            prints,
        )
        from broadsheet.press.turns import JOBS, Job

        JOBS.append(Job("letters", timedelta(minutes=1), housekeeping.keep_house))
        JOBS.append(Job("arrivals", timedelta(seconds=5), clusters.compare_arrivals))
        JOBS.append(Job("likeness", timedelta(minutes=10), clusters.file_stories))
