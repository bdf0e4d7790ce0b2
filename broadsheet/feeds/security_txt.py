"""Whom to tell of a hole in the paper's site: `/.well-known/security.txt`.

Source: RFC 9116, whose sections are named beside what follows from them.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from wagtail.models import Site

from broadsheet.lib.languages import language_tag
from broadsheet.masthead.models import Paper, StandingPage
from broadsheet.masthead.policies import live_policies

PATH = "/.well-known/security.txt"
# Renewed at each month's beginning, and far from a year, which is the most that is advised (2.5.5).
HOLDS_FOR_MONTHS = 6


def fields_of(site: Site, paper: Paper, now: datetime) -> list[tuple[str, str]]:
    """Return the file's fields as (name, value), in order; none if the paper tells nobody how to reach it."""
    contact = _contact(site, paper)
    if not contact:
        return []
    fields = [
        ("Contact", contact),
        ("Expires", f"{month_after(now, HOLDS_FOR_MONTHS):%Y-%m-%dT%H:%M:%SZ}"),
        ("Preferred-Languages", language_tag(paper.language)),
    ]
    if _is_https(site):
        fields.append(("Canonical", site.root_url + PATH))
        policy = live_policies(site).get(StandingPage.Purpose.SECURITY)
        if policy:
            fields.append(("Policy", site.root_url + quote(policy)))
    return fields


def _contact(site: Site, paper: Paper) -> str:
    """Return where to write, as an address that machines know: mail, else the page that says how to reach the paper."""
    if paper.email:
        # As RFC 6068 has it: a name may hold signs that an address line takes for its own.
        return f"mailto:{quote(paper.email, safe='@!$+*')}"
    if paper.can_be_reached and _is_https(site):
        return f"{site.root_url}/contact/"
    return ""


def _is_https(site: Site) -> bool:
    """Say whether the site's own addresses may stand in the file: no other kind may (2.5.1, 2.5.2, 2.5.7)."""
    return site.root_url.startswith("https://")


def month_after(now: datetime, months: int) -> datetime:
    """Return the beginning of a month, counted from the present one, in UTC.

    >>> month_after(datetime(2026, 11, 22, 18, tzinfo=UTC), 6)
    datetime.datetime(2027, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    here = now.astimezone(UTC)
    years, month = divmod(here.month - 1 + months, 12)
    return datetime(here.year + years, month + 1, 1, tzinfo=UTC)


def next_renewal(now: datetime) -> datetime:
    """Return when the file is made anew: within the first minutes of the next month."""
    return month_after(now, 1) + timedelta(minutes=1)
