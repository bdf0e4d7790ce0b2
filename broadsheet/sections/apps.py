from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SectionsConfig(AppConfig):
    name = "broadsheet.sections"
    verbose_name = _("Sections")

    def ready(self) -> None:
        from broadsheet.press.turns import JOBS, Job
        from broadsheet.sections.front_memory import keep_front_states

        if all(job.run is not keep_front_states for job in JOBS):
            JOBS.append(Job("front memory", timedelta(seconds=5), keep_front_states))
