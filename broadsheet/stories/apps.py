from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "broadsheet.stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        from broadsheet.stories.page_indexes import make_page_indexes
        from broadsheet.stories.photo_runs import watch_live_entries
        from broadsheet.stories.settling import watch_the_tree

        watch_live_entries()
        watch_the_tree()
        post_migrate.connect(make_page_indexes, sender=self, dispatch_uid="stories:page-indexes")
