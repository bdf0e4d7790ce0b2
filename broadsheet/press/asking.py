"""Asking the site itself for a page, as an anonymous reader would; and which pages are printed at all."""

import io
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string
from wagtail.models import Site

from broadsheet.lib.error_numbers import route_name
from broadsheet.press.errors import NotPrintableError
from broadsheet.press.keeping import kept

View = Callable[..., HttpResponseBase]
# Order of printing again: 2 fronts, 3 other pages, 5 and above always wait for the worker: indexes, then text twins.
FRONT, PAGE, INDEX, TWIN = 2, 3, 5, 6


def printed(rank: int = PAGE, *, has_text: bool = True) -> Callable[[View], View]:
    """Mark a view whose answers are printed. Such a view reads no cookie, no query and no session.

    `has_text` says that its answers are pages that have a twin in the text-only edition.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        marked.press_rank = rank  # type: ignore[attr-defined]
        marked.press_has_text = has_text  # type: ignore[attr-defined]
        return marked

    return mark


def split_address(address: str) -> tuple[str, str]:
    """Return host and path.

    >>> split_address("ledger.example/2016/05/ferry/")
    ('ledger.example', '/2016/05/ferry/')
    """
    host, slash, path = address.partition("/")
    return host, slash + path


@lru_cache(2048)
def rank_of_path(path: str) -> int | None:
    """Return the rank that the view of this path was marked with; None if its answers are never printed."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return getattr(match.func, "press_rank", None)


def route_at(path: str) -> str:
    """Return the name of the route that answers at a path, as lists and logs call it; empty if none does."""
    try:
        return route_name(resolve(path))
    except Resolver404:
        return ""


def site_at(host: str) -> Site:
    """Return the site with this host name.

    Errors:
        NotPrintableError: there is none.
    """

    def find() -> Site | None:
        # A site is no source: its change prints everything anew.
        sites = Site.objects.filter(hostname=host).select_related("root_page")
        return sites.order_by("-is_default_site").first()

    site = kept(f"site:{host}", find)
    if site is None:
        raise NotPrintableError(f"No paper is published at {host}.")
    return site


class PrintingHandler(BaseHandler):
    """Django without its middleware: no session, no cookie and no Vary can leak into print."""

    def __init__(self) -> None:
        super().__init__()
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)  # type: ignore[attr-defined]


_handler = PrintingHandler()


# The site in whose language and zone pages are being printed.
_speaking_for: ContextVar[int | None] = ContextVar("speaking_for", default=None)


@contextmanager
def locale_of(site: Site) -> Iterator[None]:
    """Print what follows in a site's language and time zone; within itself this costs nothing."""
    if _speaking_for.get() == site.pk:
        yield
        return
    token = _speaking_for.set(site.pk)
    try:
        with import_string(settings.PRESS_LOCALE)(site):
            yield
    finally:
        _speaking_for.reset(token)


def make_request(site: Site, path: str) -> HttpRequest:
    """Return the request of an anonymous reader, marked inside the process: no header can set `press_cut_mark`."""
    scheme = "https" if site.port == 443 else "http"
    host = site.hostname if site.port in (80, 443) else f"{site.hostname}:{site.port}"
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port),
            "HTTP_HOST": host,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": scheme,
            "wsgi.input": io.BytesIO(),
        }
    )
    request.user = AnonymousUser()
    # Wagtail asks the session which passwords a reader has given; the press has given none.
    request.session = {}  # type: ignore[assignment]
    request.press_cut_mark = secrets.token_hex(16)  # type: ignore[attr-defined]
    request.press_site = site  # type: ignore[attr-defined]
    # Where Wagtail keeps the site it has found for a request.
    request._wagtail_site = site  # type: ignore[attr-defined]
    return request


def ask(site: Site, path: str) -> tuple[HttpResponseBase, str]:
    """Return the site's own answer for a path, and the mark at which it is to be cut.

    Errors:
        whatever the view raises but 404, 403 and redirects: printing writes it down.
    """
    from django.urls import set_urlconf

    request = make_request(site, path)
    set_urlconf(settings.ROOT_URLCONF)
    response = _handler.answer(request)
    return response, request.press_cut_mark  # type: ignore[attr-defined]


def clean_path(raw_path: str) -> str:
    """Return a path as the press names it: decoded once.

    >>> clean_path("/2016/05/caf%C3%A9/")
    '/2016/05/café/'
    """
    return unquote(raw_path)


def quoted(path: str) -> str:
    """Return a path as it stands in an address line."""
    return quote(path, safe="/:~+-._")
