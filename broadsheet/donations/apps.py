"""Gifts."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DonationsConfig(AppConfig):
    """Gifts."""

    name = "broadsheet.donations"
    verbose_name = _("gifts")

    def ready(self) -> None:
        from broadsheet.donations import pledges
        from broadsheet.donations.reckoning import nightly
        from broadsheet.press.turns import JOBS, Job

        JOBS.append(Job("pledges", timedelta(hours=1), pledges.lapse_pledges))
        nightly.register()
