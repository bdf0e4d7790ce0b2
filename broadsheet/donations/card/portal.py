"""The processor's own page on which a donor changes her card: its address is asked for when she comes, and kept nowhere."""

from django.conf import settings
from django.utils.translation import gettext as _

from broadsheet.donations.card import keys
from broadsheet.donations.card.errors import CardRefusedError
from broadsheet.donations.card.plans import told_of
from broadsheet.donations.card.talking import ask
from broadsheet.donations.models import Plan


def portal_address(plan: Plan, back_to: str = "/support/") -> str:
    """Return an address that lets whoever has it change a plan's card: for its donor alone, after she came by a link that we mailed.

    Args:
        back_to: the page of ours that leads on from there.

    Errors:
        CardRefusedError: it is no running gift by card.
        CardAwayError: the processor does not answer.
    """
    if plan.provider != keys.PROVIDER or not plan.ref or plan.state == Plan.State.ENDED:
        raise CardRefusedError(_("There is no recurring gift by card to change."))
    customer = told_of(plan)["customer"]
    root = str(settings.ADDRESS).rstrip("/") or plan.site.root_url
    made = ask(
        lambda client: client.v1.billing_portal.sessions.create(
            {"customer": customer, "return_url": f"{root}{back_to}"}
        )
    )
    return str(made["url"])
