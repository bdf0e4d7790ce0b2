"""A paper with something of everything that people can type, and the pages on which readers meet it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from broadsheet.masthead.models import NavigationItem, Paper, StandingPage
from broadsheet.newsroom.models import Journalist, PaperDocument, User
from broadsheet.photos.models import Photo, Recording
from broadsheet.stories.corrections import correct
from broadsheet.stories.models import RelatedStory, Series, Story, Topic
from tests.every_field import Filling, fill

Kind = TypeVar("Kind", bound=Model)
MakeStory = Callable[..., Story]


@dataclass(repr=False)
class FullPaper:
    """Its records, and the pages that show their words; `story` has every block, and is covered live."""

    story: Story
    records: list[Model]
    pages: list[str] = field(default_factory=list)

    def of(self, kind: type[Kind]) -> Kind:
        """Return the first record of a kind."""
        return next(one for one in self.records if isinstance(one, kind))

    def fill(self, texts: list[str]) -> Filling:
        """Put words into every field, one after the other, as nobody's form would take them all."""
        filling = Filling(texts)
        for record in self.records:
            fill(record, filling)
        return filling


@pytest.fixture
def full_paper(
    home: Any,
    paper: Paper,
    sections: Any,
    front: Any,
    journalist: Journalist,
    make_photo: Callable[..., Photo],
    make_story: MakeStory,
    editor: User,
) -> FullPaper:
    photos = [make_photo(f"Photo {number}", f"Credit {number}") for number in range(3)]
    things = [a_recording(), a_document(), *gatherings()]
    introduce(paper, journalist, photos[2])
    story = a_whole_story(make_story, journalist, photos, things)
    other = make_story(
        "Opinion", section=sections["opinion"], speaker="S.", kicker="View", series=things[3]
    )
    wire = make_story("Wire", section=sections["wire"], source_of_copy="wire", agency="Agency")
    RelatedStory.objects.create(story=story, other=other)
    correct(story, wrong="Wrong.", right="Right.", editor=editor)
    label = NavigationItem.objects.create(paper=paper, page=sections["local-news"], label="Local")
    records = [paper, front, sections["local-news"], sections["opinion"], journalist, *things]
    records += [*photos, story, other, wire, a_standing_page(front), label, an_entry(story, photos)]
    records += [*story.bylines.all(), *story.corrections.all()]
    return FullPaper(story, records, pages_of(story, other, wire, journalist))


def introduce(paper: Paper, journalist: Journalist, portrait: Photo) -> None:
    """Say of the paper and of its journalist all that can be said."""
    paper.may_republish, paper.republish_terms, paper.support_text = True, "Terms.", "Give."
    paper.legal_name, paper.hours = "The Ledger, Inc.", "9 to 5"
    paper.save()
    journalist.portrait, journalist.bio = portrait, "Bio."
    journalist.phone, journalist.signal = "(608) 555-0142", "odalys.01"
    journalist.save()


def gatherings() -> tuple[Topic, Series]:
    return (
        Topic.objects.create(name="The bridge", slug="the-bridge", description="It."),
        Series.objects.create(name="Upstream", slug="upstream", description="It."),
    )


def a_recording() -> Recording:
    return Recording.objects.create(
        title="The whistle",
        kind="audio",
        extension="mp3",
        file=ContentFile(b"ID3", name="whistle.mp3"),
        file_size=3,
        transcript="Whistles.",
        caption="Noon.",
        credit="Nell",
    )


def a_document() -> PaperDocument:
    file = ContentFile(b"%PDF-1.4", name="report.pdf")
    return PaperDocument.objects.create(title="Report", file=file, file_size=8)


def a_standing_page(front: Any) -> StandingPage:
    lines = ("list", {"items": ["<p>Three</p>"], "numbered": True})
    body = [("paragraph", "<p>One.</p>"), ("subhead", "Two"), lines]
    about = StandingPage(title="About", slug="about", purpose="about", body=body)
    return front.add_child(instance=about)


def a_whole_story(
    make_story: MakeStory, journalist: Journalist, photos: list[Photo], things: list[Any]
) -> Story:
    recording, document, topic, series = things
    story = make_story(
        "Council votes to close the bridge",
        deck="Deck.",
        teaser="Teaser.",
        kicker="Bridge",
        photo=photos[0],
        lead_caption="Caption.",
        lead_alt="Alt.",
        bylines=[journalist, "Ida Quist"],
        topics=[topic],
        series=series,
        series_part=1,
        how_reported="<p>So.</p>",
        is_live_coverage=True,
        body=every_block(photos, document, recording),
    )
    Story._base_manager.filter(pk=story.pk).update(update_note="Note.", updated_at=timezone.now())
    return story


def an_entry(story: Story, photos: list[Photo]) -> Model:
    return story.live_entries.create(
        at=timezone.now(),
        headline="Vote",
        text="<p>In.</p>",
        photo=photos[1],
        caption="c",
        alt_text="a",
        author="Agnes",
    )


def every_block(photos: list[Any], document: Any, recording: Any) -> list[tuple[str, Any]]:
    use = {"photo": photos[1], "caption": "c", "alt_text": "a"}
    figures = {
        "title": "t",
        "unit": "u",
        "figures": "Year,Crest\n1959,9\n1965,13.6",
        "source": "s",
        "source_url": "https://county.example/reports",
    }
    elsewhere = {"url": "https://youtu.be/LarkmereCty", "title": "t", "author": "a"}
    return [
        ("paragraph", "<p>One.</p>"),
        ("subhead", "Two"),
        ("photo", use),
        ("pull_quote", {"quote": "q", "speaker": "s", "role": "r"}),
        ("list", {"items": ["<p>Three</p>"], "numbered": False}),
        ("gallery", {"title": "t", "photos": [use, {**use, "photo": photos[2]}]}),
        ("fact_box", {"title": "t", "text": "<ul><li>Four</li></ul>"}),
        ("table", {**figures, "bars": True, "bars_up_to": ""}),
        ("chart", {**figures, "kind": "line", "shows": "s"}),
        ("document", {"document": document, "title": "t", "about": "a"}),
        ("recording", {"recording": recording, "caption": "c"}),
        ("embed", {**elsewhere, "provider": "p", "poster": photos[2]}),
    ]


def pages_of(story: Story, other: Story, wire: Story, journalist: Journalist) -> list[str]:
    month = "/".join(story.permalink.split("/")[:3]) + "/"
    pages = ["/", "/local-news/", "/local-news/page/1/"]
    pages += [story.permalink, other.permalink, wire.permalink, f"/republish{story.permalink}"]
    pages += [journalist.path, "/contact/", "/corrections/", "/about/"]
    pages += ["/topics/", "/topics/the-bridge/", "/series/upstream/", month]
    in_text = ["/", story.permalink, other.permalink, journalist.path, "/corrections/", "/about/"]
    return [*pages, *(f"/text{path}" for path in in_text)]
