"""Stories as editors see them in lists: with names, section, state, and what may be done with each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import (
    PagePermissionTester,
    Revision,
    WorkflowState,
    get_default_page_content_type,
)

from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import places_of
from broadsheet.stories.claims import moment, name_of
from broadsheet.stories.models import Byline, Story


@dataclass
class StoryRow:
    """One line of a list of stories."""

    story: Story
    rights: PagePermissionTester
    may_edit: bool
    # Of the workflow it is in; empty if it is in none.
    review: str
    goes_live_at: datetime | None

    @property
    def pk(self) -> int:
        return int(self.story.pk)

    @property
    def headline(self) -> str:
        return str(self.story.get_admin_display_title()) or _("Without a headline")

    @property
    def section(self) -> str:
        return self.story.home_section.title if self.story.home_section else ""

    @property
    def writers(self) -> str:
        names = [byline.printed_name for byline in self.story.bylines.all()]
        return ", ".join(names) or (self.story.owner.get_full_name() if self.story.owner else "")

    @property
    def state(self) -> str:
        """The state in words: where it stands, and what is under way."""
        words = [_where(self.story)]
        if self.review == WorkflowState.STATUS_NEEDS_CHANGES:
            words.append(_("sent back"))
        elif self.review:
            words.append(_("in review"))
        if self.goes_live_at:
            words.append(_("scheduled"))
        elif self.story.live and self.story.has_unpublished_changes:
            words.append(_("changed since"))
        return ", ".join(words)

    @property
    def taken(self) -> str:
        """Who has it since when; empty if nobody has."""
        if not self.story.locked:
            return ""
        return _("with %(name)s since %(time)s") % {
            "name": name_of(self.story.locked_by),
            "time": moment(self.story.locked_at),
        }

    @property
    def state_and_taker(self) -> str:
        return ", ".join(words for words in (self.state, self.taken) if words)

    @property
    def is_live(self) -> bool:
        return self.story.shown_at is not None

    @property
    def time(self) -> datetime | None:
        return self.story.shown_at or self.story.latest_revision_created_at

    @property
    def may_file_elsewhere(self) -> bool:
        """Whether it may be moved to another section: published ones by those who publish."""
        return bool(self.rights.can_publish() or (self.may_edit and not self.story.live))

    @property
    def may_correct(self) -> bool:
        return bool(self.story.live and self.rights.can_publish())

    @property
    def may_post_live(self) -> bool:
        """Whether it is covered live by this person; whoever was let in finds it on the newsroom's home."""
        return bool(self.story.is_live_coverage and self.rights.can_publish())

    @property
    def url(self) -> str:
        """Where its headline leads: to the editor for those who may edit it, else to what there is to read."""
        if self.may_edit:
            return reverse("wagtailadmin_pages:edit", args=[self.pk])
        return self.story.permalink if self.is_live and self.story.permalink else ""


def _where(story: Story) -> str:
    if story.live and not story.expired:
        return _("Live") if story.shown_at else _("Live, private")
    return _("Taken down") if story.first_published_at else _("Draft")


def rows_of(keys: list[int], user: User) -> list[StoryRow]:
    """Return the lines for these stories in this order, in a handful of queries; another paper's are left out."""
    stories = (
        Story.objects.filter(pk__in=keys)
        .defer("body")
        .select_related("home_section", "owner", "locked_by")
        .prefetch_related(Prefetch("bylines", Byline.objects.select_related("journalist")))
        .in_bulk()
    )
    in_review, schedule = _in_review(keys), _schedule(keys)
    places = places_of(user)
    rows = []
    for key in keys:
        if key not in stories or not stories[key].path.startswith(places):
            continue
        rights = stories[key].permissions_for_user(user)
        review = in_review.get(str(key), "")
        # Wagtail looks up the workflow of each story that is someone else's; most are in none.
        is_theirs = rights.can_publish() or stories[key].owner_id == user.pk or bool(review)
        may_edit = bool(is_theirs and rights.can_edit())
        rows.append(StoryRow(stories[key], rights, may_edit, review, schedule.get(str(key))))
    return rows


def _in_review(keys: list[int]) -> dict[str, str]:
    """Return how each of these stories stands in its workflow, by key; the others are in none."""
    waiting = WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(),
        object_id__in=[str(key) for key in keys],
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    return dict(waiting.values_list("object_id", "status"))


def _schedule(keys: list[int]) -> dict[str, datetime]:
    planned = Revision.objects.filter(
        base_content_type=get_default_page_content_type(),
        object_id__in=[str(key) for key in keys],
        approved_go_live_at__isnull=False,
    )
    return dict(planned.values_list("object_id", "approved_go_live_at"))
