"""The desk's page and files: those of the release, under a policy of their own."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.newsroom.models import User
from broadsheet.tips.desk import files as desk_files
from broadsheet.tips.tests.desks import DeskNewsroom, at_desk, newsroom

__all__ = ["at_desk", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PAGES = ("desk", "preview", "opener")


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release whose files say their own names."""
    names = [f"{page}.{language}.html" for page in PAGES for language in ("en", "es", "ar")]
    for name in (*names, *desk_files.FILES, "tips.js"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(desk_files, "BUILT", tmp_path)
    return tmp_path


def rules_of(answer: Any) -> dict[str, str]:
    rules = answer.headers["Content-Security-Policy"].split("; ")
    return {name: words for name, _blank, words in (rule.partition(" ") for rule in rules)}


def test_the_page_is_the_releases_own_and_runs_nothing_else(built: Path, at_desk: Client):
    page = at_desk.get("/newsroom/tips/")

    rules = rules_of(page)
    assert page.text == "desk.en.html"
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self'"
    assert rules["worker-src"] == "blob:"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert not any("unsafe" in words for words in rules.values())
    assert page.headers["Integrity-Policy"].startswith("blocked-destinations=(script")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("chosen", "shown"), [("es", "es"), ("ar", "ar"), ("", "en"), ("fr", "en")]
)
def test_the_page_is_in_the_language_that_each_person_chose(
    built: Path, at_desk: Client, publisher: User, chosen: str, shown: str
):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(publisher)
    profile.preferred_language = chosen
    profile.save()

    assert at_desk.get("/newsroom/tips/").text == f"desk.{shown}.html"


def test_the_frame_for_pictures_has_no_origin_and_stands_in_the_desk_alone(
    built: Path, at_desk: Client
):
    frame = at_desk.get("/newsroom/tips/preview/")

    rules = rules_of(frame)
    assert frame.text == "preview.en.html"
    assert rules["sandbox"] == "allow-scripts"
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "blob: data:"
    assert "connect-src" not in rules
    assert rules["frame-ancestors"] == "'self'"
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_opener_is_kept_and_never_opened_here(built: Path, at_desk: Client):
    page = at_desk.get("/newsroom/tips/opener/")

    assert page.text == "opener.en.html"
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in rules_of(page)


def test_files_are_the_releases_own_and_no_others_are_handed_out(built: Path, db: None):
    """A frame without an origin asks for its script as nobody; all of these are in the repository."""
    client = Client()

    answers = {name: client.get(f"/newsroom/tips/files/{name}") for name in desk_files.FILES}

    assert {name: answer.text for name, answer in answers.items()} == {
        name: name for name in desk_files.FILES
    }
    assert answers["preview.js"].headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answers["desk.js"].headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert all(answer.headers["X-Content-Type-Options"] == "nosniff" for answer in answers.values())
    assert not any(answer.cookies for answer in answers.values())
    for name in ("tips.js", "desk.en.html", "release.json", "..%2Fapps.py"):
        assert client.get(f"/newsroom/tips/files/{name}").status_code == 404, name


def test_a_copy_of_the_program_that_is_not_whole_shows_no_page(
    built: Path, at_desk: Client, newsroom: DeskNewsroom
):
    (built / "desk.en.html").unlink()

    assert at_desk.get("/newsroom/tips/").status_code == 404
