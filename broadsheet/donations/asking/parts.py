"""The request for gifts on other pages, each printed once however many pages show it: band, box, the sentence about taxes."""

from django.template.loader import render_to_string
from wagtail.models import Site

from broadsheet.donations.asking.page import Asking
from broadsheet.masthead.editions import text_part
from broadsheet.press.parts import part


def _show(template: str, site: Site) -> str:
    asking = Asking(site)
    if not asking.is_asked:
        return ""
    return render_to_string(f"donations/parts/{template}.html", {"asking": asking})


@part("support")
def support(site: Site) -> str:
    """Why and how to give: the box beside a story."""
    return _show("support", site)


@part("support-band")
def support_band(site: Site) -> str:
    """The same, as the band on the front."""
    return _show("support_band", site)


@part("support-appeal")
def support_appeal(site: Site) -> str:
    """Why to give, at the head of the page for gifts: with the campaign, how far it has come, and who doubles gifts."""
    return _show("support_appeal", site)


@part("tax-line")
def tax_line(site: Site) -> str:
    """The sentence about taxes alone, for whatever stands beside a button."""
    return _show("tax_line", site)


@text_part("text-support")
def text_support(site: Site) -> str:
    """The request for gifts in the text-only edition."""
    return _show("text_support", site)
