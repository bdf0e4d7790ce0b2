"""What pages need that are not printed: headers, the host that they stand at, and the language."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.models import Site

from broadsheet.masthead.locale import paper_locale, papers_words
from broadsheet.press.headers import NEWSROOM_HEADERS, PREVIEW_HEADERS, READER_HEADERS

Answer = Callable[[HttpRequest], HttpResponse]
NEWSROOM = "/newsroom/"
# What the newsroom's screens load beside themselves.
BESIDE_NEWSROOM = (
    NEWSROOM,
    settings.STATIC_URL,
    settings.MEDIA_URL,
    "/documents/",
    "/icon.svg",
    "/display.css",
)


def is_preview(request: HttpRequest) -> bool:
    """Say whether the newsroom asks for what a page would be; no header from outside can claim it."""
    return bool(getattr(request, "is_dummy", False))


class Headers:
    """Says to each reader's browser what the press says with printed pages, and to the newsroom's more. Needs no database.

    What an answer says of itself stays: a preview, for one, may be framed.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        for name, value in headers_for(request).items():
            response.setdefault(name, value)
        return response


def headers_for(request: HttpRequest) -> dict[str, str]:
    if is_preview(request):
        return PREVIEW_HEADERS
    return NEWSROOM_HEADERS if request.path.startswith(NEWSROOM) else READER_HEADERS


class NewsroomHost:
    """Keeps the newsroom at a host name of its own, if the paper has given it one: readers' hosts know nothing of it.

    There, a path of the paper's leads to the paper.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.NEWSROOM_HOST or is_preview(request):
            return self.answer(request)
        is_there = request.get_host().partition(":")[0] == settings.NEWSROOM_HOST
        if not is_there and request.path.startswith(NEWSROOM):
            raise Http404
        if is_there and request.path == "/":
            return redirect(NEWSROOM)
        if is_there and not request.path.startswith(BESIDE_NEWSROOM):
            site = Site.objects.get(is_default_site=True)
            return redirect(site.root_url + request.get_full_path())
        return self.answer(request)


class PaperLocale:
    """Writes unprinted answers in the paper's language and zone.

    The newsroom follows each person's own; for those who have chosen none, and where they sign in, the paper's.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = Site.find_for_request(request)
        if site is None:
            return self.answer(request)
        locale = papers_words if request.path.startswith(NEWSROOM) else paper_locale
        with locale(site):
            return self.answer(request)
