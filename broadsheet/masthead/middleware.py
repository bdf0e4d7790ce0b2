"""What readers' pages need that are not printed: the same headers and the same language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

from broadsheet.masthead.locale import paper_locale, papers_words
from broadsheet.press.headers import READER_HEADERS, READER_POLICY

Answer = Callable[[HttpRequest], HttpResponse]
NEWSROOM = "/newsroom/"
# The newsroom shows a page beside its text, in a frame.
PREVIEW_HEADERS = {
    **READER_HEADERS,
    "Content-Security-Policy": READER_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


def is_preview(request: HttpRequest) -> bool:
    """Say whether the newsroom asks for what a page would be; no header from outside can claim it."""
    return bool(getattr(request, "is_dummy", False))


class ReaderHeaders:
    """Says to every reader's browser what the press says for printed pages. Needs no database."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if request.path.startswith(NEWSROOM):
            response.setdefault("Cache-Control", "no-store")
            return response
        for name, value in (PREVIEW_HEADERS if is_preview(request) else READER_HEADERS).items():
            response.setdefault(name, value)
        return response


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
