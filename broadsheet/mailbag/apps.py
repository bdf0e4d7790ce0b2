"""The mailbag."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailbagConfig(AppConfig):
    """What readers send."""

    name = "broadsheet.mailbag"
    verbose_name = _("mailbag")

    def ready(self) -> None:
        from broadsheet.mailbag import forgetting  # noqa: F401 (registers its job)
