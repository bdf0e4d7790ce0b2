"""A film, sound or page that stands elsewhere: a picture and a link, and for listed hosts a player after a click."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from broadsheet.photos.source_types import labelled_credit
from broadsheet.stories.embeds import Embed, embed_of

# As long as what is remembered of it may be.
LONGEST_ADDRESS = 500
# With a host, and without a name and password before it.
WEB = re.compile(r"https?://[^/?#@\s]+(?:[/?#].*)?", re.IGNORECASE)


class EmbedAddressBlock(blocks.URLBlock):
    """An address of the web that any reader may open."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and not WEB.fullmatch(cleaned):
            raise ValidationError(
                _("Paste the whole address of a page, beginning with https:// or http://.")
            )
        return cleaned


class EmbedValue(blocks.StructValue):
    """What an editor pasted, and what was found there."""

    @cached_property
    def embed(self) -> Embed | None:
        return embed_of(self.get("url") or "")

    @property
    def address(self) -> str:
        """Where the link leads; empty for what is no address of the web, by whichever way it was kept."""
        address: str = self.get("url") or ""
        return address if WEB.fullmatch(address) else ""

    @property
    def name(self) -> str:
        """What readers see of it: its title, or its address as long as it has none."""
        return self["title"] or self["url"]

    @property
    def host(self) -> str:
        """Who keeps it, in a word or two."""
        return self["provider"] or (self.embed.provider.name if self.embed else "")

    @property
    def by(self) -> str:
        """Who made it, and who keeps it; either may be unknown."""
        return ", ".join(name for name in (self["author"], self.host) if name)

    @property
    def picture_credit(self) -> str:
        """The credit of its picture, unless it only names again who made and keeps it."""
        credit: str = labelled_credit(self["poster"]) if self["poster"] else ""
        again = (" / ".join(name for name in (self["author"], self.host) if name), self.by)
        return "" if credit in again else credit


class EmbedBlock(blocks.StructBlock):
    """One address of a film, sound or page. What is left empty is filled by what its host says of it."""

    url = EmbedAddressBlock(
        max_length=LONGEST_ADDRESS,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "From the browser: of a film at YouTube or Vimeo, of sound at SoundCloud, or of any page. Title, name and "
            "picture are looked up there."
        ),
    )
    title = blocks.CharBlock(
        required=False,
        max_length=200,
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Empty: as it is called there."),
    )
    author = blocks.CharBlock(required=False, max_length=120, label=gettext_lazy("Who made it"))
    provider = blocks.CharBlock(required=False, max_length=80, label=gettext_lazy("Who keeps it"))
    poster: Any = ImageChooserBlock(
        required=False,
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "Readers see it first. It is kept here, so nobody else is asked for it."
        ),
    )

    class Meta:
        icon = "link-external"
        label = gettext_lazy("From elsewhere")
        template = "stories/blocks/embed.html"
        value_class = EmbedValue
        form_classname = "struct-block newsroom-embed"


def plays_frames(body: blocks.StreamValue) -> bool:
    """Say whether a body holds anything that a reader may play here, for which the page needs its script."""
    return any(block.block_type == "embed" and block.value.embed for block in body)
