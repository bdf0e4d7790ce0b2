from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "broadsheet.newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        from broadsheet.newsroom.clock import follow_the_papers_clock
        from broadsheet.newsroom.exports import export_whatever_was_typed
        from broadsheet.newsroom.own_ways import follow_accounts
        from broadsheet.newsroom.refusals import refuse_in_words
        from broadsheet.newsroom.starts import start_without_scripts
        from broadsheet.newsroom.wagtail_files import look_at_every_file

        refuse_in_words()
        start_without_scripts()
        look_at_every_file()
        export_whatever_was_typed()
        follow_the_papers_clock()
        follow_accounts()
        # What each room shows among the components.
        autodiscover_modules("samples")
