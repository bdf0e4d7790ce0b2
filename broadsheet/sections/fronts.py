"""Which stories stand on the paper's front, and where: no story twice. And what stands on a section's own front."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from broadsheet.masthead.pages import without_private
from broadsheet.press.errors import NotPrintableError
from broadsheet.press.keeping import kept, kept_or_made
from broadsheet.press.recorder import note_source, remember, unrecorded
from broadsheet.sections.arranging import arranged_now
from broadsheet.sections.front_remarks import remark_front
from broadsheet.sections.models import Front, Section
from broadsheet.stories.breaking import breaking_keys
from broadsheet.stories.cards import Card, cards_of
from broadsheet.stories.lists import newest_keys_in, newest_keys_in_paper, stories_by_key
from broadsheet.stories.models import Place, Story
from broadsheet.stories.page import readable_beside
from broadsheet.stories.places import newest_page

RECENT_LINES = 8
ALSO = 4
BESIDE_LEAD = 3
IN_SECTION = 5
SECTION_FRONT = 31
# Among these the front looks for stories with a photo.
NEWEST = 32


class Row(NamedTuple):
    """As much of a story as is needed to find its place."""

    key: int
    has_photo: bool
    section_key: int
    opinion_kind: str
    shown_at: datetime | None


@dataclass
class FrontPlan:
    """What stands where on the front: the lead, its neighbours, the newest lines, the sections below."""

    lead: Story | None
    also: list[Row]
    recent: list[Row]
    sections: list[Section]
    beside_lead: list[Story] = field(default_factory=list)
    # What was chosen for the lead and for each place under it, and what leads because it is breaking.
    chosen: frozenset[int] = frozenset()
    is_breaking: bool = False
    arrangement: int | None = None

    @property
    def also_cards(self) -> list[Card]:
        return cards_of([row.key for row in self.also], "row", label=True)

    @property
    def recent_lines(self) -> list[Card]:
        keys = [row.key for row in self.recent]
        return cards_of(keys, "line", template="sections/recent_line.html")

    @property
    def newest(self) -> datetime | None:
        """When the newest of the lines was first shown."""
        return self.recent[0].shown_at if self.recent else None

    @property
    def tops(self) -> list[tuple[Section, list[str]]]:
        """Return each section with the keys of its stories that stand above, those of nested sections too."""
        leading = [*([self.lead] if self.lead else []), *self.beside_lead]
        above = [(story.pk, story.home_section_id) for story in leading]
        above += [(row.key, row.section_key) for row in (*self.also, *self.recent)]
        paths = section_paths()
        return [
            (
                section,
                [
                    str(key)
                    for key, home in above
                    if paths.get(home or 0, "").startswith(section.path)
                ],
            )
            for section in self.sections
        ]

    def remark(self, front: Front) -> None:
        """Tell the press what stands here, for the paper's memory."""
        remark_front(front, self)


def plan_front(front: Front) -> FrontPlan:
    """Decide the front: what editors chose first, then the newest with a photo."""
    return remember(f"front:{front.pk}", lambda: _plan(front))


def _plan(front: Front) -> FrontPlan:
    arranged = arranged_now(front.pk)
    # A paper that has printed nothing for years still shows what it printed last.
    keys = newest_keys_in_paper(front.path, NEWEST) or newest_keys_in_paper(
        front.path, 1, however_old=True
    )
    urgent = breaking_keys(front.path)
    asked_for = [*urgent, *filter(None, [arranged.lead, *arranged.under])]
    rows = {row.key: row for row in rows_of([*keys, *asked_for])}
    newest = [rows[key] for key in keys if key in rows]
    opinion = opinion_sections()
    # Opinion has a row of its own, where it says who is speaking.
    news = [row for row in newest if not (row.opinion_kind or row.section_key in opinion)]
    with_photo = [row for row in news if row.has_photo]
    chosen = [rows[arranged.lead]] if arranged.lead in rows else []
    # One for each place under the lead: what was chosen for it, or None.
    pinned = [rows.get(key or 0) for key in arranged.under]
    kept_under = {row.key for row in pinned if row}
    apart = kept_under | arranged.firsts
    # What is breaking leads, before what an editor chose; that then stands first under it.
    breaking = [rows[key] for key in urgent if key in rows]
    free = [row for row in with_photo if row.key not in apart]
    leading = next(iter(breaking or chosen or free or with_photo or news or newest), None)
    lead = next(iter(stories_by_key([leading.key])), None) if leading else None
    beside_lead = _beside(lead, breaking[1:], kept_under) if lead else []
    used = {story.pk for story in [*([lead] if lead else []), *beside_lead]}
    also = _fill([*(chosen if breaking else []), *pinned], free, used)
    recent = _take([row for row in news if row.key not in arranged.firsts], used, RECENT_LINES)
    return FrontPlan(
        lead,
        also,
        recent,
        sections_on(front),
        beside_lead,
        chosen=frozenset(row.key for row in [*chosen, *pinned] if row),
        is_breaking=bool(breaking),
        arrangement=arranged.arrangement,
    )


def _fill(wanted: list[Row | None], others: list[Row], used: set[int]) -> list[Row]:
    """Return what stands under the lead: in each place what was chosen for it, else the first of the others."""
    places = [next(iter(_take([row], used, 1)), None) if row else None for row in wanted[:ALSO]]
    rest = iter(_take(others, used, places.count(None)))
    return [row for place in places if (row := place or next(rest, None))]


def _beside(lead: Story, breaking: list[Row], kept_under: set[int]) -> list[Story]:
    """Return what stands beside the lead: what else is breaking, then its related stories; never opinion among them."""
    urgent = stories_by_key([row.key for row in breaking])
    # What an editor chose for a place under the lead stands there.
    keys = {lead.pk, *(story.pk for story in urgent), *kept_under}
    related = [
        story
        for story in readable_beside(lead).related
        if story.pk not in keys and not story.is_opinion
    ]
    return [*urgent, *related][:BESIDE_LEAD]


def _take(rows: list[Row], used: set[int], most: int) -> list[Row]:
    """Return the first rows that are not used yet, and count them as used."""
    taken: list[Row] = []
    for row in rows:
        if row.key not in used and len(taken) < most:
            used.add(row.key)
            taken.append(row)
    return taken


def rows_of(keys: list[int]) -> list[Row]:
    """Return what is needed to find the places of stories that readers may see, in the order of their keys."""
    found: dict[int, Row] = {}

    def read(missing: list[int]) -> None:
        shown = Story.objects.filter(pk__in=missing, shown_at__isnull=False).order_by()
        values = shown.values_list(
            "page_ptr_id", "lead_photo_id", "home_section_id", "opinion_kind", "shown_at"
        )
        for key, photo, home, kind, at in values:
            found[key] = Row(key, photo is not None, home or 0, kind, at)

    def take(key: int) -> Row | None:
        # Values, not models: whether it has a photo decides its place.
        note_source(f"story:{key}")
        return found.get(key)

    return [row for row in kept_or_made("row", keys, take, prepare=read) if row]


def section_paths() -> dict[int, str]:
    """Return each section's place in the tree by its key."""

    def find() -> dict[int, str]:
        note_source("list:sections")
        return dict(Section.objects.values_list("pk", "path"))

    return kept("section-paths", find)


def opinion_sections() -> set[int]:
    """Return the keys of the sections that hold opinion."""

    def find() -> set[int]:
        note_source("list:sections")
        opinion = Section.objects.filter(kind=Section.Kind.OPINION)
        return set(opinion.values_list("pk", flat=True))

    return kept("opinion-sections", find)


def sections_on(front: Front) -> list[Section]:
    """Return the sections that have a place on the front, in the tree's order."""

    def find() -> list[Section]:
        note_source("list:sections")
        with unrecorded():
            sections = Section.objects.child_of(front).live().filter(on_front=True)
            return without_private(list(sections.order_by("path")))

    return kept(f"on-front:{front.pk}", find)


def section_by_key(key: int) -> Section:
    """Return a section, or the one that was read for the last printing.

    Errors:
        NotPrintableError: it was deleted.
    """

    def find() -> Section:
        try:
            return Section.objects.select_related("rail").get(pk=key)
        except Section.DoesNotExist as error:
            raise NotPrintableError(f"Section {key} was deleted.") from error

    return kept(f"section:{key}", find)


def chosen_first(section: Section, keys: list[int]) -> list[int]:
    """Return the keys for a section's part of the front, behind the story that was chosen to stand first there."""
    chosen = arranged_now(front_over(section)).first_in(section.pk)
    for row in rows_of([chosen]) if chosen else ():
        # It may have been filed under another section since.
        if section_paths().get(row.section_key, "").startswith(section.path):
            return [row.key, *(key for key in keys if key != row.key)]
    return keys


def front_over(section: Section) -> int:
    """Return the key of the front on which a section has its part."""

    def find() -> int:
        note_source("list:sections")
        above = Front.objects.filter(path=section.path[: -Front.steplen])
        return above.values_list("pk", flat=True).first() or 0

    return kept(f"front-over:{section.pk}", find)


def section_front(section: Section) -> dict[str, Any]:
    """Return what a section's front shows: its newest stories large, the earlier ones small."""
    keys = newest_keys_in(section.pk, SECTION_FRONT)
    oldest = stories_by_key(keys[-1:])
    return {
        "top": cards_of(keys[:IN_SECTION], "section", signed=True),
        "earlier": cards_of(keys[IN_SECTION:], "list"),
        "oldest": oldest[0].shown_at if oldest else None,
        "newest_page": newest_page(Place.Of.SECTION, section.pk),
    }
