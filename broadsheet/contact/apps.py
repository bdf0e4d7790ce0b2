"""Reaching people."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    """Messages to the paper's people and desks."""

    name = "broadsheet.contact"
    verbose_name = _("contact")

    def ready(self) -> None:
        from broadsheet.contact import housekeeping
        from broadsheet.press.turns import JOBS, Job

        JOBS.append(Job("messages", timedelta(minutes=5), housekeeping.keep_house))
