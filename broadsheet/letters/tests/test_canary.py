"""Where a writer lives is in one place, locked up: looked for everywhere else, in every table and file, after all that is done with a letter."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from broadsheet.letters.clusters import compare_arrivals
from broadsheet.letters.housekeeping import keep_house
from broadsheet.letters.models import Letter, Whereabouts
from broadsheet.letters.tests.to_be_sent import press_button
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db
# As nobody else writes them, and as they are compared: without blanks and signs.
CANARIES = {
    "street": "4711 Canarystreet",
    "phone": "715 555 7391",
    "best_time": "canarytime",
    "email": "canary.mailbox@example.org",
}
TOLD = (
    "4711 canarystreet",
    "715 555 7391",
    "5557391",
    "canarytime",
    "canary.mailbox",
    "canarymailbox",
)


def everything_kept() -> str:
    """Return every cell of every table."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(cells).casefold()


def found_in(words: str) -> list[str]:
    return [canary for canary in TOLD if canary in words.casefold()]


@pytest.fixture
def printed(
    send: Any, mailoutbox: list[Any], press: Any, editor: Any, caplog: pytest.LogCaptureFixture
) -> Letter:
    """A letter with which all was done: calls, a look, an edit that was refused and one that was approved."""
    caplog.set_level(logging.DEBUG)
    send(**CANARIES)
    letter = Letter.objects.get()
    press_button(letter, "confirm")
    desk = Client()
    desk.force_login(editor)

    def do(name: str, **fields: Any) -> None:
        letter.refresh_from_db()
        sent = {"version": letter.version, **fields}
        assert desk.post(f"/newsroom/letters/{letter.pk}/{name}/", sent).status_code == 302

    do("vouch", outcome="nobody")
    do("vouch", outcome="yes")
    assert CANARIES["street"] in desk.post(f"/newsroom/letters/{letter.pk}/whereabouts/").text
    do("claim", because="A claim was announced.", until="2099-01-01")
    do("edit", headline="The ferry", text="The ferry runs.")
    do("send_edit", words="Shorter.")
    press_button(letter, "object", words="Not so short.")
    do("edit", headline="The ferry", text="The ferry runs on.")
    do("send_edit", words="")
    press_button(letter, "approve")
    do("publish")
    press.print_all()
    keep_house()
    compare_arrivals()
    return letter


def test_l11_where_a_writer_lives_is_in_no_table_but_locked_up(printed: Letter):
    kept = everything_kept()

    assert "nell roe" in kept
    assert found_in(kept) == []
    assert Whereabouts.objects.get().open()["street"] == CANARIES["street"]


def test_l11_where_a_writer_lives_is_in_no_log_mail_or_file(
    printed: Letter,
    mailoutbox: list[Any],
    home: Path,
    editor: Any,
    caplog: pytest.LogCaptureFixture,
):
    assert found_in(caplog.text) == []
    assert len(mailoutbox) >= 4
    for mail in mailoutbox:
        assert mail.to in ([CANARIES["email"]], [editor.email])
        assert found_in(mail.subject + mail.body + str(mail.extra_headers)) == []
    for file in (one for one in home.rglob("*") if one.is_file()):
        assert found_in(file.read_bytes().decode("latin-1")) == [], file.name


def test_l11_where_a_writer_lives_is_in_no_screen_export_search_or_page(
    printed: Letter, read: Any, publisher: Any
):
    story = Story.objects.get()
    assert found_in(read(story.permalink).text) == []
    staff = Client()
    staff.force_login(publisher)
    for path in (
        "/newsroom/letters/",
        "/newsroom/letters/?which=published&find=Alder",
        f"/newsroom/letters/{printed.pk}/",
        "/newsroom/letters/spreadsheet/?which=published",
        f"/newsroom/pages/{story.pk}/history/",
        f"/newsroom/pages/{story.pk}/edit/",
        "/newsroom/reports/site-history/?export=csv",
        "/newsroom/stories/?find=ferry",
        f"/newsroom/api/main/pages/{story.pk}/",
    ):
        answer = staff.get(path)
        assert answer.status_code in (200, 302, 403, 404), path
        words = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert found_in(words.decode()) == [], path
