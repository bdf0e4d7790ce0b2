"""The entries of a story's live coverage, as they are written in its heading."""

from collections.abc import Mapping

from broadsheet.demo.files import StoryFile
from broadsheet.demo.markdown import paragraphs
from broadsheet.photos.models import Photo
from broadsheet.stories.models import LiveEntry, Story


def load_entries(
    story: Story, file: StoryFile, photos: Mapping[str, Photo], links: Mapping[str, str]
) -> None:
    """Post each entry as it was, then end the coverage: from then on nothing of it is changed."""
    names = [byline.printed_name for byline in story.bylines.all()]
    for fields in file.fields.get("entries", []):
        LiveEntry.objects.create(
            story=story,
            at=file.moment(fields["at"]),
            headline=fields.get("headline", ""),
            text=paragraphs(fields["text"], links),
            photo=photos[fields["photo"]] if "photo" in fields else None,
            crop=fields.get("crop", ""),
            caption=fields.get("caption", ""),
            alt_text=fields.get("alt", ""),
            author=fields.get("author", names[0]),
        )
    if "live_ended" in file.fields:
        story.live_ended_at = file.moment(file.fields["live_ended"])
        story.save(clean=False, update_fields=["live_ended_at"])
