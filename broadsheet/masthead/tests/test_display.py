"""A reader's choice of colours and text size: kept on the reader's device, and in no page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Referer": "http://localhost/contact/"}


@pytest.fixture
def reader(paper) -> Client:
    return Client(SERVER_NAME="localhost")


def choose(reader, headers=HERE, **choice):
    return reader.post("/display/", choice, headers=headers)


def test_a_choice_is_kept_and_leads_back_to_the_page_it_was_made_on(reader):
    answer = choose(reader, colours="dark", size="large")

    assert answer.status_code == 303
    assert answer["Location"] == "/contact/"
    assert reader.cookies["display"].value == "dark.large"
    assert reader.cookies["display"]["httponly"]


def test_the_style_of_a_choice_is_for_one_reader_only(reader):
    choose(reader, colours="dark", size="larger")

    answer = reader.get("/display.css")

    assert "color-scheme:dark" in answer.text
    assert "font-size:130%" in answer.text
    assert "private" in answer["Cache-Control"]
    assert answer["Vary"] == "Cookie"


def test_a_reader_without_a_choice_gets_no_rules(reader):
    assert reader.get("/display.css").text == ""


def test_pages_are_the_same_for_readers_with_and_without_a_choice(reader):
    before = reader.get("/contact/").content
    choose(reader, colours="light", size="large")

    assert reader.get("/contact/").content == before


def test_choosing_a_size_leaves_the_colours_as_they_were(reader):
    choose(reader, colours="dark")
    choose(reader, size="large")

    assert reader.cookies["display"].value == "dark.large"


def test_choosing_what_the_device_says_takes_the_cookie_away(reader):
    choose(reader, colours="dark")
    choose(reader, colours="device", size="regular")

    assert reader.cookies["display"].value == ""
    assert reader.get("/display.css").text == ""


@pytest.mark.parametrize(
    "cookie", ["", "pink.huge", "dark", "x" * 5000, "</style>.large", "dark}*{top:0.large"]
)
def test_x08_a_cookie_that_was_tampered_with_brings_no_rule_into_a_style_sheet(reader, cookie):
    reader.cookies["display"] = cookie

    answer = reader.get("/display.css")

    assert answer.status_code == 200
    assert "<" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_no_other_site_can_change_a_readers_choice(reader, headers):
    answer = choose(reader, headers, colours="dark")

    assert answer.status_code == 403
    assert "display" not in reader.cookies


@pytest.mark.parametrize(
    "referer",
    [
        "http://elsewhere.example/x/",
        "http://localhost//elsewhere.example/",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_choice_never_leads_to_another_host(reader, referer):
    answer = choose(reader, {"Sec-Fetch-Site": "same-origin", "Referer": referer}, size="large")

    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("//")


def test_the_panel_works_without_script_and_preselects_nothing(reader):
    page = reader.get("/contact/").text

    assert '<form action="/display/" method="post">' in page
    assert page.count('type="radio"') == 6
    assert " checked" not in page


@pytest.mark.parametrize("name", ["Origin", "Referer"])
def test_an_address_that_is_none_is_no_address_of_ours(client, paper, name):
    headers = {"Sec-Fetch-Site": "same-origin"} if name == "Referer" else {}

    answer = client.post("/display/", {"colours": "dark"}, headers={**headers, name: "http://["})

    assert answer.status_code == (303 if name == "Referer" else 403)
    assert answer.headers.get("Location", "/") == "/"
