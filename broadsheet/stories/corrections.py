"""Putting a published story right, in public."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.newsroom.models import User
from broadsheet.press.log import note_change
from broadsheet.stories.errors import CorrectionError
from broadsheet.stories.models import Correction, Story


@transaction.atomic
def correct(
    story: Story, *, wrong: str, right: str, editor: User | None, made_at: datetime | None = None
) -> Correction:
    """Publish the story's latest draft, with a note of what was wrong and what is right.

    Args:
        editor: who corrects; None only for stories that come in with their corrections.
        made_at: when, for stories that come in with their corrections; now if not given.

    Errors:
        CorrectionError: the story is not live, or a sentence is missing.
        PermissionDenied: the editor may not publish here.
    """
    if editor is not None and not story.permissions_for_user(editor).can_publish():
        raise PermissionDenied
    if not story.live:
        raise CorrectionError(
            _("“%(title)s” is not published. Edit the draft instead.") % {"title": story.title}
        )
    if not wrong.strip() or not right.strip():
        raise CorrectionError(_("Say in a sentence what was wrong, and in another what is right."))
    correction = Correction.objects.create(
        story=story,
        wrong=wrong.strip(),
        right=right.strip(),
        made_at=made_at or timezone.now(),
        made_by=editor,
    )
    if editor is not None and story.has_unpublished_changes:
        draft = story.get_latest_revision_as_object()
        draft.save_revision(user=editor).publish(user=editor)
    note_change(
        story.source,
        touches=[story.source, "list:corrections"],
        addresses=story.addresses(),
        why="corrected",
        by=editor.pk if editor else None,
    )
    return correction
