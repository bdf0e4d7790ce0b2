"""What every request to the newsroom carries along, and which pages it may name."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found
from wagtail.models import Page

from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import EVERYWHERE, places_of
from broadsheet.press.acting import acting

Answer = Callable[[HttpRequest], HttpResponse]


class ActingUser:
    """Names whoever is signed in on each line of the log that their request writes."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(lambda: request.user.pk):
            return self.answer(request)


class OwnPapersPages:
    """Answers 404 for a page of another paper, at whichever of Wagtail's addresses it is named by its number.

    Some of those addresses would show its headline before they look at any right.
    """

    # What Wagtail's addresses call the number of a page.
    KEYS = frozenset({"page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"})
    BY_QUERY = "wagtailadmin_choose_page_chosen_multiple"

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        # A larger one than a database has is nobody's.
        named = [key for key in self._named(request, kwargs) if key < 2**31]
        if not named or not isinstance(request.user, User):
            return None
        places = places_of(request.user)
        if places == EVERYWHERE:
            return None
        # The root of the tree is nobody's.
        pages = Page.objects.filter(pk__in=named, depth__gt=1).values_list("path", flat=True)
        if all(path.startswith(places) for path in pages):
            return None
        return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")

    def _named(self, request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[int]:
        match = request.resolver_match
        if match is None or not match.route.startswith("newsroom/"):
            return
        yield from (int(kwargs[key]) for key in kwargs.keys() & self.KEYS)
        if match.view_name == self.BY_QUERY:
            yield from (int(key) for key in request.GET.getlist("id") if key.isdecimal())
