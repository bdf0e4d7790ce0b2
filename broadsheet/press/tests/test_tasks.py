"""What is kept of the newsroom's put-off tasks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from broadsheet.press import turns
from broadsheet.press.tasks import KEPT_FOR, forget_old_tasks

pytestmark = pytest.mark.django_db


def task(status: str, *, ago: timedelta = timedelta(0)) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status,
        task_path="broadsheet.photos.renditions.make_sizes",
        args_kwargs={"args": ["the-readers-own-words.jpg"], "kwargs": {}},
        run_after=timezone.now(),
        finished_at=timezone.now() - ago if status in ("SUCCESSFUL", "FAILED") else None,
    )


def test_a_failed_task_keeps_where_it_failed_and_not_what_it_was_given():
    failed = task("RUNNING")
    try:
        int("the reader's own words")
    except ValueError as error:
        failed.set_failed(error)

    failed.refresh_from_db()
    assert failed.exception_class_path == "builtins.ValueError"
    assert "test_tasks.py" in failed.traceback
    assert failed.traceback.endswith("\nValueError")


def test_tasks_that_are_done_are_forgotten_after_a_fortnight_and_no_others():
    late = KEPT_FOR + timedelta(hours=1)
    kept = {task("SUCCESSFUL").pk, task("FAILED").pk, task("READY", ago=late).pk}
    task("SUCCESSFUL", ago=late)
    task("FAILED", ago=late)

    forget_old_tasks()

    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept
    assert any(job.run is forget_old_tasks for job in turns.JOBS)


def test_a_job_that_fails_is_told_of_by_kind():
    def fail() -> None:
        raise LookupError("the reader's own words")

    turns.run_job(turns.Job("trial", timedelta(days=1), fail))

    assert turns.Turn.objects.get(name="trial").failure == "LookupError"
