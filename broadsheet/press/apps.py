from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class PressConfig(AppConfig):
    name = "broadsheet.press"

    def ready(self) -> None:
        from broadsheet.press.sources import watch_deletions
        from broadsheet.press.tasks import keep_outlines_only
        from broadsheet.press.turns import JOBS, jobs_by_name

        for config in apps.get_app_configs():
            for registry in ("parts", "text_parts", "prints"):
                if config.name.startswith("broadsheet.") and find_spec(f"{config.name}.{registry}"):
                    import_module(f"{config.name}.{registry}")
        watch_deletions()
        keep_outlines_only()
        known = {job.name for job in JOBS}
        JOBS.extend(job for job in jobs_by_name() if job.name not in known)
