"""The processor's own page on which a donor changes her card: its address is asked for when she comes, and kept nowhere."""

from django.conf import settings
from django.utils.translation import gettext as _

from broadsheet.donations.card import keys
from broadsheet.donations.card.errors import CardRefusedError
from broadsheet.donations.card.talking import ask
from broadsheet.donations.models import Donor, Plan


def portal_address(donor: Donor, back_to: str = "/support/") -> str:
    """Return an address that lets whoever has it change this donor's card: for her alone, after she came by a link that we mailed.

    Args:
        back_to: the page of ours that leads on from there.

    Errors:
        CardRefusedError: she has no recurring gift by card.
        CardAwayError: the processor does not answer.
    """
    plan = (
        Plan.objects.filter(donor=donor, provider=keys.PROVIDER)
        .exclude(ref="")
        .exclude(state=Plan.State.ENDED)
        .order_by("-made_at")
        .first()
    )
    if plan is None:
        raise CardRefusedError(_("There is no recurring gift by card to change."))
    customer = ask(lambda client: client.v1.subscriptions.retrieve(plan.ref))["customer"]
    root = str(settings.ADDRESS).rstrip("/") or plan.site.root_url
    made = ask(
        lambda client: client.v1.billing_portal.sessions.create(
            {"customer": customer, "return_url": f"{root}{back_to}"}
        )
    )
    return str(made["url"])
