"""Links in the text to pages of the paper."""

from typing import Any

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler


class PaperLinkHandler(PageLinkHandler):
    """Leads to a page's address of today; a page without one, such as a draft, leaves the words without a link."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        addresses = [page.url if page else None for page in cls.get_many(attrs_list)]
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in addresses]
