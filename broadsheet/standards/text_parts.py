"""What stands under the corrections, in the text-only edition."""

from django.template.loader import render_to_string
from wagtail.models import Site

from broadsheet.masthead.editions import text_part
from broadsheet.standards.parts import shown_under


@text_part("text-error-figures")
def text_error_figures(site: Site) -> str:
    """How to report an error, and what has become of those that were."""
    return render_to_string("standards/text/parts/error_figures.html", shown_under(site))
