"""Loading the demo paper into an installation that has no paper yet."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from broadsheet.demo.files import Fields, StoryFile, demo_folder, read_file, read_stories
from broadsheet.demo.gatherings import Gatherings
from broadsheet.demo.kept_files import KeptFiles
from broadsheet.demo.letters import load_letters
from broadsheet.demo.live import load_entries
from broadsheet.demo.markdown import Fenced, PhotoUse, blocks_of, paragraphs
from broadsheet.masthead.models import NavigationItem, Paper, StandingPage
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist
from broadsheet.photos.kept_sizes import keep_ready
from broadsheet.photos.models import Photo
from broadsheet.photos.scaling import Made
from broadsheet.photos.size_specs import AVIF, JPEG, WEBP, wanted
from broadsheet.sections.arranging import LEAD, PLACES, Slot, arrange
from broadsheet.sections.founding import found_paper
from broadsheet.sections.founding_pages import write_missing_pages
from broadsheet.sections.models import Front, Section
from broadsheet.staff.models import SignInRules
from broadsheet.stories.corrections import correct
from broadsheet.stories.models import Byline, RelatedStory, Story

# Width of the pictures that the demo's photos are, in pixels.
LARGEST = 1280


@transaction.atomic
def load_demo(now: datetime | None = None) -> int:
    """Found the Larkmere Ledger with all it has; return the number of stories.

    Args:
        now: the moment that counts as the present; current stories are dated just before it.
    """
    present = datetime.fromisoformat(settings.DEMO_NOW) if settings.DEMO_NOW else timezone.now()
    return Loader(now or present).load()


class Loader:
    """What has been loaded so far, by the names that the files use."""

    def __init__(self, now: datetime) -> None:
        self.folder = demo_folder()
        self.now = now
        self.paper_fields: Fields = tomllib.loads((self.folder / "paper.toml").read_text("utf-8"))
        self.sections: dict[str, Section] = {}
        self.photos: dict[str, Photo] = {}
        self.desks: dict[str, Desk] = {}
        self.people: dict[str, Journalist] = {}
        self.stories: dict[str, Story] = {}
        self.kept = KeptFiles(self.folder, self.photos)
        self.gathered = Gatherings(self.folder)

    def load(self) -> int:
        front = self.found()
        self.load_photos()
        self.kept.load()
        self.load_people()
        self.gathered.load()
        files = read_stories(self.folder, ZoneInfo(self.paper_fields["time_zone"]), self.now)
        links = {file.written_address: file.address for file in files}
        for file in files:
            self.load_story(file, links)
        self.set_beside(files)
        self.arrange_front(front, files)
        site = Site.objects.get(root_page=front)
        load_letters(self.folder / "letters", site, self.stories, self.now)
        # Whoever looks at the program is not asked for a second proof.
        SignInRules.load().roles.clear()
        return len(files)

    def found(self) -> Front:
        fields = self.paper_fields
        names = ("name", "town", "region", "time_zone", "language", "legal_kind")
        front = found_paper(
            Site.objects.get(is_default_site=True),
            sections=[section["name"] for section in fields["sections"]],
            **{name: fields[name] for name in names},
        )
        for section, written in zip(
            Section.objects.child_of(front).order_by("path"), fields["sections"], strict=True
        ):
            section.slug, section.kind = written["slug"], written["kind"]
            section.description = written.get("description", "")
            section.save()
            self.sections[section.slug] = section
        for written in fields["sections"]:
            if "rail" in written:
                section = self.sections[written["slug"]]
                section.rail = self.sections[written["rail"]]
                section.save()
        self.load_paper(front)
        return front

    def load_paper(self, front: Front) -> None:
        paper = Paper.objects.get(site__root_page=front)
        for name in (field.name for field in Paper._meta.concrete_fields):
            if name in self.paper_fields:
                setattr(paper, name, self.paper_fields[name])
        pages = {**self.sections, **self.load_pages(front)}
        paper.navigation.set(
            [
                NavigationItem(page=pages[slug], sort_order=place)
                for place, slug in enumerate(self.paper_fields["navigation"])
            ]
        )
        paper.save()
        write_missing_pages(paper.site)
        self.load_desks(paper.site)

    def load_pages(self, front: Front) -> dict[str, StandingPage]:
        pages = {}
        for written in self.paper_fields.get("pages", []):
            file = self.folder / "pages" / written.get("file", f"{written['slug']}.md")
            _, text = read_file(file)
            page = StandingPage(
                title=written.get("title") or written["name"],
                slug=written["slug"],
                purpose=written.get("purpose", ""),
                body=list(blocks_of(text)),
            )
            pages[page.slug] = front.add_child(instance=page)
        return pages

    def load_photos(self) -> None:
        written = tomllib.loads((self.folder / "photos" / "photos.toml").read_text("utf-8"))
        for fields in written["photos"]:
            self.photos[fields["key"]] = self.load_photo(fields)

    def load_photo(self, fields: Fields) -> Photo:
        """Keep the largest WebP as the photo, and what lies beside it as its sizes, so that none need be made."""
        key = fields["key"]
        original = self.folder / "photos" / f"{key}-{LARGEST}.webp"
        with original.open("rb") as opened:
            photo = Photo(
                title=fields["title"],
                caption=fields["caption"],
                alt_text=fields["alt"],
                credit=fields.get("credit", ""),
                no_credit_needed=fields.get("no_credit_needed", False),
                file=ImageFile(opened, name=f"{key}.webp"),
            )
            photo.save()
        keep_ready(photo, self.ready_sizes(key, photo))
        return photo

    def ready_sizes(self, key: str, photo: Photo) -> Iterator[Made]:
        """Go through the sizes that the demo brings; `scripts/make_demo_sizes.py` has made them."""
        for kind in (WEBP, AVIF, JPEG):
            for one in wanted(kind, photo.width):
                file = self.folder / "photos" / f"{key}-{one.width}.{kind.ending}"
                if file.exists():
                    height = round(photo.height * one.width / photo.width)
                    yield Made(one, one.width, height, file.read_bytes())

    def load_desks(self, site: Site) -> None:
        for fields in self.paper_fields.get("desks", []):
            self.desks[fields["name"]] = Desk.objects.create(site=site, **fields)

    def load_people(self) -> None:
        for file in sorted((self.folder / "journalists").glob("*.md")):
            fields, text = read_file(file)
            portrait = self.photos.get(fields.pop("portrait", ""))
            desk = self.desks.get(fields.pop("desk", ""))
            self.people[file.stem] = Journalist.objects.create(
                slug=file.stem, bio=text, portrait=portrait, desk=desk, **fields
            )

    def load_story(self, file: StoryFile, links: dict[str, str]) -> None:
        fields = file.fields
        dateline = fields.get("dateline", {})
        story = Story(
            title=fields["title"],
            story_slug=file.slug,
            teaser=fields.get("teaser", ""),
            deck=fields.get("deck", ""),
            kicker=fields.get("kicker", ""),
            opinion_kind=fields.get("opinion", ""),
            speaker=fields.get("speaker", ""),
            how_reported=paragraphs(fields.get("how_reported", "")),
            series=self.gathered.series[fields["series"]] if "series" in fields else None,
            series_part=fields.get("series_part"),
            language=fields.get("language", ""),
            translation_of=self.stories.get(fields.get("translation_of", "")),
            dateline_place=dateline.get("place", "").title(),
            dateline_region=dateline.get("region", ""),
            dateline_text=dateline.get("text", ""),
            source_of_copy=fields.get("source", "staff"),
            agency=fields.get("agency", ""),
            lead_photo=self.photos.get(fields.get("lead_photo", "")),
            lead_crop=fields.get("lead_crop", ""),
            lead_caption=fields.get("lead_caption", ""),
            lead_alt=fields.get("lead_alt", ""),
            is_live_coverage="entries" in fields,
            keep_current=fields.get("keep_current", False),
            verbatim=fields.get("verbatim", False),
            noindex=fields.get("noindex", False),
            body=[self.block(kind, value) for kind, value in blocks_of(file.text, links)],
            update_note=fields.get("update_note", ""),
            updated_at=file.moment(fields["updated"]) if "updated" in fields else None,
            first_published_at=file.published,
            last_published_at=file.published,
            live=True,
        )
        story.topics = [self.gathered.topics[slug] for slug in fields.get("topics", [])]
        for place, byline in enumerate(fields.get("bylines", [])):
            person = self.people.get(byline.get("journalist", ""))
            named = Byline(
                journalist=person,
                name=byline.get("name", ""),
                role=byline.get("role", ""),
                sort_order=place,
            )
            story.bylines.add(named)
        self.sections[fields["section"]].add_child(instance=story)
        self.correct_story(story, file)
        load_entries(story, file, self.photos, links)
        self.stories[file.stem] = story

    def block(self, kind: str, value: object) -> tuple[str, object]:
        if isinstance(value, PhotoUse):
            photo = self.photos[value.key]
            return kind, {"photo": photo, "caption": value.caption, "alt_text": value.alt}
        if isinstance(value, Fenced):
            return kind, self.kept.block(value.fields)
        return kind, value

    def correct_story(self, story: Story, file: StoryFile) -> None:
        """Give the story its corrections, at the times they were made."""
        for made in file.fields.get("corrections", []):
            correct(
                story,
                wrong=made["wrong"],
                right=made["right"],
                editor=None,
                made_at=file.moment(made["at"]),
            )

    def set_beside(self, files: list[StoryFile]) -> None:
        for file in files:
            related = file.fields.get("related", [])
            story = self.stories[file.stem]
            for place, stem in enumerate(related):
                story.related.add(RelatedStory(other=self.stories[stem], sort_order=place))
            if related:
                story.save()

    def arrange_front(self, front: Front, files: list[StoryFile]) -> None:
        leads = [self.stories[file.stem].pk for file in files if file.fields.get("lead")]
        pins = [self.stories[file.stem].pk for file in files if file.fields.get("pin")]
        slots = [Slot(LEAD, key) for key in leads[-1:]]
        slots += [Slot(place, key) for place, key in zip(PLACES[1:], pins, strict=False)]
        arrange(front, slots, by=None)
