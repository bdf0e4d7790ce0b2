from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MastheadConfig(AppConfig):
    name = "broadsheet.masthead"
    verbose_name = _("Paper")

    def ready(self) -> None:
        from broadsheet.masthead.pages import watch_the_tree

        watch_the_tree()
