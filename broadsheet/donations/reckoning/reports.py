"""What the paper sees of its gifts: income, what brought it, who came back, recurring gifts. Never test gifts, never a pledge,
never two currencies in one sum."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Site

from broadsheet.donations.books.standing import OF_DONOR
from broadsheet.donations.models import Donor, Entry, Plan
from broadsheet.donations.money import Money
from broadsheet.donations.reckoning.plots import Bar, bars_across, columns, in_money, money_value
from broadsheet.donations.reckoning.sums import own_first
from broadsheet.masthead.models import paper_of

MONTHS: Final = 12
YEARS: Final = 5
SOURCES_SHOWN: Final = 10
FEES: Final = (Entry.Kind.FEE, Entry.Kind.FEE_BACK, Entry.Kind.DISPUTE_FEE)


@dataclass(frozen=True)
class Report:
    """A plot with its table. `says`: what it counts, in a sentence."""

    name: str
    title: str
    says: str
    plot: SafeString
    heads: list[str]
    rows: list[list[str]]


def reports(site: Site) -> list[Report]:
    """Return all of them as they stand today, those of money once for each currency."""
    today = timezone.localdate(timezone=paper_of(site).zone)
    kept = Entry.objects.filter(site=site, is_test=False)
    found: list[Report] = []
    moved = kept.order_by().values_list("currency", flat=True).distinct()
    for currency in own_first(site, moved):
        found += [
            income(site, currency, today),
            by_campaign(site, currency, today),
            by_page(site, currency, today),
        ]
    return [*found, retention(site, today), plans(site, today)]


def months_until(today: date) -> list[date]:
    """Return the first days of the last twelve months, this one the last.

    >>> months_until(date(2026, 3, 31))[0], months_until(date(2026, 3, 31))[-1]
    (datetime.date(2025, 4, 1), datetime.date(2026, 3, 1))
    """
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.insert(0, (found[0] - timedelta(days=1)).replace(day=1))
    return found


def month_name(month: date) -> str:
    return date_format(month, "M y")


def short_name(month: date) -> str:
    """Return a month's name as it stands in a plot of twelve, in which each is there once."""
    return date_format(month, "M")


# Money --------------------------------------------------------------------------------------------
def _moved(site: Site, currency: str, today: date) -> Any:
    """Return what moved in the last twelve months."""
    days = (months_until(today)[0], today)
    return Entry.objects.filter(site=site, is_test=False, currency=currency, day__range=days)


def income(site: Site, currency: str, today: date) -> Report:
    """Say what came in each month, what went back, and what fees took."""
    moved = _moved(site, currency, today).order_by().annotate(month=TruncMonth("day"))
    found = {
        one["month"]: one
        for one in moved.values("month").annotate(
            came=Sum("amount_minor", filter=Q(kind=Entry.Kind.GIFT), default=0),
            kept=Sum("amount_minor", filter=Q(kind__in=OF_DONOR), default=0),
            fees=Sum("amount_minor", filter=Q(kind__in=FEES), default=0),
        )
    }
    rows, bars = [], []
    for month in months_until(today):
        one = found.get(month, {"came": 0, "kept": 0, "fees": 0})
        sums = [one["came"], one["kept"] - one["came"], one["fees"], one["kept"] + one["fees"]]
        rows.append([month_name(month), *(Money(minor, currency).exact for minor in sums)])
        bars.append(Bar(short_name(month), money_value(Money(one["kept"], currency))))
    title = _("Income by month, %(currency)s") % {"currency": currency}
    heads = [_("Month"), _("Came"), _("Went back"), _("Fees"), _("Left")]
    says = _("What came less what went back, by the day of the books. Pledges are not counted.")
    plot = columns(title, bars, in_money(currency))
    return Report(f"income-{currency}", title, says, plot, heads, rows)


def by_campaign(site: Site, currency: str, today: date) -> Report:
    """Say what each campaign brought."""
    title = _("What campaigns brought, %(currency)s") % {"currency": currency}
    return _by(
        _moved(site, currency, today), "gift__campaign__name", _("No campaign"), title, "campaigns"
    )


def by_page(site: Site, currency: str, today: date) -> Report:
    """Say which pages gifts began on."""
    title = _("Pages on which gifts began, %(currency)s") % {"currency": currency}
    return _by(
        _moved(site, currency, today),
        "gift__asked_on",
        _("At the desk or elsewhere"),
        title,
        "pages",
    )


def _by(moved: Any, field: str, none: str, title: str, name: str) -> Report:
    found = list(
        moved.filter(kind__in=OF_DONOR)
        .order_by()
        .values_list(field, "currency")
        .annotate(kept=Sum("amount_minor"), gifts=Count("gift", distinct=True))
        .order_by("-kept", field)
    )
    rows, bars = [], []
    for label, currency, kept, gifts in found:
        amount = Money(kept, currency)
        rows.append([label or none, str(gifts), amount.exact])
        bars.append(Bar(label or none, max(money_value(amount), Decimal(0))))
    currency = found[0][1] if found else ""
    heads = [_("Source"), pgettext("number of", "Gifts"), _("Kept")]
    says = _("Gifts of the last twelve months, less what went back.")
    plot = bars_across(title, bars[:SOURCES_SHOWN], in_money(currency) if currency else str)
    return Report(f"{name}-{currency}", title, says, plot, heads, rows)


# People -------------------------------------------------------------------------------------------
def retention(site: Site, today: date) -> Report:
    """Say of each year how many of the donors of the year before gave again."""
    gave = _givers(site)
    rows, bars = [], []
    for year in range(today.year - YEARS + 1, today.year + 1):
        before, again = gave[year - 1], gave[year - 1] & gave[year]
        share = f"{len(again) * 100 // len(before)} %" if before else "–"
        rows.append([str(year), str(len(gave[year])), str(len(before)), str(len(again)), share])
        value = Decimal(len(again) * 100) / len(before) if before else Decimal(0)
        bars.append(Bar(str(year), value))
    title = _("Donors who gave again")
    heads = [
        _("Year"),
        _("Donors"),
        _("Donors of the year before"),
        _("Of them gave again"),
        _("Share"),
    ]
    says = _("Of those who gave in the year before. The year that runs is not over.")
    return Report("retention", title, says, columns(title, bars, "{} %".format), heads, rows)


def _givers(site: Site) -> dict[int, set[int]]:
    """Return who gave in each year, once a year; donors who became one are one."""
    became: dict[int, Any] = dict(
        Donor.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    )
    given = Entry.objects.filter(
        site=site, is_test=False, kind=Entry.Kind.GIFT, gift__donor__isnull=False
    )
    found: dict[int, set[int]] = defaultdict(set)
    for year, donor in given.order_by().values_list("day__year", "gift__donor").distinct():
        key = donor
        while key in became:
            key = became[key]
        found[year].add(key)
    return found


def plans(site: Site, today: date) -> Report:
    """Say how many recurring gifts began and ended in each month."""
    zone = paper_of(site).zone
    begun: dict[date, int] = defaultdict(int)
    ended: dict[date, int] = defaultdict(int)
    kept = Plan.objects.filter(site=site, is_test=False).exclude(state=Plan.State.BEGUN)
    for made_at, ended_at in kept.values_list("made_at", "ended_at"):
        begun[timezone.localdate(made_at, zone).replace(day=1)] += 1
        if ended_at is not None:
            ended[timezone.localdate(ended_at, zone).replace(day=1)] += 1
    months = months_until(today)
    runs = sum(count for month, count in begun.items() if month < months[0])
    runs -= sum(count for month, count in ended.items() if month < months[0])
    rows, bars = [], []
    for month in months:
        runs += begun[month] - ended[month]
        rows.append([month_name(month), str(begun[month]), str(ended[month]), str(runs)])
        bars.append(Bar(short_name(month), Decimal(runs)))
    title = _("Recurring gifts that run")
    heads = [_("Month"), _("Begun"), _("Ended"), _("Run at its end")]
    says = _("Counted from their first payment; those that pause are counted, too.")
    return Report("plans", title, says, columns(title, bars), heads, rows)
