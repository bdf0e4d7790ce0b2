"""Why to give now: the campaign that runs, how far it has come, and who doubles gifts. Numbers come from the books."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations.books.standing import OF_DONOR
from broadsheet.donations.models import Campaign, Entry, rules_of
from broadsheet.donations.money import Money, decimals_of
from broadsheet.donations.posting.directions import in_sentence
from broadsheet.masthead.models import facts_of
from broadsheet.press.recorder import note_source, print_again_at


@dataclass(frozen=True)
class Standing:
    """How far a campaign has come: what was received for it and stayed, in whole units, and from how many gifts."""

    raised: Money
    gifts: int
    goal: Money | None
    match_up_to: Money | None

    @property
    def percent(self) -> int:
        """Whole percents of the goal, rounded down; at most all of it.

        >>> Standing(Money(19_999, "USD"), 3, Money(20_000, "USD"), None).percent
        99
        """
        return min(100, self.raised.minor * 100 // self.goal.minor) if self.goal else 0

    @property
    def matched(self) -> Money | None:
        """What the matcher has doubled so far."""
        return min(self.raised, self.match_up_to) if self.match_up_to else None

    @property
    def raised_said(self) -> str:
        return in_sentence(str(self.raised))

    @property
    def goal_said(self) -> str:
        return in_sentence(str(self.goal or ""))

    @property
    def match_said(self) -> str:
        return in_sentence(str(self.match_up_to or ""))

    @property
    def is_matched_out(self) -> bool:
        return self.match_up_to is not None and not self.raised < self.match_up_to


def running_campaign(site: Site) -> Campaign | None:
    """Return the campaign that runs today by the paper's own clock; of several, the one that began last.

    What shows it is printed again when the day comes on which another answer is right.
    """
    note_source(f"list:campaigns/{site.pk}")
    zone = facts_of(site).zone
    today = timezone.localdate(timezone=zone)
    begun = Campaign.objects.filter(site=site).order_by("-begins", "-pk")
    for campaign in begun:
        for day in (campaign.begins, campaign.ends + timedelta(days=1) if campaign.ends else None):
            if day is not None and day > today:
                print_again_at(datetime.combine(day, time(), zone))
    return next((campaign for campaign in begun if campaign.runs_on(today)), None)


def money_of(campaign_id: int) -> str:
    """Return the name of the source that a campaign's money is: touched whenever some comes or goes."""
    return f"campaign-money:{campaign_id}"


def standing_of(campaign: Campaign) -> Standing:
    """Return how far a campaign has come; other currencies than the paper's now, and gifts that are tests, are left out."""
    note_source(money_of(campaign.pk))
    currency = rules_of(campaign.site).currency
    entries = Entry.objects.filter(
        gift__campaign=campaign, currency=currency, kind__in=OF_DONOR, is_test=False
    )
    came = Q(kind=Entry.Kind.GIFT)
    found = entries.aggregate(
        sum=Sum("amount_minor"), gifts=Count("gift", distinct=True, filter=came)
    )
    whole = 10 ** decimals_of(currency)
    raised = max(found["sum"] or 0, 0) // whole * whole
    goal, match = campaign.money("goal"), campaign.money("match_up_to")
    return Standing(Money(raised, currency), found["gifts"], goal, match)
