"""Requests that no page of the newsroom sends: Wagtail takes what its own scripts send as it comes, and would fail over them.

A number that is none, a field that is missing, text that is no JSON: whoever sends these wrote the request by hand, or has
a page open that is older than the program. They get one sentence, with status 400; the log has the place as a warning.
What our own code cannot read is a fault of ours, and stays one. What others hold on to cannot be deleted, and that is said.
"""

import logging
from collections.abc import Callable
from types import TracebackType

from django.core.exceptions import FieldError, ObjectDoesNotExist, ValidationError
from django.db import DataError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from modelsearch.backends.base import FieldError as UnsearchableError

from broadsheet.masthead.middleware import NEWSROOM

logger = logging.getLogger(__name__)
# What comes of values that are not what a field or a blank in an address can hold.
OF_VALUES = (
    ValueError,
    TypeError,
    LookupError,
    OverflowError,
    AttributeError,
    FieldError,
    ObjectDoesNotExist,
    ValidationError,
    DataError,
    NoReverseMatch,
    UnsearchableError,
    # Lists in lists in lists, without end.
    RecursionError,
)
# Signs. Wagtail asks for each word by itself, and SQLite refuses a question of a thousand words.
LONGEST_SEARCH = 300


class UnreadableRequests:
    """Answers in a sentence where Wagtail fails over what a request holds."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_newsroom(request) and len(request.GET.get("q", "")) > LONGEST_SEARCH:
            return not_understood(request)
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_newsroom(request) and isinstance(error, ProtectedError):
            return render(request, "newsroom/desk/in_use.html", status=409)
        if not is_newsroom(request) or not holds_something(request):
            return None
        if not isinstance(error, OF_VALUES):
            return None
        # A number larger than the database counts was sent, whoever looks it up.
        if not isinstance(error, OverflowError) and not is_wagtails(error.__traceback__):
            return None
        logger.warning("Wagtail cannot read what was sent", exc_info=error)
        return not_understood(request)


def is_newsroom(request: HttpRequest) -> bool:
    return request.path.startswith(NEWSROOM)


def not_understood(request: HttpRequest) -> HttpResponse:
    return render(request, "newsroom/desk/unreadable.html", status=400)


def holds_something(request: HttpRequest) -> bool:
    """Say whether a request holds more than an address without a blank."""
    match = request.resolver_match
    return bool(request.method == "POST" or request.GET or (match and match.kwargs))


def is_wagtails(trace: TracebackType | None) -> bool:
    """Say whether it was Wagtail's code that met an error, or libraries that it called; not ours, called by it or not."""
    wagtails = False
    while trace is not None:
        room = trace.tb_frame.f_globals.get("__name__", "").partition(".")[0]
        if room in ("wagtail", "broadsheet"):
            wagtails = room == "wagtail"
        trace = trace.tb_next
    return wagtails
