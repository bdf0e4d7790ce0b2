"""Initials in place of a name: seen first, then printed, and the name stands nowhere that a reader can look."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from broadsheet.newsroom.acts import Act
from broadsheet.standards.initials import Names
from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.standards.states import RequestState
from broadsheet.standards.tests.to_be_decided import do
from broadsheet.stories.corrections import correct
from broadsheet.stories.models import LiveEntry, Story

pytestmark = pytest.mark.django_db
# Stands in every place of the story, and nowhere else in the paper.
FIRST, LAST = "Ondine", "Quillfeather"
NAME = f"{FIRST} {LAST}"


@pytest.fixture
def story(make_story: Any, make_photo: Any, journalist: Any) -> Story:
    """A story that is full of a name."""
    photo = make_photo(f"{NAME} at the landing.", alt=f"{LAST} beside a ferry", title="a.jpg")
    other = make_photo(f"{NAME} again.", alt=f"{NAME} seen from behind", title="b.jpg")
    pair = [
        {"photo": one, "caption": words, "alt_text": "", "crop": None}
        for one, words in ((photo, ""), (other, f"{LAST}, left."))
    ]
    made = make_story(
        f"{NAME} charged with theft of a ferry",
        deck=f"{LAST}’s lawyer says otherwise.",
        kicker=LAST,
        teaser=f"{FIRST}\u00a0{LAST} is to appear in May.",
        seo_title=f"{NAME}: theft",
        search_description=f"What {NAME} did.",
        update_note=f"{LAST} answered.",
        photo=photo,
        bylines=[journalist],
        body=[
            f"The county charged <b>{FIRST}</b> {LAST}, 19. {LAST.upper()} denies it.",
            ("subhead", f"What {LAST} says"),
            ("photo", {"photo": other, "caption": "", "alt_text": "", "crop": None}),
            ("gallery", {"title": f"{LAST} in court", "photos": pair}),
            ("pull_quote", {"quote": f"Ask {FIRST}.", "speaker": NAME, "role": ""}),
            ("fact_box", {"title": NAME, "text": f"<ul><li>{LAST} is 19.</li></ul>"}),
        ],
        how_reported=f"<p>We asked {NAME}.</p>",
    )
    assert made.story_slug.startswith("ondine-quillfeather")
    return made


@pytest.fixture
def about(story: Story, ask_for: Any, mailoutbox: list[Any]) -> UnpublishRequest:
    ask_for(story=story.permalink)
    return UnpublishRequest.objects.get()


def look(desk: Client, about: UnpublishRequest, **fields: Any) -> Any:
    about.refresh_from_db()
    sent = {"version": about.version, "name": NAME, "alone": f"{LAST}\n{FIRST}", "step": "look"}
    path = f"/newsroom/corrections/request/{about.pk}/initials/"
    return desk.post(path, {**sent, **fields}, follow=True)


def approve(desk: Client, about: UnpublishRequest, **fields: Any) -> Any:
    shown = look(desk, about, **fields)
    answer = look(desk, about, **fields, step="approve", shown_as=shown.context["shown_as"])
    about.refresh_from_db()
    return answer


def test_what_would_change_is_shown_first_and_nothing_is_changed(
    deciding: Client, about: UnpublishRequest, story: Story
):
    page = look(deciding, about, alone="").text

    assert f"<del>{NAME}</del> <ins>O. Q.</ins>" in page
    assert "Where the name would still be read" in page
    story.refresh_from_db()
    assert NAME in story.title
    assert about.state == RequestState.NEW


def test_no_printed_page_holds_the_name_any_more(
    deciding: Client,
    about: UnpublishRequest,
    story: Story,
    journalist: Any,
    read: Any,
    press: Any,
    settings: Any,
):
    old = story.permalink
    paths = [
        "/",
        "/local-news/",
        "/feed/",
        "/local-news/feed/",
        "/news-sitemap.xml",
        journalist.path,
    ]
    paths += ["/sitemap.xml", f"/{timezone.localtime():%Y/%m}/", "/corrections/"]
    paths += [f"/text{path}" for path in ("/", "/local-news/", "/corrections/", journalist.path)]
    before = "".join(read(path).text for path in [*paths, old, f"/text{old}"])
    assert before.count(LAST) > 20

    answer = approve(deciding, about)
    assert "Decided: Initials in place of a name." in answer.text
    press.print_all()

    story.refresh_from_db()
    assert story.permalink != old
    paths += [story.permalink, f"/text{story.permalink}"]
    pages = {path: read(path).text for path in paths}
    held = [path for path, page in pages.items() if LAST.lower() in page.lower() or FIRST in page]
    assert held == []
    assert "O. Q. charged with theft" in pages[story.permalink]
    assert "Odalys Brandt" in pages[story.permalink]
    moved = read(old)
    assert (moved.status, moved.headers["location"]) == (301, story.permalink)
    sheets = [address.partition("/")[2] for address in press.shelf.addresses()]
    assert len(sheets) > len(paths)
    words = "".join(read(f"/{sheet}").body.decode(errors="replace") for sheet in sheets)
    assert [name for name in (FIRST, LAST) if name in words] == []


def test_the_newsrooms_search_and_interface_find_no_name(
    deciding: Client, about: UnpublishRequest, story: Story
):
    approve(deciding, about, in_versions="on")

    for path in (
        f"/newsroom/stories/?q={LAST}",
        f"/newsroom/choose-page/search/?q={LAST}",
        f"/newsroom/api/main/pages/{story.pk}/",
        f"/newsroom/pages/{story.pk}/history/",
    ):
        page = deciding.get(path)
        assert page.status_code == 200
        assert page.text.replace(f'value="{LAST}"', "").count(LAST) == 0, path


def test_earlier_versions_keep_the_name_unless_it_is_removed_there_too(
    deciding: Client, about: UnpublishRequest, story: Story
):
    approve(deciding, about)
    kept = json.dumps(list(Revision.objects.values_list("content", "object_str")))
    assert LAST in kept
    do(deciding, about, "reopen")
    assert "that the newsroom keeps hold" in look(deciding, about).text

    # The shown story holds no name any more: it is the versions alone that are asked for.
    approve(deciding, about, in_versions="on")

    kept = json.dumps(list(Revision.objects.values_list("content", "object_str")))
    assert [name for name in (FIRST, LAST) if name in kept] == []
    labels = " ".join(PageLogEntry.objects.values_list("label", flat=True))
    assert LAST not in labels


def test_removed_from_versions_too_they_can_still_be_opened_and_the_record_says_so(
    deciding: Client, about: UnpublishRequest, story: Story, report: Any
):
    report(story=story.permalink, passage=f"charged {NAME}, 19")
    approve(deciding, about, in_versions="on")

    for revision in Revision.page_revisions.filter(object_id=str(story.pk)):
        assert LAST not in json.dumps(revision.content)
        assert "charged with theft" in revision.as_object().title
    assert ErrorReport.objects.get().passage == "charged O. Q., 19"
    assert Act.objects.get(kind="versions_changed").about == f"story {story.pk}"


def test_a_draft_and_a_scheduled_version_do_not_bring_the_name_back(
    deciding: Client, about: UnpublishRequest, story: Story
):
    draft = Story.objects.get(pk=story.pk)
    draft.title = f"{NAME} was cleared"
    later = timezone.now() + timedelta(days=1)
    draft.save_revision(approved_go_live_at=later)

    approve(deciding, about)

    story = Story.objects.get(pk=story.pk)
    assert story.title == "O. Q. charged with theft of a ferry"
    assert story.get_latest_revision_as_object().title == "O. Q. was cleared"
    [scheduled] = Revision.objects.filter(approved_go_live_at__isnull=False)
    assert scheduled.approved_go_live_at == later
    assert LAST not in json.dumps(scheduled.content)


def test_entries_of_live_coverage_are_changed_though_they_are_frozen(
    deciding: Client, about: UnpublishRequest, story: Story
):
    Story.objects.filter(pk=story.pk).update(is_live_coverage=True)
    entry = LiveEntry(
        story=story, at=timezone.now(), number=1, headline=LAST, text=f"<p>{NAME} spoke.</p>"
    )
    LiveEntry.objects.bulk_create([entry])
    Story.objects.filter(pk=story.pk).update(live_ended_at=timezone.now())

    approve(deciding, about)

    entry = LiveEntry.objects.get()
    assert (entry.headline, entry.text) == ("Q.", "<p>O. Q. spoke.</p>")


def test_what_was_approved_is_what_was_seen(
    deciding: Client, about: UnpublishRequest, story: Story
):
    shown = look(deciding, about).context["shown_as"]
    changed = Story.objects.get(pk=story.pk)
    changed.deck = f"{NAME} was cleared."
    changed.save_revision().publish()

    answer = look(deciding, about, step="approve", shown_as=shown)

    assert answer.status_code == 409
    assert "has changed meanwhile" in answer.text
    assert LAST in Story.objects.get(pk=story.pk).title


def test_a_name_that_is_not_there_is_said_so(deciding: Client, about: UnpublishRequest):
    assert "does not hold that name" in look(deciding, about, name="Nell Roe", alone="").text


def test_where_the_name_stays_is_told_beforehand(
    deciding: Client, about: UnpublishRequest, story: Story, publisher: Any
):
    correct(story, wrong=f"We misspelt {NAME}.", right="It is so.", editor=publisher)

    left = " ".join(look(deciding, about).context["left"])

    assert "A correction, which stays for good" in left
    assert "The photo “a.jpg” itself" in left


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Ilse Markham’s boat", "I. M.’s boat"),
        ("<p>Ilse&nbsp;<i>Markham</i></p>", "<p>I.&nbsp;<i>M.</i></p>"),
        (
            '<a href="https://x.example/Markham">Markham</a>',
            '<a href="https://x.example/Markham">M.</a>',
        ),
        ("ILSE MARKHAM, Markhams, Markham-Roe", "I. M., Markhams, M.-Roe"),
        ("said <b>Markham</b>. Ask Ilse Markham.", "said <b>M</b>. Ask I. M."),
        ("markham@example.org and @Markham", "markham@example.org and @Markham"),
        ("Ilse  \n Markham", "I.  \n M."),
        ("Seán O&#x27;Brien and Sea\u0301n O’Brien", "S. O. and S. O."),
    ],
)
def test_a_name_is_known_however_it_is_set(text: str, changed: str):
    assert Names(["Ilse Markham", "Markham", "Seán O'Brien"])(text) == changed
