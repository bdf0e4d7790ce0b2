"""For which campaign a gift of a file was: the paper's own of that name, else one that is over and only has the name."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Site

from broadsheet.donations.errors import WordingError
from broadsheet.donations.importing.lines import Line
from broadsheet.donations.models import Campaign, rules_of
from broadsheet.donations.wording import refuse_charitys_words
from broadsheet.masthead.models import paper_of


class Campaigns:
    """The campaigns of one file, looked up once each."""

    def __init__(self, site: Site, lines: list[Line]) -> None:
        self.site, self.currency = site, rules_of(site).currency
        self.days: dict[str, list[date]] = {}
        for line in lines:
            if line.campaign and line.day is not None:
                self.days.setdefault(line.campaign.casefold(), []).append(line.day)
        self.found: dict[str, Campaign | None] = {}

    def of(self, line: Line) -> Campaign | None:
        """Return a line's campaign; None if it names none, or one by a word that the paper may not use beside a button."""
        name = line.campaign.casefold()
        if not name:
            return None
        if name not in self.found:
            self.found[name] = self._before(name) or self._ended(line.campaign)
        campaign = self.found[name]
        if campaign is None or line.amount is None:
            return None
        # What donors get for it is reckoned in the paper's currency alone.
        is_reckoned = not campaign.benefit or line.amount.currency == self.currency
        return campaign if is_reckoned else None

    def _before(self, name: str) -> Campaign | None:
        own = Campaign.objects.filter(site=self.site).order_by("-begins", "-pk")
        return next((one for one in own if one.name.casefold() == name), None)

    def _ended(self, name: str) -> Campaign | None:
        """Write down a campaign that ran elsewhere; it never runs here."""
        try:
            refuse_charitys_words(self.site, name)
        except WordingError:
            return None
        days = self.days[name.casefold()]
        yesterday = timezone.localdate(timezone=paper_of(self.site).zone) - timedelta(days=1)
        ends = min(max(days), yesterday)
        campaign: Campaign = Campaign.objects.create(
            site=self.site,
            name=name,
            slug=self._slug(name),
            begins=min(min(days), ends),
            ends=ends,
        )
        return campaign

    def _slug(self, name: str) -> str:
        plain = slugify(name)[:70] or "campaign"
        taken = set(Campaign.objects.filter(site=self.site).values_list("slug", flat=True))
        numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
        return next(one for one in (plain, *numbered) if one not in taken)
