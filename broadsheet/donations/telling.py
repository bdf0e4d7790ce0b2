"""Mail to the business office about what cannot wait until somebody opens the screen of gifts. No donor is named in it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Site

from broadsheet.donations.models import Dispute
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.locale import papers_words
from broadsheet.masthead.models import facts_of
from broadsheet.masthead.workplaces import sites_of


def office_addresses(site: Site) -> list[str]:
    """Return the addresses of those who handle a paper's gifts; where nobody does, of those who may do everything."""
    may = Permission.objects.filter(content_type__app_label="donations", codename="handle_gifts")
    people = get_user_model().objects.filter(is_active=True).exclude(email="").order_by("email")
    asked = people.filter(Q(groups__permissions__in=may) | Q(user_permissions__in=may))
    found = [person.email for person in asked.distinct() if site in sites_of(person)]
    return found or list(people.filter(is_superuser=True).values_list("email", flat=True))


@task()
def tell_of_pause(site_key: int) -> None:
    """Tell the office that gifts by card pause, because many cards were declined."""
    site = Site.objects.get(pk=site_key)
    with papers_words(site):
        _tell(
            site,
            _("%(paper)s: gifts by card pause") % {"paper": facts_of(site).in_a_sentence},
            _(
                "Many cards were declined within ten minutes, as when thieves try stolen ones. Gifts by card pause for half an "
                "hour, and go on by themselves; checks and pledges are taken as ever. Refund at once what you do not know: "
                "each disputed card costs a fee."
            ),
            site.root_url + reverse("gifts_list"),
        )


@task()
def tell_of_dispute(dispute_key: int) -> None:
    """Tell the office that a donor's bank asks a gift back, and until when that can be answered."""
    dispute = Dispute.objects.select_related("payment__gift__site").get(pk=dispute_key)
    gift = dispute.payment.gift
    if dispute.state != Dispute.State.OPEN:
        return
    with papers_words(gift.site):
        said = _(
            "The bank of whoever gave asks %(amount)s of gift %(code)s back, and has taken it meanwhile."
        ) % {"amount": dispute.amount.exact, "code": gift.code}
        if dispute.answer_by is not None:
            zone = facts_of(gift.site).zone
            until = date_format(dispute.answer_by.astimezone(zone), "DATE_FORMAT")
            said += " " + _("Answer on Stripe's pages before %(day)s; unanswered, it is lost.") % {
                "day": until
            }
        _tell(
            gift.site,
            _("%(paper)s: a gift is disputed") % {"paper": facts_of(gift.site).in_a_sentence},
            said,
            gift.site.root_url + reverse("gifts_gift", args=[gift.pk]),
        )


def _tell(site: Site, subject: str, text: str, address: str) -> None:
    if not can_mail():
        return
    for person in office_addresses(site):
        send_mail(subject, f"{text}\n\n{address}\n", None, [person])
