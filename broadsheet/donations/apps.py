"""Gifts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DonationsConfig(AppConfig):
    """Gifts."""

    name = "broadsheet.donations"
    verbose_name = _("gifts")

    def ready(self) -> None:
        from broadsheet.donations.card import jobs

        jobs.register()
