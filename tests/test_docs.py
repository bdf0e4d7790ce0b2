"""What the manuals must cover, checked against the code."""

import html
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from broadsheet import settings
from broadsheet.cli import COMMANDS
from broadsheet.lib import env, errors
from broadsheet.lib.errors import BroadsheetError
from broadsheet.photos.models import Assignment

ROOT = Path(__file__).parent.parent
MANUALS = ROOT / "docs"
PAGES = sorted([*MANUALS.rglob("*.md"), *ROOT.glob("*.md")])
pytestmark = pytest.mark.sqlite
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
# The same setting may be read twice while tests reload settings.
SETTINGS = {setting.name: setting for setting in env.SETTINGS}
assert settings.HOME


def manual(*names: str) -> str:
    return "\n".join(
        page.read_text() for name in names for page in sorted((MANUALS / name).rglob("*.md"))
    )


def kinds_of_page() -> list[str]:
    return [
        str(model._meta.verbose_name)
        for model in apps.get_models()
        if issubclass(model, Page) and model.__module__.startswith("broadsheet.")
    ]


def all_errors(kind: type[BroadsheetError] = BroadsheetError) -> list[type[BroadsheetError]]:
    return [kind, *(found for below in kind.__subclasses__() for found in all_errors(below))]


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_has_its_place_in_the_manual(name: str):
    page = (MANUALS / "publishers" / "settings.md").read_text()

    assert f"## {name}\n" in page
    assert SETTINGS[name].meaning in page


def test_the_manual_tells_of_no_setting_that_is_not_there():
    page = (MANUALS / "publishers" / "settings.md").read_text()

    assert set(re.findall(r"^## ([A-Z_]+)$", page, re.MULTILINE)) == set(SETTINGS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_place_in_the_manual(command: str):
    assert re.search(rf"`broadsheet {command}\b", manual("publishers"))


@pytest.mark.parametrize("kind", kinds_of_page())
def test_every_kind_of_page_has_its_place_in_the_editors_manual(kind: str):
    assert kind.lower() in manual("editors").lower()


@pytest.mark.parametrize("error", all_errors()[1:], ids=lambda error: error.__name__)
def test_every_error_hangs_on_the_tree(error: type[BroadsheetError]):
    """The tree at the top of lib/errors.py names each error that Broadsheet raises."""
    if error.__module__.startswith("broadsheet.") and ".tests." not in error.__module__:
        assert re.search(rf"\b{error.__name__}\b", errors.__doc__ or "")


def test_the_readmes_table_names_tests_that_are_there():
    rows = re.findall(r"^\|.*\| `(\S+)` \|$", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert len(rows) >= 9
    places = (ROOT / "broadsheet", ROOT)
    assert [row for row in rows if not any((place / row).is_file() for place in places)] == []


def test_every_picture_is_shown_somewhere():
    shown = "\n".join(page.read_text() for page in PAGES)

    kept = [picture.name for picture in (MANUALS / "pictures").iterdir()]
    assert [name for name in kept if f"pictures/{name}" not in shown] == []


@pytest.fixture
def screens(
    client: Any,
    publisher: Any,
    draft_story: Any,
    published_story: Any,
    covered: Any,
    tell: Any,
    paper: Any,
    chosen: Any,
    make_story: Any,
    make_photo: Any,
) -> str:
    """All that stands on the screens of which the editors' manual tells."""
    draft_story.get_workflow().start(draft_story, publisher)
    client.force_login(publisher)
    # What a screen shows of a story that is covered, breaking, taken, and offered to others.
    tell("The vote is 4–3.")
    published_story.breaking_until = timezone.now() + timedelta(hours=1)
    published_story.save()
    client.post(reverse("take_story", args=[draft_story.pk]))
    paper.may_republish = True
    paper.save()
    # A front of which one place was chosen, and a film that a reader may play.
    chosen(None, published_story)
    film = {"url": "https://youtu.be/LarkmereCty", "title": "Council", "provider": "YouTube"}
    for headline in ("The ferry runs", "The mill whistle"):
        make_story(headline, photo=make_photo())
    filmed = make_story("The council, on film", photo=make_photo(), body=[("embed", film)])
    # With a second paper, journalists are asked for whom they work.
    Site.objects.create(hostname="second.example", root_page=published_story.site.root_page)
    journalist = reverse("wagtailsnippets_newsroom_journalist:add")
    paths = [
        "/newsroom/",
        "/newsroom/stories/",
        "/newsroom/settings/masthead/paper/",
        journalist,
        reverse("live_desk", args=[covered.pk]),
        *[
            reverse(name, args=[published_story.pk])
            for name in (
                "mark_breaking",
                "story_receipts",
                "correct_story",
                "wagtailadmin_pages:history",
            )
        ],
        "/newsroom/account/",
        "/newsroom/sign-in/",
        "/newsroom/import/",
        *photo_screens(make_photo, publisher),
        "/newsroom/front/",
        "/newsroom/front/memory/",
        reverse(
            "wagtailadmin_pages:add",
            args=["masthead", "standingpage", published_story.site.root_page_id],
        ),
        published_story.permalink,
        filmed.permalink,
        *[
            reverse("wagtailadmin_pages:edit", args=[one.pk])
            for one in (draft_story, published_story)
        ],
        *[
            reverse("wagtailadmin_pages:edit", args=[page.pk])
            for page in published_story.get_ancestors()[1:]
        ],
    ]
    pages = [client.get(path, follow=True) for path in paths]
    assert {page.status_code for page in pages} == {200}
    # Words for scripts are written with their own signs.
    words = html.unescape("\n".join(page.text for page in pages))
    return words.encode().decode("unicode_escape", "ignore") + words


def photo_screens(make_photo: Any, publisher: Any) -> list[str]:
    """Return the addresses of the photo desk's screens, with something on each."""
    soon = timezone.now() + timedelta(days=1)
    open_one, dropped = (
        Assignment.objects.create(
            what="Opening night", starts_at=soon, state=state, asked_by=publisher
        )
        for state in (Assignment.State.OPEN, Assignment.State.DROPPED)
    )
    photo = make_photo().pk
    assignments = [reverse("assignment", args=[one.pk]) for one in (open_one, dropped)]
    named = ["photo_list", "upload_photos", "my_photos", "assignments"]
    chosen = f"{reverse('change_photos')}?id={photo}"
    return [*map(reverse, named), reverse("photo_page", args=[photo]), chosen, *assignments]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["editors/README.md", "editors/photos.md", "publishers/paper.md"])
def test_what_a_manual_calls_a_button_or_a_panel_is_called_so_on_the_screen(
    screens: str, page: str
):
    words = (MANUALS / page).read_text()
    named = set(re.findall(r"\*\*([A-Z][^*]+[^.*])\*\*", words))
    rows = re.findall(r"^\| ([A-Z][^|]+?) \| [a-z*]", words, re.MULTILINE)

    assert len({*named, *rows}) > 4
    missing = [one for one in sorted({*named, *rows}) if not is_written(one, screens)]
    assert missing == [], ", ".join(missing)


def is_written(label: str, screens: str) -> bool:
    """Say whether a screen shows these words, as they are, and not merely within its markup."""
    return bool(re.search(rf'[>"]\s*{re.escape(label)}\s*[<"]', screens))


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["Article body", "Pages", "Choose an image"])
def test_a_label_that_is_on_no_screen_is_found_out(screens: str, label: str):
    assert not is_written(label, screens)


@each_page
def test_a_link_in_a_manual_leads_somewhere(page: Path):
    links = re.findall(r"\]\((?!https?:|mailto:|#|/)([^)#\s]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_tells_the_two_commands():
    words = (ROOT / "README.md").read_text()

    assert "make run" in words
    assert "make test" in words


def test_every_decision_says_what_was_given_up():
    decisions = sorted((MANUALS / "decisions").glob("[0-9]*.md"))

    assert decisions
    assert [page.name for page in decisions if len(page.read_text()) < 200] == []
