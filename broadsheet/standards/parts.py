"""The standards desk on readers' pages: the way beside each story, and what stands under the corrections."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.masthead.ways import Way, offer
from broadsheet.press.parts import part
from broadsheet.press.recorder import note_source, print_again_at
from broadsheet.standards.acting import FIGURES
from broadsheet.standards.figures import first_of_month, for_readers, years_of
from broadsheet.standards.models import rules_of


@offer(30)
def report_an_error(site: Site) -> Way | None:
    """The way to report an error, beside each story."""
    if not rules_of(site).takes_reports:
        return None
    return Way(
        path=reverse("report_error"),
        label=_("Report an error"),
        sentence=_("Show us the passage, and say what is wrong."),
        about=_("Report an error"),
        is_in_box=False,
        has_text=True,
    )


@part("error-figures", waits=True)
def error_figures(site: Site) -> str:
    """Under the corrections: how to report an error, and what has become of those that were."""
    return render_to_string("standards/parts/error_figures.html", shown_under(site))


def shown_under(site: Site) -> dict[str, Any]:
    """Return what stands under the corrections; its months move on with the calendar."""
    note_source(FIGURES)
    today = timezone.localdate()
    following = first_of_month(today, before=-1)
    zone = timezone.get_current_timezone()
    print_again_at(datetime(following.year, following.month, 1, tzinfo=zone))
    return {"rules": rules_of(site), "sentences": for_readers(site), "years": years_of([site])}
