from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MastheadConfig(AppConfig):
    name = "broadsheet.masthead"
    verbose_name = _("Paper")

    def ready(self) -> None:
        from broadsheet.masthead.field_names import name_fields
        from broadsheet.masthead.pages import watch_the_tree
        from broadsheet.masthead.redirects import watch_redirects
        from broadsheet.masthead.whole_acts import make_acts_whole

        name_fields()
        make_acts_whole()
        watch_the_tree()
        watch_redirects()
