"""What is kept of the tasks that the newsroom has put off, once the worker has done them."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db import models
from django_tasks_db.models import DBTaskResult

from broadsheet.lib.log_lines import careful_traceback

KEPT_FOR = timedelta(days=14)


def keep_outlines_only() -> None:
    """Have the record of a failed task say where it failed and how, not all that its error says."""
    # The library has no setting for this; it writes down what this name in its module returns.
    models.format_exception = lambda error: [careful_traceback(error)]  # type: ignore[attr-defined, assignment]


def forget_old_tasks() -> None:
    """Forget tasks that were done, or have failed, a fortnight ago, with what was asked of them."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT_FOR).delete()
