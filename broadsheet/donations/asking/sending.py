"""How a reader's gift is taken: checked, read over, written down once, and led on. It is never called given before money came."""

from hashlib import sha256
from typing import Any

from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.asking.forms import GiftForm
from broadsheet.donations.asking.given import Given
from broadsheet.donations.asking.page import Asking
from broadsheet.donations.asking.quiet import keep_quiet_after_promise
from broadsheet.donations.asking.saying import said_of
from broadsheet.donations.asking.sums import fee_cover
from broadsheet.donations.asking.terms import terms_of
from broadsheet.donations.asking.ways_to_give import ONCE, WayToGive
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Donor, Gift, Pledge
from broadsheet.donations.money import Money, nothing
from broadsheet.mailbag import passes
from broadsheet.mailbag.errors import MailbagError
from broadsheet.mailbag.limits import Limit
from broadsheet.mailbag.passes import Pass, spend
from broadsheet.mailbag.sending import Sending

FORM = "support"
# From one household, office or church: so many at once, and then one more every few minutes.
GIFTS = Limit(most=20, seconds=3600)


class SendingGift(Sending):
    """A gift, as a reader sends it."""

    name = FORM
    page = "donations/asking/support.html"
    read_over = "donations/asking/read_over.html"
    main_field = "message"
    limit = GIFTS
    form_class = GiftForm

    def __init__(
        self, request: HttpRequest, site: Site, often: str = ONCE, chosen: Money | None = None
    ) -> None:
        super().__init__(request, site)
        self.often, self.chosen = often, chosen
        # What pages show of the form that was sent.
        self.of_form: dict[str, Any] = {}

    @cached_property
    def asking(self) -> Asking:
        return Asking(self.site)

    def form(self, given: Any = None) -> GiftForm:
        return GiftForm(given, site=self.site, often=self.often, chosen=self.chosen)

    def context(self) -> dict[str, Any]:
        return {"asking": self.asking, "here": self.request.path, **self.of_form}

    def show(self, form: Any = None, refused: str = "", status: int = 200) -> HttpResponse:
        form = form or self.form()
        self.of_form = {"terms": terms_of(form.shown_often)}
        return super().show(form, refused, status)

    def answer(self) -> HttpResponse:
        """Answer to what was sent; a paper that takes no gifts has no such address to send to."""
        try:
            if not self.asking.ways:
                raise Http404
        except DatabaseError:
            return self.show_not_now(self.request)
        return super().answer()

    def _answer(self) -> HttpResponse:
        form = self.form(self.given())
        if "change" in self.request.POST or not form.is_valid():
            return super()._answer()
        way: WayToGive = form.chosen_way  # type: ignore[assignment]
        try:
            # Sent twice, it leads where it led the first time.
            begun = self._begun_before()
            if begun is not None:
                return self._lead(way, HttpResponseRedirect(way.go_on(begun)))
            if passes.has_pass(self.request.POST):
                way.refuse(self.request)
            return self._lead(way, super()._answer())
        except MailbagError as refusal:
            return self.show(form, str(refusal), status=429)
        except DonationError as refusal:
            return self.show(form, self._with_other_ways(str(refusal), form), status=503)

    def take(self, form: Any, given: Pass) -> str:
        way: WayToGive = form.chosen_way
        with transaction.atomic():
            spend(given)
            begun = way.begin(self._given(form))
        # A processor is asked when nothing of the database is held.
        return way.go_on(begun)

    def _lead(self, way: WayToGive, response: HttpResponse) -> HttpResponse:
        """Lead on: to another site by a page that says so, since no form of ours may send there."""
        if not isinstance(response, HttpResponseRedirect):
            return response
        if is_ours(response.url):
            if not way.is_by_card:
                keep_quiet_after_promise(self.request, response)
            return response
        context = {**self.context(), "address": response.url}
        page = render(self.request, self.template("donations/asking/leaving.html"), context)
        page["Refresh"] = f"0; url={response.url}"
        # It names somebody's own page at the processor.
        page["Referrer-Policy"] = "no-referrer"
        return self._unkept(page)

    def _with_other_ways(self, refusal: str, form: GiftForm) -> str:
        """Return why it is not taken, and what can be done now."""
        others = [one.label for one in form.ways if one is not form.chosen_way]
        if not others:
            return refusal
        words = _(
            "Nothing is lost: all that you wrote stands below. You can also choose: %(ways)s."
        )
        return f"{refusal} " + words % {"ways": ", ".join(others)}

    def _read_over(self, form: Any, refused: str = "") -> HttpResponse:
        given, way = self._given(form), form.chosen_way
        self.of_form = {"rows": said_of(given, way), "terms": given.terms, "way": way}
        return super()._read_over(form, refused)

    def _given(self, form: GiftForm) -> Given:
        told = form.cleaned_data
        amount, way = told["amount"], told["way"]
        covered = nothing(amount.currency)
        if told.get("covers_fee") and form.chosen_way is not None and form.chosen_way.is_by_card:
            covered = fee_cover(self.asking.rules, amount)
        return Given(
            site=self.site,
            amount=amount,
            fee_cover=covered,
            often=told["often"],
            way=way,
            form_key=self._form_key(),
            name=told["name"],
            email=told["email"],
            campaign=self.asking.campaign if told.get("for_campaign") else None,
            honour=told["honour"],
            honoured=told["honoured"] if told["honour"] else "",
            message=told["message"],
            wall=told.get("wall") or Donor.Wall.NO,
            wall_name=told.get("wall_name", "") if told.get("wall") == Donor.Wall.OTHER else "",
            pledge_way=told.get("pledge_way", ""),
            due_on=told.get("due_on"),
            asked_on=told["asked_on"],
            terms=terms_of(told["often"], amount + covered),
        )

    def _form_key(self) -> str:
        """Return a key for the pass that the form came with: it is signed, good once, and nobody else has it."""
        post = self.request.POST
        brought = post.get(passes.SOLVED) or post.get(passes.READ_OVER, "")
        return sha256(brought.encode()).hexdigest() if brought else ""

    def _begun_before(self) -> Gift | Pledge | None:
        key = self._form_key()
        if not key:
            return None
        mine = {"form_key": key, "site": self.site}
        return Gift.objects.filter(**mine).first() or Pledge.objects.filter(**mine).first()


def is_ours(address: str) -> bool:
    """Say whether an address is a path of this site.

    >>> is_ours("/support/"), is_ours("//pay.example/"), is_ours("https://pay.example/")
    (True, False, False)
    """
    return address.startswith("/") and not address.startswith(("//", "/\\"))
