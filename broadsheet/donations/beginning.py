"""How gifts and pledges begin, whoever asks: by a page, the desk or a file. No money has come by any of this."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations.models import Campaign, Donor, Gift, Pledge
from broadsheet.donations.money import Money, nothing
from broadsheet.donations.wording import disclosure_of
from broadsheet.mailbag.people import mail_form
from broadsheet.masthead.models import paper_of

# By when a pledge is due, if whoever gives does not say.
PLEDGE_DUE = timedelta(days=30)


def begin_gift(
    site: Site,
    amount: Money,
    *,
    provider: str,
    donor: Donor | None = None,
    form_key: str | None = None,
    **asked: Any,
) -> Gift:
    """Write down a gift that is meant; with the same key, it is the one that was written down before.

    Args:
        provider: "manual", "import" or a processor.
        form_key: of the form, cheque or row that it comes from.
        asked: more fields of `Gift`; what a campaign gives to its donors is added.
    """
    told = {**thanks_of(asked.get("campaign"), amount), **asked, "provider": provider}
    found: Gift = _once(Gift, site, amount, donor, form_key, told)
    return found


def begin_pledge(
    site: Site,
    amount: Money,
    *,
    way: str,
    donor: Donor | None = None,
    form_key: str | None = None,
    **asked: Any,
) -> Pledge:
    """Write down a pledge; with the same key, it is the one that was written down before.

    Args:
        way: one of `Pledge.Way`.
        asked: more fields of `Pledge`; `due_on` is in thirty days if it is left out.
    """
    today = timezone.localdate(timezone=paper_of(site).zone)
    told = {"due_on": today + PLEDGE_DUE, **asked, "way": way}
    found: Pledge = _once(Pledge, site, amount, donor, form_key, told)
    return found


def find_or_make_donor(
    site: Site,
    *,
    name: str,
    email: str = "",
    address: str = "",
    is_proved: bool = False,
    **more: Any,
) -> Donor:
    """Return the donor whose mailbox this is if that is proved; else a new one, as she describes herself.

    Nobody's record is opened by writing her address into a form: whoever gives twice is two donors until she follows a
    link that we mailed, or the desk merges them. What stands on record of a donor is not changed here.

    Args:
        is_proved: that the mailbox is hers is known to whoever asks.
        more: fields of `Donor`: `wall`, `wall_name`, `wants_mail`.
    """
    mailbox = mail_form(email) if email else ""
    if is_proved and mailbox:
        proved = Donor.objects.filter(site=site, mailbox=mailbox, email_proved_at__isnull=False)
        if (kept := proved.first()) is not None:
            return kept
        more["email_proved_at"] = timezone.now()
    donor = Donor(site=site, name=name, email=email, mailbox=mailbox, **more)
    donor.address = address
    try:
        with transaction.atomic():
            donor.save()
    except IntegrityError:
        # Somebody else has proved it meanwhile.
        return proved.get()
    return donor


def thanks_of(campaign: Campaign | None, amount: Money) -> dict[str, Any]:
    """Return what a campaign gives for a gift of this size, and what that is worth."""
    if campaign is None or not campaign.benefit:
        return {}
    least, worth = campaign.money("benefit_from"), campaign.money("benefit_worth")
    if worth is None or amount < (least or nothing(amount.currency)):
        return {}
    return {"benefit": campaign.benefit, "benefit_minor": worth.minor}


def _once(
    model: Any,
    site: Site,
    amount: Money,
    donor: Donor | None,
    form_key: str | None,
    told: dict[str, Any],
) -> Any:
    """Write something down that names the wording of now, once for each key."""

    def before() -> Model | None:
        found: Model | None = model.objects.filter(form_key=form_key).first() if form_key else None
        return found

    kept = before()
    if kept is not None:
        return kept
    told = {"disclosure": disclosure_of(site), **told}
    try:
        with transaction.atomic():
            return model.objects.create(
                site=site,
                donor=donor,
                amount_minor=amount.minor,
                currency=amount.currency,
                form_key=form_key,
                **told,
            )
    except IntegrityError:
        # The same form came twice at one moment, and the other was first.
        kept = before()
        if kept is None:
            raise
        return kept
