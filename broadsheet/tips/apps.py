"""The tip line."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TipsConfig(AppConfig):
    """The tip line."""

    name = "broadsheet.tips"
    verbose_name = _("confidential tips")

    def ready(self) -> None:
        from broadsheet.tips.leaving import watch_people

        watch_people()
