"""Reaching people."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    """Desks, people, and messages to them."""

    name = "broadsheet.contact"
    verbose_name = _("contact")

    def ready(self) -> None:
        from broadsheet.contact import parts, passing_on  # noqa: F401 (registers its parts)
        from broadsheet.press.turns import JOBS, Job

        JOBS.append(Job("messages", timedelta(minutes=5), passing_on.keep_house))
