"""A recording of our own in a story, heard or seen when a reader asks for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from broadsheet.photos.recordings_chooser import recording_chooser

RecordingChooserBlock = recording_chooser.get_block_class(
    name="RecordingChooserBlock", module_path="broadsheet.stories.recording_block"
)


class RecordingBlock(blocks.StructBlock):
    """One recording. Its captions and transcript come with it."""

    recording: Any = RecordingChooserBlock(label=_("Recording"))
    caption = blocks.TextBlock(
        required=False, label=_("Caption here"), help_text=_("Empty: the recording's own caption.")
    )

    class Meta:
        icon = "media"
        label = _("Audio or video")
        template = "stories/blocks/recording.html"
