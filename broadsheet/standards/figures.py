"""What became of reports and requests, in numbers: by month and kind for editors, for readers in sentences. No names, no words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.standards.states import ReportState, RequestState

MONTHS = 24
YEARS = 10


@dataclass
class Month:
    """What was reported within one month, and what has become of it. Reports of the same passage count once."""

    first: date
    states: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    times: list[timedelta] = field(default_factory=list)

    @property
    def reported(self) -> int:
        return sum(self.states.values()) - self.states[ReportState.DROPPED]

    @property
    def corrected(self) -> int:
        return self.states[ReportState.CORRECTED]

    @property
    def slips(self) -> int:
        return self.states[ReportState.SLIP]

    @property
    def answered(self) -> int:
        return self.states[ReportState.ANSWERED]

    @property
    def is_open(self) -> int:
        return self.states[ReportState.NEW] + self.states[ReportState.IN_HAND]

    @property
    def by_kind(self) -> list[tuple[str, int]]:
        """Kinds of errors with their number, the most frequent first."""
        labels = dict(ErrorReport.Kind.choices)
        return [(str(labels[kind]), count) for kind, count in self.kinds.most_common()]

    @property
    def typical(self) -> timedelta | None:
        """The median time from report to decision."""
        seconds = [time.total_seconds() for time in self.times]
        return timedelta(seconds=median(seconds)) if seconds else None

    @property
    def typical_in_words(self) -> str:
        return in_words(self.typical) if self.typical is not None else ""

    def add(self, came_at: datetime, decided_at: datetime | None, state: str, kind: str) -> None:
        self.states[state] += 1
        if kind and state in (ReportState.CORRECTED, ReportState.SLIP):
            self.kinds[kind] += 1
        if decided_at is not None and state != ReportState.DROPPED:
            self.times.append(decided_at - came_at)


def in_words(time: timedelta) -> str:
    """Return a length of time as people say it.

    >>> in_words(timedelta(minutes=1)), in_words(timedelta(hours=30)), in_words(timedelta(days=3, hours=20))
    ('1 minute', '30 hours', '4 days')
    """
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < 90:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = round(hours / 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def first_of_month(day: date, *, before: int = 0) -> date:
    """Return the first day of a month.

    >>> first_of_month(date(2026, 1, 15), before=2)
    datetime.date(2025, 11, 1)
    """
    months = day.year * 12 + day.month - 1 - before
    return date(months // 12, months % 12 + 1, 1)


def months_of(sites: Iterable[Site], *, count: int = MONTHS) -> list[Month]:
    """Return the months in which something was reported, newest first: one query."""
    since = first_of_month(timezone.localdate(), before=count - 1)
    months: dict[date, Month] = {}
    for came_at, *more in _rows(sites, since):
        first = first_of_month(timezone.localtime(came_at).date())
        months.setdefault(first, Month(first)).add(came_at, *more)
    return [months[first] for first in sorted(months, reverse=True)]


def _rows(sites: Iterable[Site], since: date) -> Iterator[tuple[Any, ...]]:
    begins = datetime(since.year, since.month, since.day, tzinfo=timezone.get_current_timezone())
    rows = ErrorReport.objects.filter(site__in=list(sites), same_as=None, came_at__gte=begins)
    yield from rows.values_list("came_at", "decided_at", "state", "kind")


def for_readers(site: Site) -> list[str]:
    """Return what has become of the errors that readers reported within twelve months, in sentences: one query."""
    since = first_of_month(timezone.localdate(), before=11)
    all_of_it = Month(since)
    for came_at, decided_at, state, kind in _rows([site], since):
        if decided_at is not None:
            all_of_it.add(came_at, decided_at, state, kind)
    return list(_sentences(all_of_it))


def _sentences(year: Month) -> Iterator[str]:
    if not year.reported:
        return
    yield ngettext(
        "In the last twelve months readers reported %(count)s error on which we have decided.",
        "In the last twelve months readers reported %(count)s errors on which we have decided.",
        year.reported,
    ) % {"count": year.reported}
    yield _(
        "Corrected in public: %(corrected)s. Slips put right without a note: %(slips)s. No error: %(answered)s."
    ) % {"corrected": year.corrected, "slips": year.slips, "answered": year.answered}
    if year.kinds:
        kinds = ", ".join(f"{label.lower()} ({count})" for label, count in year.by_kind)
        yield _("What was wrong: %(kinds)s.") % {"kinds": kinds}
    if len(year.times) > 1:
        yield _("Half of them were decided on within %(time)s.") % {"time": year.typical_in_words}


@dataclass(frozen=True)
class Year:
    """The requests about stories on which was decided in one year, by what was done."""

    year: int
    remedies: Counter[str]

    @property
    def requests(self) -> int:
        return sum(self.remedies.values())

    @property
    def in_words(self) -> str:
        labels = dict(UnpublishRequest.Remedy.choices)
        return "; ".join(
            f"{labels[remedy].lower()}: {self.remedies[remedy]}"
            for remedy in UnpublishRequest.Remedy
            if self.remedies[remedy]
        )


def years_of(sites: Iterable[Site]) -> list[Year]:
    """Return the years in which requests were decided on, newest first: one query."""
    decided = UnpublishRequest.objects.filter(site__in=list(sites), state=RequestState.DECIDED)
    years: dict[int, Counter[str]] = {}
    since = timezone.now() - timedelta(days=366 * YEARS)
    for decided_at, remedy in decided.filter(decided_at__gte=since).values_list(
        "decided_at", "remedy"
    ):
        year = timezone.localtime(decided_at).year
        years.setdefault(year, Counter())[remedy] += 1
    return [Year(year, years[year]) for year in sorted(years, reverse=True)]
