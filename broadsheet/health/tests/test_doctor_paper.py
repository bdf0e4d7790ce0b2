"""What the doctor finds wrong with a paper's settings and its records."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Site

from broadsheet.health import doctor_paper, doctor_records
from broadsheet.health.models import Sign
from broadsheet.health.tests.outside import MailServer
from broadsheet.health.tests.test_doctor import Find, is_fine, said
from broadsheet.press.models import Turn
from broadsheet.press.shelf import Batch, Shelf

pytestmark = pytest.mark.sqlite


# The settings ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "https", "behind", "check", "words"),
    [
        ("http://ledger.example", False, False, doctor_paper.address, "not on HTTPS"),
        ("ledger.example", False, False, doctor_paper.address, "Write ADDRESS as in"),
        ("https://x.example/news", True, True, doctor_paper.address, "a host alone"),
        ("https://ledger.example", True, False, doctor_paper.proxy, "behind_proxy = true"),
        ("http://localhost", False, True, doctor_paper.proxy, "behind_proxy = false"),
    ],
)
def test_an_address_that_readers_cannot_use_is_named(
    settings: Any, address: str, https: bool, behind: bool, check: Find, words: str
):
    settings.ADDRESS, settings.HTTPS = address, https
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind else None

    assert words in said(check)


@pytest.mark.parametrize("address", ["https://ledger.example", "http://localhost:8000"])
def test_an_address_that_is_one_is_fine(settings: Any, address: str):
    settings.ADDRESS = address

    assert is_fine(doctor_paper.address)


def test_a_paper_without_an_address_is_told_how_to_have_one(settings: Any):
    settings.ADDRESS = ""

    assert "in paper.toml" in said(doctor_paper.address, "note")


def test_a_key_that_can_be_guessed_and_hosts_that_take_anyone_are_named(settings: Any):
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = "changeme", ["*"]

    assert "only 8 signs" in said(doctor_paper.secret_key)
    assert "a stranger's" in said(doctor_paper.hosts)


def test_the_mail_server_is_asked_and_nothing_is_sent(mail_server: MailServer, settings: Any):
    settings.DEFAULT_FROM_EMAIL = "news@ledger.example"

    assert is_fine(doctor_paper.mail)

    assert mail_server.taken == []
    assert "MAIL" not in mail_server.commands
    settings.DEFAULT_FROM_EMAIL = "newsroom@localhost"
    assert "Set MAIL_FROM" in said(doctor_paper.mail)


def test_a_mail_server_that_lets_nobody_in_is_named(mail_server: MailServer, settings: Any):
    settings.EMAIL_PORT = 1

    assert "does not let the paper in (nobody listens there, ConnectionRefusedError" in said(
        doctor_paper.mail
    )


def test_an_address_whose_certificate_nobody_takes_is_named(
    settings: Any, monkeypatch: pytest.MonkeyPatch
):
    settings.HTTPS, settings.ADDRESS = True, "https://ledger.example"
    soon = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(doctor_paper, "certificate_end", lambda *_args, **_more: soon)

    assert "does not renew it" in said(doctor_paper.certificate)


def test_styles_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch):
    assert is_fine(doctor_paper.static_files)

    monkeypatch.setattr(doctor_paper, "STATIC", ["nowhere/none.css"])

    assert "nowhere/none.css is missing" in said(doctor_paper.static_files)


def test_a_shelf_is_read_and_its_failures_are_counted(shelf: Shelf, settings: Any):
    assert "Nothing is printed yet" in said(doctor_paper.shelf, "note")
    shelf.put(Batch(), now=time.time())
    assert is_fine(doctor_paper.shelf)
    shelf.put(Batch(failed={"localhost/x/": "It broke."}), now=time.time())
    assert "1 pages could not be printed" in said(doctor_paper.shelf)
    shelf.close()

    settings.SHELF.write_bytes(b"no database at all" * 1000)
    for beside in settings.SHELF.parent.glob("shelf.sqlite3-*"):
        beside.unlink()

    assert "delete" in said(doctor_paper.shelf)


# The records -------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_records_of_a_sound_paper_are_fine(paper: Any, publisher: Any, settings: Any):
    # The tests' own database has another name.
    (settings.HOME / "paper.sqlite3").touch()
    checks = [
        doctor_records.answers,
        doctor_records.whole,
        doctor_records.tables,
        doctor_records.clock_of_the_records,
        doctor_records.papers,
        doctor_records.people,
    ]

    wrong = {check.__name__: said(check) for check in checks if said(check)}

    assert wrong == {}


@pytest.mark.django_db
def test_tables_of_another_age_are_named():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'health' AND name LIKE '0002%'")
    assert "Run “broadsheet run”" in said(doctor_records.tables)

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('health', '0999_later', %s)",
            [timezone.now()],
        )

    assert "newer Broadsheet" in said(doctor_records.tables)


@pytest.mark.django_db
def test_a_clock_that_is_behind_the_records_is_named():
    Turn.objects.create(name="schedule", last_ran=timezone.now() + timedelta(hours=2))

    assert "this machine's clock is behind" in said(doctor_records.clock_of_the_records)


@pytest.mark.django_db
def test_a_papers_host_that_no_form_can_be_sent_to_is_named(paper: Any):
    Site.objects.update(hostname="other.example")
    type(paper).objects.update(time_zone="Mars/Olympus")

    told = said(doctor_records.papers)

    assert "other.example is a paper's host, and not among ALLOWED_HOSTS" in told
    assert "“Mars/Olympus” is no time zone" in told


@pytest.mark.django_db
def test_a_paper_that_nobody_can_enter_is_named(reporter: Any):
    assert "createsuperuser" in said(doctor_records.people)


@pytest.mark.django_db
def test_a_worker_that_has_stopped_and_a_job_that_fails_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor_records, "is_running", lambda: True)
    long_ago = timezone.now() - timedelta(minutes=30)
    Sign.objects.create(machine="ledger-1", program="worker", at=long_ago, began=long_ago)
    Turn.objects.create(name="schedule", last_ran=timezone.now(), failure="KeyError: x")

    told = said(doctor_records.worker)

    assert "the worker on ledger-1" in told
    assert "The job “schedule” failed" in told


@pytest.mark.django_db
def test_photos_without_their_files_are_counted(make_photo: Callable[..., Any]):
    assert "There are none yet" in said(doctor_records.photos, "note")
    kept, lost = make_photo(), make_photo()
    assert is_fine(doctor_records.photos)

    lost.file.storage.delete(lost.file.name)

    assert "Of 2 that were looked at, 1 have no file" in said(doctor_records.photos)
    assert kept.file.storage.exists(kept.file.name)
