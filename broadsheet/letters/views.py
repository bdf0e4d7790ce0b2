"""What readers see of letters: the form, what was sent, the rules; and a page of her own for each letter's writer."""

from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from broadsheet.letters.forms import LetterForm
from broadsheet.letters.models import LetterRules, rules_of
from broadsheet.letters.taking import take
from broadsheet.letters.writing_to import ask_to_confirm
from broadsheet.mailbag import passes
from broadsheet.mailbag.errors import MailbagError
from broadsheet.mailbag.limits import Limit
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.display import is_from_here
from broadsheet.masthead.models import paper_of
from broadsheet.masthead.views import being_set_up, is_set_up
from broadsheet.press.asking import PAGE, printed

FORM = "letters"
# From one household or office: so many at once, and then one more every few minutes.
LETTERS = Limit(most=10, seconds=3600)
PUZZLES = Limit(most=60, seconds=600)


@csrf_exempt  # The form is printed, the same for everyone; its pass and where it was sent from are asked below.
@printed(PAGE, has_text=False)
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Show the form; or take what it sends."""
    if request.method == "POST":
        return _sent(request)
    if not is_set_up(request):
        return being_set_up(request)
    site = _site(request)
    rules = rules_of(site)
    return _page(request, rules, LetterForm(site=site, rules=rules))


def _sent(request: HttpRequest) -> HttpResponse:
    if not is_from_here(request):
        return HttpResponse(status=403)
    try:
        return _take(request)
    except DatabaseError:
        # Nothing of it may be lost: the page that says so holds what was typed.
        return _not_now(request)


def _take(request: HttpRequest) -> HttpResponse:
    site = _site(request)
    rules = rules_of(site)
    if not rules.takes_letters:
        raise Http404
    form = LetterForm(_with_story(request), site=site, rules=rules)
    if "change" in request.POST:
        return _page(request, rules, form)
    if not form.is_valid():
        return _page(request, rules, form, _("This is not sent yet. Put right what is marked:"))
    if not passes.has_pass(request.POST):
        return _read_over(request, form)
    try:
        given = passes.check(FORM, request.POST)
        LETTERS.refuse_too_many(request)
        letter = take(site, form.cleaned_data, given=given)
    except passes.PassError as refusal:
        return _read_over(request, form, str(refusal))
    except MailbagError as refusal:
        return _page(request, rules, form, str(refusal), status=429)
    ask_to_confirm.enqueue(letter.pk)
    return redirect("letter_sent")


def _with_story(request: HttpRequest) -> Any:
    """Return what was sent, with the story that the form was opened from where no script could fill it in."""
    given = request.POST.copy()
    came_from = request.headers.get("Referer", "")
    if not given.get("answers") and "?story=" in came_from:
        given["answers"] = came_from.partition("?story=")[2].partition("&")[0]
    return given


def _page(
    request: HttpRequest, rules: LetterRules, form: LetterForm, refused: str = "", status: int = 0
) -> HttpResponse:
    context = {"form": form, "rules": rules, "refused": refused, "paper": paper_of(form.site)}
    response = render(
        request, "letters/letters.html", context, status=status or (422 if refused else 200)
    )
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


def _read_over(request: HttpRequest, form: LetterForm, refused: str = "") -> HttpResponse:
    """Show what is about to be sent, with the pass to send it."""
    context = {
        "shown": form.cleaned_data,
        "sent": [
            (name, value)
            for name, value in form.data.items()
            if name in form.fields and isinstance(value, str)
        ],
        "pass": passes.page_pass(FORM),
        "refused": refused,
    }
    response = render(request, "letters/read_over.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _not_now(request: HttpRequest) -> HttpResponse:
    """Say without the database that nothing can be taken now, and give back what was typed."""
    typed = [(name, value) for name, value in request.POST.items() if name in KEPT_OPEN]
    response = render(request, "letters/not_now.html", {"typed": typed}, status=503)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "120"
    return response


KEPT_OPEN = tuple(LetterForm.base_fields)


@never_cache
@require_safe
def letter_pass(request: HttpRequest) -> HttpResponse:
    """Give the form of a browser with scripts its puzzle."""
    try:
        PUZZLES.refuse_too_many(request)
    except MailbagError as refusal:
        return JsonResponse({"refused": str(refusal)}, status=429)
    return JsonResponse(passes.puzzle(FORM))


@never_cache
@require_safe
def letter_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    context = {"rules": rules_of(_site(request)), "can_mail": can_mail()}
    return render(request, "letters/sent.html", context)


@printed(PAGE, has_text=False)
@require_safe
def letter_rules(request: HttpRequest) -> HttpResponse:
    """The paper's rules for letters, made from the rules themselves."""
    if not is_set_up(request):
        return being_set_up(request)
    site = _site(request)
    context = {"rules": rules_of(site), "paper": paper_of(site)}
    return render(request, "letters/rules.html", context)


def _site(request: HttpRequest) -> Site:
    site = getattr(request, "press_site", None) or Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def letters_path(story_path: str = "") -> str:
    """Return where a letter is written, about a story."""
    return reverse("letters") + (f"?story={story_path}" if story_path else "")
