"""What a paper offers on its page for gifts now, and whether it asks for any."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from broadsheet.donations.asking.appeal import Standing, running_campaign, standing_of
from broadsheet.donations.asking.own_ways import takes_cheques
from broadsheet.donations.asking.sums import in_address, sums_of
from broadsheet.donations.asking.ways_to_give import (
    MONTH,
    ONCE,
    YEAR,
    WayToGive,
    may_come_again,
    ways_of,
)
from broadsheet.donations.models import Campaign, GiftRules, rules_of
from broadsheet.donations.posting.directions import in_sentence
from broadsheet.donations.wording import Wording, sponsors_sentence, takes_own_gifts, wording_of
from broadsheet.masthead.giving import asked_at
from broadsheet.masthead.models import Paper, paper_of, set_up

# How often, as addresses say it.
IN_ADDRESS = {ONCE: "once", MONTH: "monthly", YEAR: "yearly"}
HOW_OFTEN = {
    ONCE: gettext_lazy("Once"),
    MONTH: gettext_lazy("Monthly"),
    YEAR: gettext_lazy("Yearly"),
}
FROM_ADDRESS = {word: often for often, word in IN_ADDRESS.items()}


@dataclass(frozen=True)
class Sums:
    """One row of sums: how often they come, where each leads, and where one writes another."""

    often: str
    label: str
    links: list[tuple[str, str]]
    path: str


class Asking:
    """All that band, box and page show of how a paper asks for gifts."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def paper(self) -> Paper:
        return paper_of(self.site)

    @cached_property
    def rules(self) -> GiftRules:
        return rules_of(self.site)

    @cached_property
    def takes_own(self) -> bool:
        return takes_own_gifts(self.site)

    @cached_property
    def ways(self) -> list[WayToGive]:
        return ways_of(self.site) if self.takes_own else []

    @cached_property
    def elsewhere(self) -> str:
        """The name of another site that takes gifts for the paper; nothing if none does."""
        return self.rules.elsewhere_name if self.takes_own and self.rules.elsewhere_address else ""

    @cached_property
    def sponsors_sentence(self) -> str:
        return sponsors_sentence(self.site) if self.rules.takes_gifts else ""

    @cached_property
    def is_asked(self) -> bool:
        """Whether the paper asks for gifts at all: it wants to, and some way works."""
        return set_up(self.site) and bool(self.ways or self.elsewhere or self.sponsors_sentence)

    @cached_property
    def wording(self) -> Wording:
        return wording_of(self.site)

    @cached_property
    def is_in_other_language(self) -> bool:
        """Whether the sentence about taxes stands in English on pages of another language."""
        return self.wording.is_english and not self.paper.language.startswith("en")

    @cached_property
    def takes_cheques(self) -> bool:
        return self.takes_own and takes_cheques(self.site)

    @cached_property
    def how_often(self) -> list[tuple[str, str, str]]:
        """How often one may give by some way, in words, with the page for it."""
        return [
            (often, str(HOW_OFTEN[often]), path_of(often)) for often in may_come_again(self.site)
        ]

    @cached_property
    def benefit_from_said(self) -> str:
        """From which sum on donors get something, as it stands in a sentence; nothing if all do, or nobody does."""
        return self._said("benefit_from")

    @cached_property
    def benefit_worth_said(self) -> str:
        return self._said("benefit_worth")

    def _said(self, what: str) -> str:
        amount = self.campaign.money(what) if self.campaign else None
        return in_sentence(str(amount)) if amount is not None else ""

    @cached_property
    def campaign(self) -> Campaign | None:
        return running_campaign(self.site)

    @cached_property
    def standing(self) -> Standing | None:
        """How far the campaign has come, if it has a goal or somebody who doubles gifts."""
        campaign = self.campaign
        if campaign is None or not (campaign.goal or campaign.matcher):
            return None
        return standing_of(campaign)

    @cached_property
    def rows(self) -> list[Sums]:
        """The sums that are offered, the ones that come again first where there are any."""
        if not self.ways:
            return []
        often = may_come_again(self.site)
        shown = [one for one in (MONTH, ONCE) if one in often]
        return [self._row(one, str(HOW_OFTEN[one]) if shown[1:] else _("Amount")) for one in shown]

    def _row(self, often: str, label: str) -> Sums:
        links = [
            (reverse("support_sum", args=[IN_ADDRESS[often], in_address(one)]), str(one))
            for one in sums_of(self.site, often)
        ]
        return Sums(often, label, links, path_of(often))


def path_of(often: str) -> str:
    """Return the page for gifts that come so often."""
    return reverse("support") if often == ONCE else reverse(f"support_{IN_ADDRESS[often]}")


@asked_at
def page_for_gifts(site: Site) -> str:
    """Return where a paper asks for gifts; nothing while it does not."""
    return reverse("support") if Asking(site).is_asked else ""
