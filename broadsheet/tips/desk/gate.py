"""Who gets in at the newsroom's side of the line: signed in, with a second proof shown in this very session, and with a right.

Each request is looked at anew, so that who loses a right or leaves is out at once. What is not someone's own business is
answered as if it were not there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from broadsheet.tips.box import Box, this_box
from broadsheet.tips.errors import ListRefusedError, NotNowError, TipsError, UnknownThreadError
from broadsheet.tips.keepers import keeper
from broadsheet.tips.lists import in_force
from broadsheet.tips.rights import may_enter, may_read, may_run
from broadsheet.tips.signed_lists import LANGUAGES

View = Callable[..., HttpResponseBase]
# An answer to a script is no page: it loads nothing and stands nowhere.
POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
CODES: Final = ((UnknownThreadError, "unknown", 404), (ListRefusedError, "list", 400))


def person_of(request: HttpRequest) -> AbstractUser:
    """Return who is signed in; the gate lets nobody else come so far."""
    assert isinstance(request.user, AbstractUser)
    return request.user


def language_of(request: HttpRequest) -> str:
    """Return the desk's language for someone: what she chose for the newsroom's screens, else the paper's."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    chosen = getattr(profile, "preferred_language", "") or get_language() or ""
    found = chosen.partition("-")[0]
    return found if found in LANGUAGES else LANGUAGES[0]


def is_recipient(box: Box, person: AbstractUser) -> bool:
    """Say whether tips are locked up for someone, and she may still read them."""
    if not may_read(person):
        return False
    kept, known = in_force(box), keeper(box, person.pk)
    return bool(kept and person.pk in kept.people and known and not known.has_left)


def page(view: View) -> View:
    """Open a page of the desk to those who may enter; lead others to where they sign in or show a second proof."""

    @require_http_methods(["GET"])
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_enter(person_of(request)):
            raise PermissionDenied
        if where := import_string(settings.TIPS_PROVEN)(request):
            return HttpResponseRedirect(f"{where}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return opened


def asked(
    *methods: str, runs: bool = False, reads: bool = False
) -> Callable[[Callable[..., HttpResponseBase | dict[str, Any]]], View]:
    """Open something that the desk's script asks for; the view returns an answer, or what its JSON says.

    Args:
        runs: only to those who run the line.
        reads: only to recipients of the list in force.
    """

    def gated(view: Callable[..., HttpResponseBase | dict[str, Any]]) -> View:
        @require_http_methods(list(methods))
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with translation.override(language_of(request)):
                try:
                    refusal = refused(request, runs=runs, reads=reads)
                    told = refusal or view(request, this_box(), *args, **kwargs)
                except TipsError as error:
                    told = refusal_for(error)
            answer = JsonResponse(told) if isinstance(told, dict) else told
            answer.headers.setdefault("Content-Security-Policy", POLICY)
            return answer

        return opened

    return gated


def refused(request: HttpRequest, *, runs: bool, reads: bool) -> HttpResponse | None:
    """Return why someone does not get in; None if she does."""
    if not request.user.is_authenticated:
        return refusal("signed_out", 403, _("Sign in again: your session has ended."))
    person = person_of(request)
    if not may_enter(person) or (runs and not may_run(person)):
        return refusal("no_right", 403, _("You have no right to do this. Ask your publisher."))
    if import_string(settings.TIPS_PROVEN)(request):
        return refusal("second_proof", 403, _("Show your second proof first: load the page again."))
    if reads and not is_recipient(this_box(), person):
        return refusal("unknown", 404, _("There is no such thing here."))
    return None


def refusal_for(error: TipsError) -> HttpResponse:
    for kind, code, status in CODES:
        if isinstance(error, kind):
            return refusal(code, status, str(error))
    return refusal("now" if isinstance(error, NotNowError) else "refused", 400, str(error))


def refusal(code: str, status: int, says: str) -> HttpResponse:
    return JsonResponse({"error": code, "says": says}, status=status)
