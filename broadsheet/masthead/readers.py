"""Showing a page of the tree to a reader by Wagtail's whole chain, so that its checks of privacy are never passed by."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import Resolver404
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.views import serve_chain

from broadsheet.masthead.redirects import answer_by_redirect
from broadsheet.press.addresses import answer_for, gone
from broadsheet.press.asking import ask, quoted, rank_of_path
from broadsheet.press.errors import NotPrintableError
from broadsheet.press.log import this_shelf
from broadsheet.press.recorder import unrecorded


def serve_page(page: Page, request: HttpRequest) -> HttpResponseBase:
    """Answer with a page as `wagtail.views.serve` does, privacy included, but for a page found by ourselves."""
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, [], {})
        if isinstance(answer, HttpResponseBase):
            return answer
    return chain(page, request, [], {})


def answer_elsewhere(request: HttpRequest) -> HttpResponseBase:
    """Answer for an address at which no page stands: where an editor sends its readers, where its page has gone, or
    its other spelling.

    Errors:
        Http404: nothing ever stood here.
    """
    site = Site.find_for_request(request)
    if site is None or "\0" in request.path:
        raise Http404
    answer = answer_by_redirect(request, site) or answer_for(request, site.hostname, request.path)
    if answer is not None:
        return answer
    plain = plain_spelling(request.path)
    if request.path == plain or not stands_at(site, plain):
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    to = quoted(plain) + (f"?{query}" if query else "")
    # Never printed: there are endless spellings, and each would take a place on the shelf.
    return HttpResponsePermanentRedirect(to, headers={"Cache-Control": "private, max-age=3600"})


def answer_gone(request: HttpRequest) -> HttpResponseBase:
    """Answer for a page that was taken from readers: where an editor sends them instead, or that it is gone."""
    site = Site.find_for_request(request)
    return (answer_by_redirect(request, site) if site else None) or gone(request)


def plain_spelling(path: str) -> str:
    """Return an address as the paper writes it.

    >>> plain_spelling("/Contact"), plain_spelling("//robots.TXT")
    ('/contact/', '/robots.txt')
    """
    plain = "/" + path.lower().lstrip("/")
    return plain if "." in plain.rpartition("/")[2] else plain.rstrip("/") + "/"


def stands_at(site: Site, path: str) -> bool:
    """Say whether this address answers with anything but "not found": a page, a move, an end, a way to sign in."""
    if rank_of_path(path) is None or this_shelf().has(site.hostname + path):
        return True
    try:
        with unrecorded():
            response, _mark = ask(site, path)
    except (Http404, Resolver404):
        return False
    except (PermissionDenied, NotPrintableError):
        return True
    return response.status_code != 404
