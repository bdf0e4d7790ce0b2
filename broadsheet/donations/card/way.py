"""Giving by card, among the ways on the page for gifts: once, each month or each year."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.asking.given import Given
from broadsheet.donations.asking.sending import FORM
from broadsheet.donations.asking.ways_to_give import MONTH, ONCE, YEAR, WayToGive, way
from broadsheet.donations.beginning import begin_gift
from broadsheet.donations.card import keys
from broadsheet.donations.card.offering import is_set_up
from broadsheet.donations.card.starting import start
from broadsheet.donations.card.testers import refuse_testers
from broadsheet.donations.models import Gift, Plan, Pledge
from broadsheet.donations.wording import disclosure_of
from broadsheet.mailbag import passes
from broadsheet.mailbag.errors import PassError
from broadsheet.mailbag.people import mail_form

CARD = "card"


@way(10)
def by_card(site: Site) -> WayToGive | None:
    """A card, or whatever else the processor's page takes."""
    if not is_set_up():
        return None
    sentence = _("You pay on the page of Stripe, which handles the card. We never see its number.")
    if not keys.is_live():
        sentence = f"{_('TEST, no money moves.')} {sentence}"
    return WayToGive(
        name=CARD,
        label=_("Card"),
        sentence=sentence,
        button=_("Go on to pay"),
        begin=_begin,
        go_on=_go_on,
        often=(ONCE, MONTH, YEAR),
        needs=frozenset({"name", "email"}),
        is_by_card=True,
        refuse=_refuse,
    )


def _begin(given: Given) -> Gift:
    """Write down a gift, or the first payment of one that comes again with its plan; the same form is the same gift."""
    before = Gift.objects.filter(form_key=given.form_key, site=given.site).first()
    if before is not None:
        return before
    donor = given.make_donor()
    told = {"is_test": not keys.is_live(), **given.asked}
    plan = None
    if given.often != ONCE:
        plan = Plan.objects.create(
            site=given.site,
            provider=keys.PROVIDER,
            donor=donor,
            amount_minor=given.total.minor,
            currency=given.total.currency,
            every=given.often,
            terms=given.terms,
            disclosure=disclosure_of(given.site),
            **told,
        )
    return begin_gift(
        given.site,
        given.total,
        provider=keys.PROVIDER,
        donor=donor,
        form_key=given.form_key,
        fee_cover_minor=given.fee_cover.minor,
        plan=plan,
        kind=Gift.Kind.INSTALMENT if plan is not None else Gift.Kind.ONCE,
        **told,
    )


def _go_on(begun: Gift | Pledge) -> str:
    assert isinstance(begun, Gift)
    return start(begun)


def _refuse(request: HttpRequest) -> None:
    """Refuse whoever seems to try cards; what is wrong with the form's pass the form itself says."""
    try:
        given = passes.check(FORM, request.POST)
    except PassError:
        return
    refuse_testers(request, given, mailbox=mail_form(request.POST.get("email", "")))
