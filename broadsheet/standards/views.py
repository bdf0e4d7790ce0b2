"""What readers see of the standards desk: the form for an error, the form for a request, and what happens next."""

from typing import Any, ClassVar

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from broadsheet.mailbag.editions import in_its_edition
from broadsheet.mailbag.limits import Limit
from broadsheet.mailbag.passes import Pass
from broadsheet.mailbag.sending import Sending
from broadsheet.mailbag.views import give_puzzle, paper_asked
from broadsheet.masthead.models import paper_of
from broadsheet.masthead.views import being_set_up, is_set_up
from broadsheet.press.asking import PAGE, printed
from broadsheet.press.twins import edition_template
from broadsheet.standards.answers import policy_of
from broadsheet.standards.finding import find, marked
from broadsheet.standards.forms import AboutStory, ReportForm, RequestForm
from broadsheet.standards.models import StandardsRules, rules_of
from broadsheet.standards.taking import take_report, take_request
from broadsheet.standards.telling import acknowledge, tell_desk

REPORT, REQUEST = "error", "unpublish"
REPORTS = Limit(most=20, seconds=3600)
REQUESTS = Limit(most=5, seconds=3600)


class SendingAboutStory(Sending):
    """What both forms have in common: the paper's rules, and the story from the page that led here."""

    form_class: ClassVar[type[AboutStory]]
    offered: ClassVar[str]

    @cached_property
    def rules(self) -> StandardsRules:
        return rules_of(self.site)

    def form(self, given: Any = None) -> AboutStory:
        return self.form_class(given, site=self.site)

    def context(self) -> dict[str, Any]:
        return {
            "rules": self.rules,
            "paper": paper_of(self.site),
            "policy": policy_of(self.rules),
        }

    def given(self) -> Any:
        return self.with_story("story")

    def answer(self) -> HttpResponse:
        """Answer to what was sent; a paper that takes none has no such address to send to."""
        try:
            if not getattr(self.rules, self.offered):
                raise Http404
        except DatabaseError:
            return self.show_not_now(self.request)
        return super().answer()


class SendingReport(SendingAboutStory):
    """A report of an error."""

    name = REPORT
    page = "standards/report.html"
    read_over = "standards/report_over.html"
    main_field = "wrong"
    limit = REPORTS
    form_class = ReportForm
    offered = "takes_reports"

    def _read_over(self, form: Any, refused: str = "") -> HttpResponse:
        # Where in the story it stands, so that she sees whether she is understood.
        place = find(form.cleaned_data["story"], form.cleaned_data["passage"])
        form.cleaned_data["place"] = place
        if place:
            form.cleaned_data["marked"] = marked(place.text, form.cleaned_data["passage"])
        return super()._read_over(form, refused)

    def take(self, form: Any, given: Pass) -> str:
        report = take_report(self.site, form.cleaned_data, given=given)
        tell_desk.enqueue("report", report.pk)
        return reverse("error_reported")


class SendingRequest(SendingAboutStory):
    """A request to change or take down a story."""

    name = REQUEST
    page = "standards/request.html"
    read_over = "standards/request_over.html"
    main_field = "why"
    limit = REQUESTS
    form_class = RequestForm
    offered = "takes_requests"

    def _read_over(self, form: Any, refused: str = "") -> HttpResponse:
        for field in ("asker", "reason"):
            choices = dict(form.fields[field].choices)
            form.cleaned_data[f"{field}_in_words"] = choices[form.cleaned_data[field]]
        return super()._read_over(form, refused)

    def take(self, form: Any, given: Pass) -> str:
        request = take_request(self.site, form.cleaned_data, given=given)
        acknowledge.enqueue(request.pk)
        tell_desk.enqueue("request", request.pk)
        return reverse("unpublish_asked")


def _answer(request: HttpRequest, kind: type[SendingAboutStory]) -> HttpResponse:
    """Show a form; or take what it sends."""
    if request.method != "POST":
        return (
            kind(request, paper_asked(request)).show()
            if is_set_up(request)
            else being_set_up(request)
        )
    try:
        site = paper_asked(request)
    except DatabaseError:
        return kind.show_not_now(request)
    return kind(request, site).answer()


@csrf_exempt  # The form is printed, the same for everyone; its pass and where it was sent from are asked.
@printed(PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@in_its_edition
def report_error(request: HttpRequest) -> HttpResponse:
    """The form for an error in a story."""
    return _answer(request, SendingReport)


@csrf_exempt  # As above.
@printed(PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@in_its_edition
def ask_to_unpublish(request: HttpRequest) -> HttpResponse:
    """The form for a request to change or take down a story."""
    return _answer(request, SendingRequest)


@never_cache
@require_safe
def report_pass(request: HttpRequest) -> HttpResponse:
    """Give the form for an error its puzzle, in a browser with scripts."""
    return give_puzzle(request, REPORT)


@never_cache
@require_safe
def unpublish_pass(request: HttpRequest) -> HttpResponse:
    """Give the form for a request its puzzle, in a browser with scripts."""
    return give_puzzle(request, REQUEST)


@never_cache
@require_safe
@in_its_edition
def error_reported(request: HttpRequest) -> HttpResponse:
    """Say what happens next with a report."""
    template = edition_template(request, "standards/reported.html")
    return render(request, template, {"rules": rules_of(paper_asked(request))})


@never_cache
@require_safe
@in_its_edition
def unpublish_asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next with a request, and by when."""
    rules = rules_of(paper_asked(request))
    return render(request, edition_template(request, "standards/asked.html"), {"rules": rules})
