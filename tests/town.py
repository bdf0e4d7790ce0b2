"""The test town: Larkmere, its paper, the people who make it, and what they write."""

from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Site

from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import Journalist, User
from broadsheet.photos.models import Photo
from broadsheet.sections.arranging import PLACES, Slot, arrange
from broadsheet.sections.founding import found_paper
from broadsheet.sections.models import Arrangement, Front, Section
from broadsheet.stories import live
from broadsheet.stories.live import Told
from broadsheet.stories.models import Byline, LiveEntry, Story
from tests.replay import Replayed

SECTIONS = ["Local News", "Sports", "Opinion", "Wire"]


def found_the_ledger() -> None:
    site = Site.objects.get()
    found_paper(
        site,
        name="The Larkmere Ledger",
        town="Larkmere",
        region="Wisconsin",
        time_zone="America/Chicago",
        language="en-us",
        sections=SECTIONS,
        legal_kind=Paper.LegalKind.BUSINESS,
    )
    paper = Paper.objects.get(site=site)
    paper.short_name, paper.motto = "the Ledger", "Of this place, for this place"
    paper.area, paper.founded, paper.email = "Teal County", 1897, "news@larkmereledger.example"
    paper.phone, paper.street_address = "(608) 555-0142", "14 Depot Street, Larkmere, Wis."
    paper.save()
    opinion, wire = Section.objects.get(slug="opinion"), Section.objects.get(slug="wire")
    opinion.kind, wire.kind = Section.Kind.OPINION, Section.Kind.WIRE
    wire.rail = Section.objects.get(slug="local-news")
    opinion.save()
    wire.save()


founded = Replayed(found_the_ledger)


@pytest.fixture
def paper(db: None) -> Paper:
    """The Larkmere Ledger, founded as its first steps found it. `paper.site` is where it is published."""
    founded.do()
    return Paper.objects.get()


@pytest.fixture
def site(paper: Paper) -> Site:
    return Site.objects.get()


@pytest.fixture
def front(site: Site) -> Front:
    return Front.objects.get(pk=site.root_page_id)


@pytest.fixture
def sections(front: Front) -> dict[str, Section]:
    """The sections by slug: local-news, sports, opinion, and wire, whose stories have Local News beside them."""
    return {section.slug: section for section in Section.objects.child_of(front)}


@pytest.fixture
def chosen(front: Front) -> Callable[..., Arrangement]:
    """Return a function that arranges the front: `chosen(lead, under, …)`; None leaves a place to fill itself."""

    def choose(*stories: Story | None, **more: Any) -> Arrangement:
        slots = [
            Slot(place, story.pk) for place, story in zip(PLACES, stories, strict=False) if story
        ]
        return arrange(front, slots, **{"by": None, **more})

    return choose


# People -------------------------------------------------------------------------------------------
def someone(name: str, role: str) -> User:
    user = User.objects.create_user(
        name, f"{name}@larkmereledger.example", password="ferry-on-mondays"
    )
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def reporter(db: None) -> User:
    return someone("nell", "Reporter")


@pytest.fixture
def editor(db: None) -> User:
    return someone("agnes", "Editor")


@pytest.fixture
def photo_editor(db: None) -> User:
    return someone("ilse", "Photo editor")


@pytest.fixture
def publisher(db: None) -> User:
    return someone("wendell", "Publisher")


@pytest.fixture
def journalist(paper: Paper) -> Journalist:
    """Someone with a page of her own."""
    return Journalist.objects.create(
        name="Odalys Brandt",
        slug="odalys-brandt",
        role="Government reporter",
        beat="Council, county and what they spend",
        email="odalys@larkmereledger.example",
    )


# What they make -----------------------------------------------------------------------------------
def jpeg(
    width: int = 480, height: int = 320, *, sky: tuple[int, int, int] = (176, 202, 214)
) -> bytes:
    """Return a small picture: sky over a river."""
    picture = Image.new("RGB", (width, height), sky)
    picture.paste((62, 92, 84), (0, height * 2 // 3, width, height))
    file = BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def make_photo(db: None) -> Callable[..., Photo]:
    """Return a function that takes a photo in: `make_photo("The ferry at dusk", credit=…, alt=…)`."""

    def make(
        caption: str = "The ferry leaves the Depot Street landing at dusk.",
        credit: str = "Ilse Markham / The Larkmere Ledger",
        alt: str = "A small ferry on a wide brown river",
        *,
        title: str = "ferry.jpg",
        **fields: Any,
    ) -> Photo:
        file = SimpleUploadedFile("ferry.jpg", jpeg(), content_type="image/jpeg")
        return Photo.objects.create(
            title=title, file=file, caption=caption, credit=credit, alt_text=alt, **fields
        )

    return make


@pytest.fixture
def make_story(sections: dict[str, Section]) -> Callable[..., Story]:
    """Return a function that files a story, and publishes it unless `live=False`.

    Args:
        section: Local News if not given.
        published: when it was first published; now if not given.
        body: paragraphs as words, or blocks as (name, value) pairs.
        bylines: journalists or names, in order.
        fields: any other field of a story: deck, teaser, dateline_place, source_of_copy …
    """

    def make(
        headline: str = "Ferry runs again after repairs",
        *,
        section: Section | None = None,
        published: datetime | None = None,
        live: bool = True,
        body: str | Iterable[Any] = "The ferry runs again, the county said.",
        photo: Photo | None = None,
        bylines: Iterable[Journalist | str] = (),
        by: User | None = None,
        **fields: Any,
    ) -> Story:
        story = Story(
            title=headline,
            live=False,
            has_unpublished_changes=True,
            first_published_at=published,
            lead_photo=photo,
            body=blocks(body),
            owner=by,
            **fields,
        )
        story.bylines = [byline(name) for name in bylines]
        (section or sections["local-news"]).add_child(instance=story)
        revision = story.save_revision(user=by)
        if live:
            revision.publish(user=by)
        return Story.objects.get(pk=story.pk)

    return make


def blocks(body: str | Iterable[Any]) -> list[tuple[str, Any]]:
    """Return a body's blocks.

    >>> blocks("The ferry runs again.")
    [('paragraph', '<p>The ferry runs again.</p>')]
    """
    pieces = [body] if isinstance(body, str) else body
    return [("paragraph", f"<p>{one}</p>") if isinstance(one, str) else one for one in pieces]


def byline(name: Journalist | str) -> Byline:
    return Byline(name=name) if isinstance(name, str) else Byline(journalist=name)


@pytest.fixture
def published_story(make_story: Callable[..., Story]) -> Story:
    return make_story(
        "Ferry runs again after repairs",
        teaser="The county's only crossing is back.",
        deck="A year late.",
    )


@pytest.fixture
def draft_story(make_story: Callable[..., Story]) -> Story:
    return make_story("Ferry may stop in winter", live=False)


@pytest.fixture
def covered(make_story: Callable[..., Story]) -> Story:
    """A story that is covered live."""
    return make_story("Council meets on the bridge", is_live_coverage=True)


@pytest.fixture
def tell(covered: Story, editor: User) -> Callable[..., LiveEntry]:
    """Return a function that posts an entry as the editor: `tell("The vote is 4–3.", headline=…)`."""

    def post(
        words: str = "The vote is in.", *, story: Story | None = None, **more: Any
    ) -> LiveEntry:
        key = more.pop("key", None)
        return live.post(story or covered, Told(f"<p>{words}</p>", **more), by=editor, key=key)

    return post
