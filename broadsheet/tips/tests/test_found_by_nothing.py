"""Tips are found by nothing but their list: not by search, lists, history, exports or any interface of the newsroom's."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from broadsheet.newsroom.models import User
from broadsheet.tips.tests.desks import DeskNewsroom, at_desk, newsroom
from broadsheet.tips.tests.newsrooms import AGE
from tests.routes import every_route

__all__ = ["at_desk", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
OWN = "/newsroom/tips/"
# By a session that is over, nothing is asked.
ENDING = ("account_logout", "mfa_", "wagtailadmin_logout")


@pytest.fixture
def told(newsroom: DeskNewsroom, at_desk: Client) -> list[str]:
    """What would tell of a tip: its conversation's name and its messages', after it was read, answered, noted and handed on."""
    name = newsroom.tip(words=b"canary of the mill")
    path = f"{OWN}api/messages?thread={name}&proof=&kind="
    ids = [
        at_desk.post(path + kind, AGE + b"x", content_type="application/octet-stream").json()["id"]
        for kind in ("answer", "note")
    ]
    with newsroom.box.reading() as rows:
        [first] = rows.execute("SELECT id FROM messages WHERE sender='source'").fetchone()
    return [name, first, *ids, "canary of the mill"]


@pytest.fixture
def administrator(paper: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("wendell-too"))
    return client


def screens(name: str) -> list[str]:
    """Return an example of each of the newsroom's addresses but the desk's own; of lists, a search in them and their export too."""
    found = []
    for address in every_route():
        path = address.at()
        is_asked = path.startswith("/newsroom/") and not path.startswith(OWN)
        if is_asked and not address.name.startswith(ENDING):
            found += [path] if address.keys else [path, f"{path}?q={name}&export=csv"]
    return found


def words_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def test_no_screen_list_or_interface_of_the_newsroom_tells_of_a_tip(
    told: list[str], administrator: Client
):
    answers = {path: words_of(administrator.get(path)) for path in screens(told[0])}

    assert len(answers) > 300
    found = [path for path, words in answers.items() if any(one in words for one in told[1:])]
    assert found == []
    # What was asked for may be repeated; nothing else may name it.
    assert [path for path, words in answers.items() if told[0] in words and "?" not in path] == []


def test_no_row_of_the_papers_database_tells_of_a_tip(told: list[str]):
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = ""
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += repr(cursor.fetchall())

    assert len(tables) > 100
    assert [one for one in told if one in rows] == []


def test_no_dump_of_the_paper_tells_of_a_tip(told: list[str], capsys: pytest.CaptureFixture[str]):
    call_command("dumpdata")

    dump = capsys.readouterr().out
    assert len(dump) > 1000
    assert [one for one in told if one in dump] == []


def test_the_tip_line_keeps_nothing_in_the_papers_tables():
    models = list(apps.get_app_config("tips").get_models())

    assert [one.__name__ for one in models] == ["TipLine"]
    assert [field.name for field in models[0]._meta.get_fields()] == ["id"]
    assert not models[0].objects.exists()


def test_nothing_at_the_desk_is_written_into_the_record_of_acts_or_of_changes(
    told: list[str], at_desk: Client
):
    from broadsheet.newsroom.acts import Act

    before = Act.objects.count()

    at_desk.post(f"{OWN}api/discard", {"threads": told[:1]}, content_type="application/json")

    assert Act.objects.count() == before
