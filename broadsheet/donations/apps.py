"""Gifts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DonationsConfig(AppConfig):
    """Gifts."""

    name = "broadsheet.donations"
    verbose_name = _("gifts")

    def ready(self) -> None:
        from broadsheet.donations.asking import (  # noqa: F401 (registers parts, prints, ways and checks)
            noticing,
            own_ways,
            parts,
            prints,
            words,
        )
        from broadsheet.donations.card import jobs, way  # noqa: F401 (registers its way)

        jobs.register()
