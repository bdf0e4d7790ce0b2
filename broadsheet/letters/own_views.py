"""The page of a letter for its writer, behind the link that she was sent: it changes nothing until she presses a button."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from broadsheet.letters.acting import act
from broadsheet.letters.comparing import compared
from broadsheet.letters.errors import LetterError
from broadsheet.letters.models import Letter
from broadsheet.letters.publishing import withdraw
from broadsheet.letters.saying import state_for_writer
from broadsheet.letters.states import State, may
from broadsheet.mailbag.typed import plain_text
from broadsheet.masthead.display import is_from_here
from broadsheet.press.twins import edition_template

LONGEST_OBJECTION = 4000


@csrf_exempt  # What it takes is the secret in its address, which another site does not know.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_letter(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a letter to its writer; or do what she asks."""
    if request.method == "POST" and not is_from_here(request):
        return HttpResponse(status=403)
    site = Site.find_for_request(request)
    # PostgreSQL keeps no zero bytes, and is not asked for any.
    asked = secret.replace("\0", "")
    letter = Letter.objects.filter(secret=asked, site=site).select_related("story", "site").first()
    if letter is None:
        # The same for a link that is over, one that is cut short, and one that never was.
        return _page(request, None, status=404)
    if request.method != "POST":
        return _page(request, letter)
    try:
        said = _do(request, letter, request.POST.get("act", ""))
    except LetterError as refusal:
        letter.refresh_from_db()
        return _page(request, letter, refused=str(refusal), status=409)
    if not said:
        return _page(request, letter)
    return redirect("own_letter", secret=secret)


def _do(request: HttpRequest, letter: Letter, asked: str) -> bool:
    if asked == "confirm" and may("confirm", letter.state):
        confirm(letter)
    elif asked == "approve" and may("approve", letter.state):
        act(letter, "approve", seen=_seen(request, letter))
    elif asked == "object" and may("object", letter.state):
        words = plain_text(request.POST.get("words", ""))[:LONGEST_OBJECTION]
        if not words:
            raise LetterError(_("Say in a sentence what should be otherwise."))
        act(letter, "object", seen=_seen(request, letter), objection=words)
    elif asked == "withdraw" and may("withdraw", letter.state):
        withdraw(letter, seen=letter.version)
    else:
        return False
    return True


def _seen(request: HttpRequest, letter: Letter) -> int:
    """Return the version that the page showed: an edit that was changed since is not what she approves."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1 - letter.version


def confirm(letter: Letter) -> None:
    """Take a letter out of the mailbag: its writer has shown that the mailbox is hers. The worker compares it, and tells the desk."""
    act(letter, "confirm", seen=letter.version, confirmed_at=timezone.now())


def _page(
    request: HttpRequest, letter: Letter | None, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"letter": letter, "refused": refused}
    if letter is not None:
        context |= {
            "is_unconfirmed": letter.state == State.MAILBAG,
            "state": "" if letter.state == State.MAILBAG else state_for_writer(letter),
            "is_to_approve": letter.state == State.WITH_WRITER,
            "may_withdraw": may("withdraw", letter.state),
            "edit": compared(letter.text, letter.edited_text) if letter.edited_text else None,
        }
    template = edition_template(request, "letters/own.html")
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    # To nobody else: the address holds the secret. Browsers tell us, so that the form is known to be ours.
    response["Referrer-Policy"] = "same-origin"
    return response
