"""The standards desk."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    """The standards desk."""

    name = "broadsheet.standards"
    verbose_name = _("standards desk")

    def ready(self) -> None:
        from broadsheet.press.turns import JOBS, Job
        from broadsheet.standards import housekeeping, parts, text_parts  # noqa: F401 (registers its parts)

        JOBS.append(Job("standards", timedelta(minutes=1), housekeeping.keep_house))
