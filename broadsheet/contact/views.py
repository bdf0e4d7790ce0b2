"""Pages by which readers write to somebody at the paper."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from broadsheet.contact.forms import MessageForm
from broadsheet.contact.models import Message
from broadsheet.contact.passing_on import mail_for, pass_on
from broadsheet.mailbag.editions import in_its_edition
from broadsheet.mailbag.limits import Limit
from broadsheet.mailbag.passes import Pass, spend
from broadsheet.mailbag.sending import Sending
from broadsheet.mailbag.views import give_puzzle, paper_asked
from broadsheet.masthead.views import being_set_up, is_set_up
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist, journalists_of
from broadsheet.press.asking import PAGE, printed
from broadsheet.press.twins import edition_template

FORM = "contact"
# From one household or office: so many at once, and then one more every few minutes.
MESSAGES = Limit(most=10, seconds=3600)
Find = Callable[[Site], Journalist | Desk]


class SendingMessage(Sending):
    """A message to a person or a desk."""

    name = FORM
    page = "contact/write.html"
    read_over = "contact/read_over.html"
    limit = MESSAGES
    form_class = MessageForm

    def __init__(self, request: HttpRequest, site: Site, to: Journalist | Desk) -> None:
        super().__init__(request, site)
        self.to = to

    def context(self) -> dict[str, Any]:
        return {
            "to": self.to,
            "person": self.to if isinstance(self.to, Journalist) else None,
            "here": self.request.path,
        }

    def take(self, form: Any, given: Pass) -> str:
        details = {
            "name": form.cleaned_data["name"],
            "email": form.cleaned_data["email"],
            "words": form.cleaned_data["text"],
        }
        with transaction.atomic():
            spend(given)
            message = Message.keep(
                site=self.site, to=self.to, details=details, mail=mail_for(self.to)
            )
        if message.mail == Message.Mail.DUE:
            pass_on.enqueue(message.pk)
        return reverse("message_sent")


def _answer(request: HttpRequest, find: Find) -> HttpResponse:
    if request.method != "POST":
        if not is_set_up(request):
            return being_set_up(request)
        site = paper_asked(request)
        return SendingMessage(request, site, find(site)).show()
    try:
        site = paper_asked(request)
        to = find(site)
    except DatabaseError:
        return SendingMessage.show_not_now(request)
    return SendingMessage(request, site, to).answer()


@csrf_exempt  # The form is printed, the same for everyone; its pass and where it was sent from are asked.
@printed(PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@in_its_edition
def write_to_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form by which a person is written to; or take what it sends."""

    def find(site: Site) -> Journalist:
        people = journalists_of(site).select_related("user")
        person = get_object_or_404(people, slug=slug)
        if not person.reads_messages:
            raise Http404
        return person

    return _answer(request, find)


@csrf_exempt  # As above.
@printed(PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@in_its_edition
def write_to_desk(request: HttpRequest, desk_id: int) -> HttpResponse:
    """Show the form by which a desk is written to; or take what it sends."""
    return _answer(
        request, lambda site: get_object_or_404(Desk, pk=desk_id, site=site, takes_messages=True)
    )


@never_cache
@require_safe
def message_pass(request: HttpRequest) -> HttpResponse:
    """Give the form of a browser with scripts its puzzle."""
    return give_puzzle(request, FORM)


@never_cache
@require_safe
@in_its_edition
def message_sent(request: HttpRequest) -> HttpResponse:
    """Say that a message has arrived."""
    return render(request, edition_template(request, "contact/sent.html"))
