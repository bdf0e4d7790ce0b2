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
        from broadsheet.donations.asking import (  # noqa: F401 (registers parts, prints, ways and checks)
            noticing,
            own_ways,
            parts,
            prints,
            words,
        )
        from broadsheet.donations.card import jobs, way  # noqa: F401 (registers its way)
        from broadsheet.donations.own import prints as own_prints  # noqa: F401 (registers its prints)
        from broadsheet.donations.posting import (  # noqa: F401 (registers its screen)
            desk_views,
            reminding,
            sending,
        )
        from broadsheet.donations.reckoning import nightly
        from broadsheet.press.turns import JOBS, Job

        JOBS.append(Job("pledges", timedelta(hours=1), pledges.lapse_pledges))
        JOBS.append(Job("donors' mail", timedelta(minutes=1), sending.have_due_sent))
        JOBS.append(Job("donors' reminders", timedelta(hours=1), reminding.queue_what_comes_round))
        nightly.register()
        jobs.register()
