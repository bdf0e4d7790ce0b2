"""The faults themselves."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import IntegrityError
from django.db.backends.signals import connection_created

from tests.faults import ANSWERING, QUERY, WORD, WRITING

# Without these rows nobody could see what has failed.
SPARED = ("django_tasks_database", "press_turn", "django_session")


class Faults(AppConfig):
    name = "tests.faults"

    def ready(self) -> None:
        connection_created.connect(spoil, dispatch_uid="faults")


def spoil(connection: Any, **_more: Any) -> None:
    connection.execute_wrappers.append(refuse_writing)


def refuse_writing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    is_writing = sql.lstrip().startswith(("INSERT", "UPDATE"))
    if is_writing and is_out(WRITING) and not any(name in sql for name in SPARED):
        raise IntegrityError(f"Failing row contains ({params}).")
    return execute(sql, params, many, context)


class FailingViews:
    """The middleware nearest to the views."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __call__(self, request: Any) -> Any:
        return self.answer(request)

    def process_view(self, request: Any, *_more: Any) -> None:
        if is_out(ANSWERING):
            given = (request.META, request.GET, request.POST, request.FILES, request.COOKIES)
            raise LookupError(f"{request.get_full_path()} was asked with {given}.")
        if request.GET.get(WORD) and is_out(QUERY):
            raise ZeroDivisionError(request.GET[WORD])


def is_out(fault: str) -> bool:
    return (settings.HOME / fault).exists()
