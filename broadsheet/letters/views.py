"""What readers see of letters: the form, what was sent, the rules; and a page of her own for each letter's writer."""

from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from broadsheet.letters.checking import elections_on
from broadsheet.letters.forms import LetterForm
from broadsheet.letters.models import LetterRules, rules_of
from broadsheet.letters.taking import take
from broadsheet.letters.weeks import Week
from broadsheet.letters.writing_to import ask_to_confirm
from broadsheet.mailbag.editions import in_its_edition
from broadsheet.mailbag.limits import Limit
from broadsheet.mailbag.mailing import can_mail
from broadsheet.mailbag.passes import Pass
from broadsheet.mailbag.sending import Sending
from broadsheet.mailbag.views import give_puzzle, paper_asked
from broadsheet.masthead.models import paper_of
from broadsheet.masthead.readers import answer_elsewhere
from broadsheet.masthead.views import being_set_up, is_set_up
from broadsheet.press.asking import PAGE, printed
from broadsheet.press.twins import edition_template

FORM = "letters"
# From one household or office: so many at once, and then one more every few minutes.
LETTERS = Limit(most=10, seconds=3600)


class SendingLetter(Sending):
    """A letter to the editor, as its writer sends it."""

    name = FORM
    page = "letters/letters.html"
    read_over = "letters/read_over.html"
    limit = LETTERS
    form_class = LetterForm

    @cached_property
    def rules(self) -> LetterRules:
        return rules_of(self.site)

    def form(self, given: Any = None) -> LetterForm:
        return LetterForm(given, site=self.site, rules=self.rules)

    def context(self) -> dict[str, Any]:
        elections = elections_on(self.rules)
        return {"rules": self.rules, "paper": paper_of(self.site), "elections": elections}

    def given(self) -> Any:
        """Return what was sent, with the story that the form was opened from where no script could fill it in."""
        return self.with_story("answers")

    def answer(self) -> HttpResponse:
        """Answer to what was sent; a paper that takes no letters has no such address to send to."""
        try:
            if not self.rules.takes_letters:
                raise Http404
        except DatabaseError:
            return self.show_not_now(self.request)
        return super().answer()

    def take(self, form: Any, given: Pass) -> str:
        letter = take(self.site, form.cleaned_data, given=given)
        if can_mail():
            ask_to_confirm.enqueue(letter.pk)
        return reverse("letter_sent")


@csrf_exempt  # The form is printed, the same for everyone; its pass and where it was sent from are asked.
@printed(PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@in_its_edition
def letters(request: HttpRequest) -> HttpResponse:
    """Show the form; or take what it sends."""
    if request.method != "POST":
        return (
            SendingLetter(request, paper_asked(request)).show()
            if is_set_up(request)
            else being_set_up(request)
        )
    try:
        site = paper_asked(request)
    except DatabaseError:
        return SendingLetter.show_not_now(request)
    return SendingLetter(request, site).answer()


@never_cache
@require_safe
def letter_pass(request: HttpRequest) -> HttpResponse:
    """Give the form of a browser with scripts its puzzle."""
    return give_puzzle(request, FORM)


@never_cache
@require_safe
@in_its_edition
def letter_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    context = {"rules": rules_of(paper_asked(request)), "can_mail": can_mail()}
    return render(request, edition_template(request, "letters/sent.html"), context)


@printed(PAGE)
@require_safe
def letter_rules(request: HttpRequest) -> HttpResponse:
    """The paper's rules for letters, made from the rules themselves."""
    if not is_set_up(request):
        return being_set_up(request)
    site = paper_asked(request)
    rules = rules_of(site)
    elections = elections_on(rules)
    context = {"rules": rules, "paper": paper_of(site), "elections": elections}
    return render(request, edition_template(request, "letters/rules.html"), context)


@printed(PAGE)
@require_safe
def letters_of_week(request: HttpRequest, year: int, week: int) -> HttpResponseBase:
    """The letters of one week, whole, with the ways to the weeks around it."""
    site = paper_asked(request)
    try:
        shown = Week(site, year, week)
    except ValueError:
        raise Http404 from None
    if not shown.letters:
        return answer_elsewhere(request)
    context = {
        "week": shown,
        "letters": shown.letters,
        "earlier": shown.earlier,
        "later": shown.later,
        "takes_letters": rules_of(site).takes_letters,
    }
    return render(request, edition_template(request, "letters/week.html"), context)
