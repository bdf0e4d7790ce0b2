"""Showing a page of the tree to a reader by Wagtail's whole chain, so that its checks of privacy are never passed by."""

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.views import serve_chain

from broadsheet.press.addresses import answer_for


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
    """Answer for an address at which no page stands: where its page has gone, or its other spelling.

    Errors:
        Http404: nothing ever stood here.
    """
    site = Site.find_for_request(request)
    if site is not None:
        former = answer_for(request, site.hostname, request.path)
        if former is not None:
            return former
    plain = "/" + request.path.lower().lstrip("/")
    if "." not in plain.rpartition("/")[2]:
        plain = plain.rstrip("/") + "/"
    if request.path != plain:
        return HttpResponsePermanentRedirect(plain)
    raise Http404
