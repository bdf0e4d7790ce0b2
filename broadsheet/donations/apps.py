"""Gifts."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DonationsConfig(AppConfig):
    """Gifts."""

    name = "broadsheet.donations"
    verbose_name = _("gifts")

    def ready(self) -> None:
        from broadsheet.donations.own import prints  # noqa: F401 (registers its prints)
        from broadsheet.donations.posting import (  # noqa: F401 (registers its screen)
            desk_views,
            reminding,
            sending,
        )
        from broadsheet.press.turns import JOBS, Job

        JOBS.append(Job("donors' mail", timedelta(minutes=1), sending.have_due_sent))
        JOBS.append(Job("donors' reminders", timedelta(hours=1), reminding.queue_what_comes_round))
