"""Made-up stories for the newsroom's components: every block, every note, every kind of card. None is ever saved."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from broadsheet.masthead.models import paper_of
from broadsheet.newsroom.components import sample, sample_photo
from broadsheet.newsroom.models import PaperDocument
from broadsheet.newsroom.samples import made_up_journalist
from broadsheet.photos.models import Recording
from broadsheet.stories.cards import SIZES, USES, Card
from broadsheet.stories.gatherings import Beside, InSeries
from broadsheet.stories.live_page import Coverage
from broadsheet.stories.models import Byline, Correction, LiveEntry, Series, Story, Topic
from broadsheet.stories.republishing import Copy
from broadsheet.stories.translations import Version

CAPTION = "The ferry leaves the Depot Street landing at dusk."
CREDIT = "Ilse Markham / The Ledger"
FIGURES: dict[str, Any] = {
    "title": "A beam’s decline",
    "unit": "Rating, 0 (failed) to 9 (new)",
    "figures": "Year, Posted limit, Rating\n2014, None, 7\n2019, 15 tons, 6\n2026, Closed, 3",
    "source": "County reports",
    "source_url": "",
}
# The headlines of the cards: short, long, with a score, with a word that does not end.
HEADLINES = [
    "Ferry runs again after repairs, a year later than the county had promised the town",
    "Council votes 4–3",
    "Hens return",
    "Donaudampfschifffahrtsgesellschaftskapitän retires",
    "Who paints the town’s name on the water tower, and why it is spelled with two l’s",
]


class SampleSection(NamedTuple):
    """As much of a section as templates ask for; it is in no tree."""

    title: str
    path_for_readers: str = "#section"
    kind: str = "news"
    pk: int = 0


def made_up_story(headline: str = HEADLINES[0], *, photo: bool = True, **fields: Any) -> Story:
    """Return a story with a byline, a teaser and, if asked for, a photo."""
    now = timezone.now()
    story = Story(
        title=headline,
        deck="The county’s only crossing is back. Nobody waits longer than the tide.",
        teaser="The county’s only crossing is back, and nobody waits longer than the tide.",
        kicker="Harbor",
        permalink="#story",
        lead_photo=sample_photo(CAPTION, CREDIT) if photo else None,
        first_published_at=now - timedelta(hours=3),
        **fields,
    )
    bylines = [
        Byline(journalist=made_up_journalist()),
        Byline(name="Tobias Okafor", role="Photographs by"),
    ]
    story.bylines.set(bylines)
    return story


def made_up_cards(place: str = "row", count: int = 5, **options: Any) -> list[Card]:
    """Return cards of made-up stories: with and without photo, the last but one an opinion."""
    opinion = {"opinion_kind": Story.OpinionKind.COLUMN, "speaker": "Odalys Brandt"}
    cards = []
    for number in range(count):
        kind = opinion if number == count - 2 else {}
        headline = HEADLINES[number % len(HEADLINES)]
        story = made_up_story(headline, photo=number % 3 != 2, **kind)
        context = {"sizes": SIZES[place][number > 0], "use": USES[place], "story": story, **options}
        cards.append(Card(number, mark_safe(render_to_string("stories/card.html", context))))  # nosec B308 # a template escapes
    return cards


def lines(template: str = "stories/line.html") -> list[Card]:
    """Return lines of a long list."""
    return [
        Card(number, mark_safe(render_to_string(template, {"story": made_up_story(headline)})))  # nosec B308 # a template escapes
        for number, headline in enumerate(HEADLINES)
    ]


def body() -> list[tuple[str, Any]]:
    """Return a story's body with every block in it."""
    photo = sample_photo(CAPTION, CREDIT)
    use = {"photo": photo, "caption": "", "alt_text": ""}
    recording = Recording(
        pk=0,
        title="The bell of the ferry",
        kind=Recording.Kind.AUDIO,
        extension="mp3",
        file="recordings/none.mp3",
        file_size=420_000,
        caption="Rung at six each morning.",
        credit=CREDIT,
        transcript="The bell is rung twice.",
    )
    document = PaperDocument(pk=0, title="Inspection report", file="documents/report.pdf")
    document.file_size = 91_000
    text = (
        "<p>The <b>ferry</b> runs again, <a href='#main'>the county said</a>, at <i>last</i>.</p>"
    )
    return [
        ("paragraph", text),
        ("subhead", "What it cost"),
        *[("paragraph", text)] * 4,
        (
            "pull_quote",
            {
                "quote": "Nobody waits longer than the tide.",
                "speaker": "Ann Roe",
                "role": "captain",
            },
        ),
        ("photo", use),
        ("list", {"items": ["<b>6 a.m.</b> First crossing", "Last crossing"], "numbered": False}),
        ("gallery", {"title": "", "photos": [{**use}, {**use}, {**use}]}),
        (
            "fact_box",
            {"title": "If you cross", "text": "<ul><li>On foot: the north path.</li></ul>"},
        ),
        ("table", {**FIGURES, "bars": True, "bars_up_to": "9"}),
        (
            "chart",
            {
                **FIGURES,
                "figures": "Year, Crest\n1959, 9\n1965, 13.6\n1993, 11",
                "kind": "line",
                "shows": "1965 was the highest.",
            },
        ),
        (
            "chart",
            {**FIGURES, "figures": "Place, Days\nNorth, 9\nSouth, 13", "kind": "bar", "shows": "."},
        ),
        (
            "embed",
            {
                "url": "https://films.example/a-very-long-address-of-the-film-about-the-ferry",
                "title": "How the ferry is made fast",
                "author": "The harbor office",
                "provider": "Films",
                "poster": photo,
            },
        ),
        ("document", {"document": document, "title": "", "about": "Fourteen pages."}),
        ("recording", {"recording": recording, "caption": ""}),
    ]


def coverage(now: datetime) -> Coverage:
    """Return coverage with eight entries, so that its key moments stand above."""
    entries = [
        LiveEntry(
            pk=number,
            number=number,
            at=now - timedelta(minutes=9 * (9 - number)),
            headline=HEADLINES[number % len(HEADLINES)] if number % 2 else "",
            text="<p>The vote is <b>4–3</b>.</p>",
            author="Odalys Brandt" if number % 3 else "",
            photo=sample_photo(CAPTION, CREDIT) if number == 5 else None,
        )
        for number in range(8, 0, -1)
    ]
    moments = [entry for entry in entries if entry.headline]
    return Coverage(entries, moments, entries[0].at, None, 0)


def made_up_correction(story: Story) -> Correction:
    correction = Correction(
        pk=0,
        story=story,
        wrong="We wrote that the ferry is closed.",
        right="It is open.",
        made_at=timezone.now(),
    )
    correction.is_of_shown = True
    return correction


@sample("story", _("Story"), "stories/story.html", place=3)
def story_sample(_request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    story = made_up_story(
        body=body(),
        dateline_text="Larkmere",
        update_note="The county’s answer was added.",
        updated_at=now - timedelta(hours=1),
        how_reported="<p>Two reporters read 400 pages and rode the ferry.</p>",
        breaking_until=now + timedelta(hours=1),
        is_live_coverage=True,
        agency="Valley News Service",
    )
    series = Series(name="Across the Teal", slug="sample", parts_planned=3)
    return {
        **_around(story),
        "corrections": [made_up_correction(story)],
        "coverage": coverage(now),
        "related": [made_up_story(HEADLINES[1]), made_up_story(HEADLINES[3])],
        "versions": [
            Version("en", "English", "#en", True),
            Version("es", "Español", "#es", False),
        ],
        "topics": [
            Topic(name="Ferries", slug="sample"),
            Topic(name="Donaudampfschifffahrtsgesellschaften", slug="sample-2"),
        ],
        "in_series": InSeries(series, 2, 3, Beside("#1", HEADLINES[3]), Beside("#3", HEADLINES[4])),
    }


@sample("corrections", _("Corrections"), "stories/corrections.html")
def corrections_sample(_request: HttpRequest) -> dict[str, Any]:
    return {
        "corrections": [made_up_correction(made_up_story())],
        "years": [2026, 2025],
        "year": None,
    }


@sample("opinion", _("Opinion"), "stories/story.html", place=4)
def opinion_sample(_request: HttpRequest) -> dict[str, Any]:
    story = made_up_story(
        "Donaudampfschifffahrtsgesellschaftskapitäne knew about the bridge",
        body=body()[:3],
        opinion_kind=Story.OpinionKind.EDITORIAL,
        speaker="The editorial board",
    )
    return {**_around(story), "age": timezone.localdate()}


def _around(story: Story) -> dict[str, Any]:
    return {
        "page": story,
        "story": story,
        "section": SampleSection("Local News"),
        "rail_section": None,
        "corrections": [],
        "coverage": None,
        "bylines": list(story.bylines.all()),
        "related": [],
        "versions": [],
        "topics": [],
        "in_series": None,
        "age": None,
        "opening_at": 0,
    }


@sample("rail", _("Rail"), "stories/sample_rail.html", place=5)
def rail_sample(_request: HttpRequest) -> dict[str, Any]:
    return {"section": SampleSection("Local News"), "cards": made_up_cards("rail", 6)}


@sample("republish", _("Republish"), "stories/republish.html")
def republish_sample(request: HttpRequest) -> dict[str, Any]:
    site = Site.find_for_request(request)
    markup = "<p>The ferry runs again, the county said.</p>"
    copy = Copy(html=markup, plain="The ferry runs again, the county said.", url="#story")
    return {"story": made_up_story(), "paper": paper_of(site) if site else None, "copy": copy}


@sample("topic", _("Topic and numbered pages"), "stories/topic.html")
def topic_sample(_request: HttpRequest) -> dict[str, Any]:
    topic = Topic(
        name="Ferries", slug="sample", description="Those that run, and those that do not."
    )
    return {"topic": topic, "lines": lines(), "newest_page": 3}
