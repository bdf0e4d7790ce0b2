"""The ways in which a paper may take gifts without any account anywhere: cheque, bank transfer, pledge."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.asking.given import Given
from broadsheet.donations.asking.ways_to_give import WayToGive, way
from broadsheet.donations.beginning import begin_gift, begin_pledge
from broadsheet.donations.models import Gift, Mailing, Pledge, rules_of
from broadsheet.donations.post import queue
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.models import paper_of

CHEQUE, BANK, PLEDGE = "cheque", "bank", "pledge"
MANUAL = "manual"


def payee_of(site: Site) -> str:
    """Return to whom cheques are made out."""
    paper = paper_of(site)
    return rules_of(site).payee or paper.legal_name or paper.name


def cheque_address(site: Site) -> str:
    """Return where cheques are sent, in lines; nothing if no cheque can be."""
    return rules_of(site).cheque_address or paper_of(site).street_address


def takes_cheques(site: Site) -> bool:
    return rules_of(site).takes_cheques and bool(cheque_address(site).strip())


def _begin(given: Given) -> Gift:
    return begin_gift(
        given.site,
        given.amount,
        provider=MANUAL,
        donor=given.make_donor(),
        form_key=given.form_key,
        **given.asked,
    )


def _begin_pledge(given: Given) -> Pledge:
    pledge = begin_pledge(
        given.site,
        given.amount,
        way=given.pledge_way,
        donor=given.make_donor(),
        form_key=given.form_key,
        **({"due_on": given.due_on} if given.due_on else {}),
        **given.asked,
    )
    if pledge.donor is not None and pledge.donor.email:
        queue(
            given.site, Mailing.Kind.PLEDGE, pledge.donor, f"pledge:{pledge.pk}", pledge=pledge.pk
        )
    return pledge


def _noted(way_name: str, begun: Gift | Pledge) -> str:
    return reverse("gift_noted", args=[way_name, begun.code])


@way(20)
def by_cheque(site: Site) -> WayToGive | None:
    """A cheque by post, with a slip whose code tells what it is for."""
    if not takes_cheques(site):
        return None
    return WayToGive(
        name=CHEQUE,
        label=_("Mail a check"),
        sentence=_(
            "You get a slip to print and send with it. Your gift is recorded when we receive it."
        ),
        button=_("Make my slip"),
        begin=_begin,
        go_on=lambda begun: _noted(CHEQUE, begun),
    )


@way(30)
def by_bank(site: Site) -> WayToGive | None:
    """A transfer to the paper's account, with a code to write on it."""
    if not rules_of(site).bank_details.strip():
        return None
    return WayToGive(
        name=BANK,
        label=_("Bank transfer"),
        sentence=_(
            "You get our account and a code to write on the transfer. Your gift is recorded when we receive it."
        ),
        button=_("Show me the account"),
        begin=_begin,
        go_on=lambda begun: _noted(BANK, begun),
    )


def ways_to_fulfil(site: Site) -> list[tuple[str, str]]:
    """Return the ways in which a pledge can be paid here, as choices of a field."""
    by = Pledge.Way
    works = {
        by.CHEQUE: takes_cheques(site),
        by.CASH: paper_of(site).can_be_reached,
        by.BANK: bool(rules_of(site).bank_details.strip()),
    }
    return [(one.value, str(one.label)) for one, is_so in works.items() if is_so]


@way(40)
def by_pledge(site: Site) -> WayToGive | None:
    """A promise to give later."""
    if not rules_of(site).takes_pledges or not ways_to_fulfil(site):
        return None
    return WayToGive(
        name=PLEDGE,
        label=_("Pledge"),
        sentence=_("You promise to give by a day that you choose. No payment is made now."),
        button=_("Send my pledge"),
        begin=_begin_pledge,
        go_on=lambda begun: _noted(PLEDGE, begun),
        needs=frozenset({"name", "email"} if can_mail() else {"name"}),
    )
