"""The contact page: every desk and person with the ways that were chosen, and nothing that leads nowhere."""

import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Site

from broadsheet.masthead.models import Paper
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist, User
from broadsheet.newsroom.tests.keys import OF_VERSION_4
from broadsheet.sections.founding_pages import write_missing_pages
from tests.test_two_papers import THEIRS, bell  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
EDIT = "wagtailsnippets_newsroom_journalist:edit"


def headings(html: str) -> list[str]:
    """Return the heads of the page's sections, in their order."""
    main = BeautifulSoup(html, "html.parser").find(id="main")
    assert main
    return [head.get_text() for head in main.find_all("h2")]  # type: ignore[union-attr]


def section(html: str, head: str) -> str:
    """Return the words of the section under a head."""
    for one in BeautifulSoup(html, "html.parser").find_all("section"):
        if one.h2 and one.h2.get_text() == head:
            return " ".join(one.get_text(" ").split())
    return ""


@pytest.fixture
def desks(site: Site) -> dict[str, Desk]:
    """Three desks, of which one can be reached by nothing and has nobody."""
    rows = [
        (
            "Delivery",
            {"order": 30, "phone": "(608) 555-0150", "about": "A paper that did not come."},
        ),
        ("News", {"order": 10, "takes_messages": False, "hours": "Weekdays 9 to 5"}),
        ("Jobs", {"order": 20, "takes_messages": False}),
    ]
    return {name: Desk.objects.create(site=site, name=name, **more) for name, more in rows}


@pytest.fixture
def staff(desks: dict[str, Desk], journalist: Journalist) -> list[Journalist]:
    journalist.desk = desks["News"]
    journalist.save()
    ilse = Journalist.objects.create(
        name="Ilse Markham", slug="ilse-markham", beat="all of it", signal="ilse.01", by_post=True
    )
    return [journalist, ilse]


def test_people_stand_under_their_desks_in_the_papers_own_order(read: Any, staff: Any):
    page = read("/contact/").text

    heads = [one for one in headings(page) if one not in ("Support local journalism", "Talk to us")]
    assert heads == ["The newsroom", "News", "Delivery", "In the newsroom", "Who covers what"]
    assert "Weekdays 9 to 5" in section(page, "News")
    assert "Odalys Brandt Government reporter Council, county" in section(page, "News")
    assert "A paper that did not come." in section(page, "Delivery")
    assert "Ilse Markham" in section(page, "In the newsroom")


def test_a_desk_that_nobody_answers_is_not_shown_until_somebody_does(
    read: Any, press: Any, staff: Any, desks: dict[str, Desk]
):
    assert "Jobs" not in headings(read("/contact/").text)
    desks["Jobs"].email = "jobs@larkmereledger.example"
    desks["Jobs"].save()
    press.print_all()

    assert "jobs@larkmereledger.example" in section(read("/contact/").text, "Jobs")


def test_what_is_covered_stands_by_the_alphabet_and_leads_to_people(read: Any, staff: Any):
    Journalist.objects.create(name="Jon Abbey", slug="jon-abbey", beat="Éclairs and bakeries")

    found = section(read("/contact/").text, "Who covers what")

    assert found == (
        "Who covers what all of it Ilse Markham "
        "Council, county and what they spend Odalys Brandt Éclairs and bakeries Jon Abbey"
    )


def test_one_beat_alone_needs_no_list(read: Any, journalist: Journalist):
    assert "Who covers what" not in headings(read("/contact/").text)


def test_each_way_that_somebody_chose_is_shown_on_both_pages_and_in_text(read: Any, staff: Any):
    for path in (
        "/contact/",
        "/people/ilse-markham/",
        "/text/contact/",
        "/text/people/ilse-markham/",
    ):
        words = " ".join(BeautifulSoup(read(path).text, "html.parser").get_text(" ").split())
        assert "Signal: ilse.01" in words
        assert (
            "By post: Ilse Markham, The Larkmere Ledger, 14 Depot Street, Larkmere, Wis." in words
        )


def test_nobody_gets_post_at_a_paper_without_an_address(read: Any, staff: Any, paper: Paper):
    paper.street_address = ""
    paper.save()

    assert "By post" not in read("/contact/").text


def test_someone_who_has_left_shows_no_way_at_all(read: Any, staff: list[Journalist]):
    ilse = staff[1]
    ilse.phone, ilse.public_key, ilse.is_current = "(608) 555-0199", OF_VERSION_4, False
    ilse.save()

    own = read(ilse.path).text

    assert "Ilse Markham" not in read("/contact/").text
    assert [
        words
        for words in ("Signal", "555-0199", "By post", "Public key", "Write to")
        if words in own
    ] == []


def test_ways_that_stand_on_every_page_stand_here_too(read: Any, paper: Paper):
    assert "Send us a letter to the editor" in section(read("/contact/").text, "Talk to us")


def test_every_story_leads_to_this_page(read: Any, published_story: Any):
    page = read(published_story.permalink).text

    assert re.findall(r'href="(/[^"]*)">More contact information', page) == ["/contact/"]


def test_machines_are_told_how_the_paper_its_desks_and_its_people_are_reached(
    read: Any, staff: Any, desks: dict[str, Desk], paper: Paper
):
    write_missing_pages(paper.site)
    soup = BeautifulSoup(read("/contact/").text, "html.parser")
    blocks = [json.loads(one.get_text()) for one in soup.find_all(type="application/ld+json")]
    publisher, people = (one for one in blocks if one["@type"] == "NewsMediaOrganization")

    assert publisher["@id"] == people["@id"] == "http://localhost/#publisher"
    assert publisher["address"] == {
        "@type": "PostalAddress",
        "streetAddress": paper.street_address,
        "addressLocality": "Larkmere",
        "addressRegion": "Wisconsin",
    }
    assert (publisher["telephone"], publisher["email"]) == (paper.phone, paper.email)
    assert publisher["contactPoint"] == [
        {
            "@type": "ContactPoint",
            "contactType": "Delivery",
            "description": "A paper that did not come.",
            "telephone": "(608) 555-0150",
            "url": f"http://localhost/contact/desks/{desks['Delivery'].pk}/",
        }
    ]
    assert publisher["masthead"] == "http://localhost/contact/"
    assert {"correctionsPolicy", "ethicsPolicy", "areaServed", "foundingDate"} <= publisher.keys()
    assert people["employee"][1] == {
        "@type": "Person",
        "name": "Odalys Brandt",
        "jobTitle": "Government reporter",
        "knowsAbout": "Council, county and what they spend",
        "url": "http://localhost/people/odalys-brandt/",
    }


def test_another_papers_desks_stand_on_its_own_page(
    read: Any,
    staff: Any,
    bell: Site,  # noqa: F811
):
    Desk.objects.create(site=bell, name="Dispatch")

    ours, theirs = read("/contact/").text, read("/contact/", host=THEIRS).text

    assert "Dispatch" not in headings(ours)
    assert "Dispatch" in headings(theirs)
    # They work for both papers, and have no desk at this one.
    assert "Odalys Brandt" in section(theirs, "In the newsroom")


# In the newsroom ----------------------------------------------------------------------------------
def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_makes_a_desk_and_readers_find_it(paper: Paper, editor: User, read: Any):
    fields = {"name": "Advertising", "order": 5, "phone": "(608) 555-0151"}

    answer = signed_in(editor).post(reverse("wagtailsnippets_newsroom_desk:add"), fields)

    assert answer.status_code == 302
    assert "(608) 555-0151" in section(read("/contact/").text, "Advertising")


def test_two_desks_of_one_name_are_refused_in_a_sentence(desks: Any, editor: User):
    answer = signed_in(editor).post(
        reverse("wagtailsnippets_newsroom_desk:add"), {"name": "News", "order": 5}
    )

    assert "This paper has a desk of that name already." in answer.text
    assert Desk.objects.filter(name="News").count() == 1


def test_who_works_for_one_paper_neither_sees_nor_changes_the_desks_of_another(
    desks: dict[str, Desk],
    bell: Site,  # noqa: F811
):
    bella = User.objects.create_user("bella")
    rights = Permission.objects.filter(
        content_type__app_label="newsroom", content_type__model="desk"
    )
    bella.user_permissions.add(*rights, Permission.objects.get(codename="access_admin"))
    group = bella.groups.create(name="Of the Bell")
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=bell.root_page, permission=change)
    theirs, client = Desk.objects.create(site=bell, name="Dispatch"), signed_in(bella)
    listed = client.get(reverse("wagtailsnippets_newsroom_desk:list")).text
    assert "Dispatch" in listed
    assert "Delivery" not in listed

    for act in ("edit", "delete"):
        own, other = (
            reverse(f"wagtailsnippets_newsroom_desk:{act}", args=[desk.pk])
            for desk in (theirs, desks["Delivery"])
        )
        assert client.get(own).status_code == 200
        for ask in (client.get, client.post):
            assert "Delivery" not in ask(other).text
    fields = {"site": desks["News"].site_id, "name": "Mine", "order": 1}
    client.post(reverse("wagtailsnippets_newsroom_desk:add"), fields)

    assert {desk.name for desk in Desk.objects.all()} == {"Delivery", "News", "Jobs", "Dispatch"}


def test_a_person_stands_at_no_desk_of_a_paper_she_does_not_work_for(
    desks: dict[str, Desk],
    bell: Site,  # noqa: F811
    journalist: Journalist,
    publisher: User,
):
    fields = {
        "name": journalist.name,
        "slug": journalist.slug,
        "is_current": "on",
        "works_for": bell.pk,
        "desk": desks["News"].pk,
    }

    answer = signed_in(publisher).post(reverse(EDIT, args=[journalist.pk]), fields)

    assert "That desk is another paper" in answer.text
    journalist.refresh_from_db()
    assert journalist.desk is None


def test_a_form_needs_an_account_under_which_messages_stand(
    journalist: Journalist, editor: User, reporter: User
):
    fields = {
        "name": journalist.name,
        "slug": journalist.slug,
        "is_current": "on",
        "takes_messages": "on",
    }
    client, path = signed_in(editor), reverse(EDIT, args=[journalist.pk])

    assert "Choose this person&#x27;s account first" in client.post(path, fields).text
    client.post(path, {**fields, "user": reporter.pk})

    journalist.refresh_from_db()
    assert journalist.reads_messages


ACCOUNT = {
    "name_email-first_name": "Nell",
    "name_email-last_name": "Testwell",
    "name_email-email": "nell@larkmereledger.example",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
}


@pytest.fixture
def own_account(journalist: Journalist, reporter: User, home: Any) -> Client:
    journalist.user = reporter
    journalist.save()
    return signed_in(reporter)


def test_a_reporter_chooses_her_own_ways_in_her_account(
    own_account: Client, journalist: Journalist
):
    assert "How readers reach you" in own_account.get(reverse("wagtailadmin_account")).text
    chosen = {
        "ways-takes_messages": "on",
        "ways-email": "",
        "ways-phone": "(608) 555-0188",
        "ways-signal": "odalys.01",
        "ways-by_post": "on",
        "ways-public_key": OF_VERSION_4,
    }

    answer = own_account.post(reverse("wagtailadmin_account"), {**ACCOUNT, **chosen})

    assert answer.status_code == 302
    journalist.refresh_from_db()
    assert journalist.reads_messages
    assert (journalist.email, journalist.phone, journalist.by_post) == ("", "(608) 555-0188", True)
    assert journalist.public_key.strip() == OF_VERSION_4.strip()
    assert journalist.role == "Government reporter"


def test_a_private_key_in_ones_own_account_comes_back_with_a_sentence(
    own_account: Client, journalist: Journalist
):
    key = OF_VERSION_4.replace("PUBLIC", "PRIVATE")
    chosen = {"ways-email": "new@larkmereledger.example", "ways-public_key": key}

    answer = own_account.post(reverse("wagtailadmin_account"), {**ACCOUNT, **chosen})

    assert "This is a private key" in answer.text
    assert "new@larkmereledger.example" in answer.text
    journalist.refresh_from_db()
    assert (journalist.public_key, journalist.email) == ("", "odalys@larkmereledger.example")


def test_an_account_that_is_sent_without_them_keeps_the_ways(
    own_account: Client, journalist: Journalist
):
    assert own_account.post(reverse("wagtailadmin_account"), ACCOUNT).status_code == 302

    journalist.refresh_from_db()
    assert journalist.email == "odalys@larkmereledger.example"


def test_who_signs_no_stories_has_no_ways_to_choose(paper: Paper, editor: User):
    page = signed_in(editor).get(reverse("wagtailadmin_account")).text

    assert "How readers reach you" not in page
