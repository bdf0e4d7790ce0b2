from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "broadsheet.staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from broadsheet.staff import noting, proving  # noqa: F401 (they listen from here on)
