"""What the forms of all rooms share when they are asked for: which paper is, and the puzzle for a browser with scripts."""

from django.http import Http404, HttpRequest, JsonResponse
from wagtail.models import Site

from broadsheet.mailbag import passes
from broadsheet.mailbag.errors import MailbagError
from broadsheet.mailbag.limits import Limit

PUZZLES = Limit(most=60, seconds=600)


def give_puzzle(request: HttpRequest, form: str, rounds: int = passes.ROUNDS) -> JsonResponse:
    """Give a form its puzzle; or say that too many were asked for from there."""
    try:
        PUZZLES.refuse_too_many(request)
    except MailbagError as refusal:
        return JsonResponse({"refused": str(refusal)}, status=429)
    return JsonResponse(passes.puzzle(form, rounds))


def paper_asked(request: HttpRequest) -> Site:
    """Return the site that a reader or the press asks.

    Errors:
        Http404: no paper is published there.
    """
    site = getattr(request, "press_site", None) or Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
