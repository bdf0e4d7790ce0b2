"""What a draft would be if it were published now: its section, address and times, none of which is kept."""

from datetime import datetime

from django.utils import timezone

from broadsheet.stories.lists import section_above
from broadsheet.stories.models import Story
from broadsheet.stories.publishing import choose_tree_slug, settle_address, settle_update


def as_if_published(draft: Story) -> Story:
    """Give a draft that is only looked at what its publication would settle; it must not be saved."""
    before = Story.objects.filter(pk=draft.pk).first() if draft.pk else None
    choose_tree_slug(draft)
    # Where it stands now, saved or not.
    draft.home_section = section_above(draft.path)
    draft.permalink = before.permalink if before else None
    draft.updated_at = before.updated_at if before else None
    if draft.first_published_at is None:
        draft.first_published_at = _next_publication(draft)
    if draft.address_wanted and draft.address_wanted == draft.story_slug:
        # Without the old address nothing is left behind there: that is for a publication to do.
        draft.permalink = None
    settle_address(draft, before)
    settle_update(draft, before)
    return draft


def _next_publication(draft: Story) -> datetime:
    now = timezone.now()
    return max(now, draft.go_live_at or now)
