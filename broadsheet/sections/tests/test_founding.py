"""Making a paper out of an empty site, by its first steps."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Site

from broadsheet.masthead.models import Paper, set_up
from broadsheet.newsroom.models import User
from broadsheet.sections.errors import FoundingError
from broadsheet.sections.founding import found_paper
from broadsheet.sections.models import Front, Section

pytestmark = pytest.mark.django_db
STEPS = "/newsroom/first-steps/"
FACTS = {
    "name": "The Larkmere Ledger",
    "town": "Larkmere",
    "region": "Wisconsin",
    "time_zone": "America/Chicago",
    "language": "en-us",
    "legal_kind": "business",
}
CONTACT = {"email": "news@larkmereledger.example", "phone": ""}
TYPED = {**FACTS, **CONTACT, "sections": "Local News\r\n\r\n  High   School Sports \r\nOpinion"}


@pytest.fixture
def site(db: None) -> Site:
    return Site.objects.get()


@pytest.fixture
def at_door(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def test_a_founded_paper_has_front_sections_settings_and_navigation(site: Site) -> None:
    front = found_paper(site, **FACTS, sections=["Local News", "Sports"])

    site.refresh_from_db()
    paper = Paper.objects.get(site=site)
    assert site.root_page_id == front.pk
    assert [(s.title, s.path_for_readers) for s in Section.objects.child_of(front)] == [
        ("Local News", "/local-news/"),
        ("Sports", "/sports/"),
    ]
    assert (paper.name, paper.region, paper.time_zone) == (
        "The Larkmere Ledger",
        "Wisconsin",
        "America/Chicago",
    )
    assert [str(item) for item in paper.navigation.all()] == ["Local News", "Sports"]


def test_a_paper_in_another_script_gets_addresses_that_can_be_typed(site: Site) -> None:
    front = found_paper(site, **{**FACTS, "language": "ar"}, sections=["أخبار", "الرياضة"])

    assert [s.path_for_readers for s in Section.objects.child_of(front)] == ["/khbr/", "/lrydh/"]


def test_nothing_is_left_of_wagtails_welcome_page(site: Site) -> None:
    found_paper(site, **FACTS, sections=["Local News"])

    assert sorted(page.title for page in Page.objects.all()) == [
        "Local News",
        "Root",
        "The Larkmere Ledger",
    ]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_paper_is_founded_once(site: Site) -> None:
    found_paper(site, **FACTS, sections=["Local News"])

    with pytest.raises(FoundingError, match="set up already"):
        found_paper(site, **FACTS, sections=["Sports"])

    assert Section.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"sections": []}, "sections", "at least one section"),
        ({"sections": ["  ", ""]}, "sections", "at least one section"),
        ({"sections": ["Sports", "sports"]}, "sections", "stands here twice"),
        ({"sections": ["Feed"]}, "sections", "address of the program's own"),
        ({"sections": ["2016"]}, "sections", "address of the program's own"),
        ({"sections": ["!!!"]}, "sections", "cannot be a section's name"),
        ({"sections": ["x" * 81]}, "sections", "cannot be a section's name"),
        ({"sections": [f"Section {n}" for n in range(31)]}, "sections", "at most 30"),
        ({"name": " "}, "name", "paper's name"),
        ({"town": ""}, "town", "town"),
        ({"time_zone": "Larkmere"}, "time_zone", "no time zone"),
        ({"language": "tlh"}, "language", "language"),
        ({"legal_kind": "cult"}, "legal_kind", "who publishes"),
    ],
)
def test_what_cannot_be_a_paper_is_refused_and_leaves_nothing_behind(
    site: Site, wrong: dict[str, Any], field: str, sentence: str
) -> None:
    pages = Page.objects.count()

    with pytest.raises(FoundingError, match=sentence) as refusal:
        found_paper(site, **{**FACTS, "sections": ["Sports"], **wrong})

    assert refusal.value.field == field
    assert Page.objects.count() == pages
    assert not Paper.objects.exists()


def test_signing_in_to_a_new_paper_leads_to_its_first_steps(at_door: Client) -> None:
    answer = at_door.get("/newsroom/")

    assert answer.url == STEPS


def test_first_steps_begin_with_the_machines_zone_and_the_customary_sections(
    at_door: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    from broadsheet.sections import desk

    monkeypatch.setattr(desk, "MACHINES_ZONE", Path("/usr/share/zoneinfo/America/Chicago"))

    page = at_door.get(STEPS)

    assert page.context["form"].initial["time_zone"] == "America/Chicago"
    assert "Local News" in page.text


def test_first_steps_found_the_paper(at_door: Client, site: Site) -> None:
    answer = at_door.post(STEPS, TYPED)

    assert answer.url == "/newsroom/"
    assert set_up(site)
    assert [s.title for s in Section.objects.order_by("path")] == [
        "Local News",
        "High School Sports",
        "Opinion",
    ]
    assert at_door.get("/newsroom/").status_code == 200
    assert "The Larkmere Ledger" in at_door.get("/").text


def test_a_zone_may_be_typed_in_small_letters(at_door: Client, site: Site) -> None:
    at_door.post(STEPS, {**TYPED, "time_zone": "america/new york"})

    assert Paper.objects.get().time_zone == "America/New_York"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write the paper&#x27;s name."),
        ({"time_zone": "Larkmere"}, "is no time zone"),
        ({"sections": " \n "}, "Name at least one section"),
        ({"email": "", "phone": " "}, "Write an e-mail or a phone by which readers reach"),
        ({"email": "the newsroom"}, "Write an e-mail address as in"),
        ({"sections": "Sports\nFeed"}, "an address of the program&#x27;s own"),
    ],
)
def test_a_wrong_answer_is_said_at_its_field_and_the_rest_is_kept(
    at_door: Client, wrong: dict[str, str], sentence: str
) -> None:
    page = at_door.post(STEPS, {**TYPED, **wrong})

    assert sentence in page.text
    assert 'value="Larkmere"' in page.text
    assert not Front.objects.exists()


def test_one_way_to_reach_the_newsroom_is_enough(at_door: Client, site: Site) -> None:
    at_door.post(STEPS, {**TYPED, "email": "", "phone": "(608) 555-0142"})

    assert (Paper.objects.get().email, Paper.objects.get().phone) == ("", "(608) 555-0142")


def test_first_steps_are_not_taken_twice(at_door: Client, site: Site) -> None:
    at_door.post(STEPS, TYPED)

    page = at_door.post(STEPS, {**TYPED, "name": "The Other Ledger"}, follow=True)

    assert "has been set up already" in page.text
    assert Paper.objects.get().name == "The Larkmere Ledger"


@pytest.mark.parametrize("role", ["reporter", "editor", "photo_editor"])
def test_only_a_publisher_takes_the_first_steps(
    client: Client, request: pytest.FixtureRequest, role: str
) -> None:
    client.force_login(request.getfixturevalue(role))

    assert client.get(STEPS).status_code == 403
    assert client.post(STEPS, TYPED).status_code == 403
    assert client.get("/newsroom/").status_code == 200
    assert not Front.objects.exists()
