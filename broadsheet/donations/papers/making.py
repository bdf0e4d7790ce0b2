"""Making the statements of a year while nobody waits for it."""

from django_tasks import task
from wagtail.models import Site

from broadsheet.donations.papers.statements import make_statements
from broadsheet.donations.trail import note_deed
from broadsheet.newsroom.models import User


@task()
def make_year(site_key: int, year: int, user_key: int) -> None:
    """Make a year's statements and note who had it done.

    Args:
        site_key, user_key: of the paper, and of whoever asked for it.
    """
    site = Site.objects.filter(pk=site_key).first()
    if site is None:
        return
    made = make_statements(site, year)
    by = User.objects.filter(pk=user_key).first()
    note_deed(site, "receipt_issued", f"statements {year}", after=made._asdict(), by=by)
