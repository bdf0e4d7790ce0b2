from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MastheadConfig(AppConfig):
    name = "broadsheet.masthead"
    verbose_name = _("Paper")

    def ready(self) -> None:
        from broadsheet.masthead.field_names import name_fields
        from broadsheet.masthead.host_names import check_host_names
        from broadsheet.masthead.pages import watch_the_tree
        from broadsheet.masthead.redirects import take_no_spreadsheets, watch_redirects
        from broadsheet.masthead.rich_text import clean_all_rich_text
        from broadsheet.masthead.whole_acts import make_acts_whole

        name_fields()
        clean_all_rich_text()
        check_host_names()
        make_acts_whole()
        watch_the_tree()
        take_no_spreadsheets()
        watch_redirects()
