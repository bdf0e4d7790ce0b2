from typing import Any

from wagtail import hooks

from broadsheet.masthead.links import PaperLinkHandler


@hooks.register("register_rich_text_features", order=10)
def lead_links_to_addresses(features: Any) -> None:
    features.register_link_type(PaperLinkHandler)
