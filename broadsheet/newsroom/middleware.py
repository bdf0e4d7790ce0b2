"""What every request to the newsroom carries along."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from broadsheet.press.acting import acting


class ActingUser:
    """Names whoever is signed in on each line of the log that their request writes."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(lambda: request.user.pk):
            return self.answer(request)
