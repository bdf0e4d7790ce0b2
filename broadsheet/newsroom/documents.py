"""Handing out documents: always to be kept, never for the browser to show, whatever is in them."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from wagtail import hooks
from wagtail.documents.models import document_served

from broadsheet.newsroom.models import PaperDocument
from broadsheet.photos import ranges

# Source: RFC 6266 for the name; CSP Level 3 for the sandbox, in which nothing runs even if a browser shows it after all.
SHUT_IN = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    # A document that is deleted is gone at once, also behind a proxy.
    "Cache-Control": "private, no-cache",
}


def hand_out(request: HttpRequest, document_id: str, name: str) -> HttpResponseBase:
    document = get_object_or_404(PaperDocument, pk=document_id)
    if not name or name != document.kept_name:
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(document, request)
        if isinstance(answer, HttpResponse):
            return answer
    document_served.send(sender=PaperDocument, instance=document, request=request)
    try:
        response = ranges.send(request, Path(document.file.path), document.content_type)
    except OSError as error:
        raise Http404 from error
    for header, value in SHUT_IN.items():
        response[header] = value
    response["Content-Disposition"] = content_disposition_header(True, document.filename) or ""
    return response
