import sys
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "broadsheet.health"
    verbose_name = _("How the paper is doing")

    def ready(self) -> None:
        from django.core.signals import got_request_exception

        from broadsheet.health.states import troubles_here
        from broadsheet.health.watching import look_out_from_worker
        from broadsheet.health.work import forget_old_jobs
        from broadsheet.newsroom.troubles import finds_troubles
        from broadsheet.press.turns import JOBS, Job

        got_request_exception.connect(give_number, dispatch_uid="health:number")
        finds_troubles(troubles_here)
        if all(job.run is not look_out_from_worker for job in JOBS):
            JOBS.append(Job("watch", timedelta(minutes=1), look_out_from_worker))
            JOBS.append(Job("old jobs", timedelta(hours=24), forget_old_jobs))


def give_number(request: Any = None, **_signal: Any) -> None:
    """Give an error that a request met its number, for the page that says that something broke."""
    from broadsheet.lib.error_numbers import note_error, route_name

    error = sys.exc_info()[1]
    if request is not None and error is not None:
        request.error_number = note_error(error, route_name(request.resolver_match))
