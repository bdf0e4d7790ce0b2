"""Conversations at the desk: listed, read, answered, handed on, thrown away."""

import asyncio
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from broadsheet.newsroom.models import User
from broadsheet.tips import blobs, threads
from broadsheet.tips.box import Box
from broadsheet.tips.desk.views import Locked
from broadsheet.tips.tests.desks import (
    API,
    DeskNewsroom,
    at_desk,
    body_of,
    box,
    editors_desk,
    get,
    newsroom,
    post,
)
from broadsheet.tips.tests.newsrooms import AGE

__all__ = ["at_desk", "box", "editors_desk", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def send(
    client: Client, name: str, kind: str, body: bytes = AGE + b"answer", proof: str = ""
) -> Any:
    return client.post(
        f"{API}messages?thread={name}&kind={kind}&proof={proof}",
        body,
        content_type="application/octet-stream",
    )


def test_a_tip_is_found_read_and_answered(newsroom: DeskNewsroom, at_desk: Client):
    name = newsroom.tip(words=b"the mill")

    [listed] = get(at_desk, "threads").json()["threads"]
    told = get(at_desk, f"threads/{name}").json()
    locked = get(at_desk, f"messages/{told['messages'][0]['id']}")
    answered = send(at_desk, name, "answer").json()["id"]
    noted = send(at_desk, name, "note", AGE + b"note").json()["id"]

    assert (listed["thread"], listed["state"], listed["waits"]) == (name, "new", True)
    assert "warned" not in listed
    assert told["thread"] == listed
    assert body_of(locked) == AGE + b"the mill"
    assert locked.headers["Content-Type"] == "application/octet-stream"
    assert "no-store" in locked.headers["Cache-Control"]
    after = get(at_desk, f"threads/{name}").json()
    assert [one["from"] for one in after["messages"]] == ["source", "newsroom", "note"]
    assert [one["id"] for one in after["messages"]][1:] == [answered, noted]
    assert not after["thread"]["waits"]


def test_a_large_tip_is_never_held_whole(box: Box, newsroom: DeskNewsroom):
    """Over the server's own way it is read as fast as the browser takes it."""
    name = newsroom.tip(words=b"x" * (blobs.PART_BYTES + 5))
    [one] = threads.messages(box, name)

    async def sizes() -> list[int]:
        return [len(piece) async for piece in Locked(box, one)]

    found = asyncio.run(sizes())

    assert sum(found) == one.bytes
    assert max(found) <= blobs.READ_BYTES


def test_a_tip_is_taken_and_kept_longer(
    newsroom: DeskNewsroom, at_desk: Client, editors_desk: Client, editor: User
):
    name = newsroom.tip()

    for body in (
        {"state": "working", "assigned": editor.pk},
        {"keep_days": 400},
        {"key_changed": True},
    ):
        assert post(editors_desk, f"threads/{name}", body).json() == {}

    one = threads.get(newsroom.box, name)
    assert (one.state, one.assigned, one.key_changed) == ("working", editor.pk, True)
    assert [
        get(at_desk, f"threads?who={who}").json()["count"] for who in (editor.pk, "nobody", "")
    ] == [1, 0, 1]
    post(editors_desk, f"threads/{name}", {"assigned": None})
    assert threads.get(newsroom.box, name).assigned is None


@pytest.mark.parametrize(
    "body",
    [
        {"state": "published"},
        {"assigned": 999_999},
        {"assigned": "1"},
        {"assigned": True},
        {"keep_days": 0},
        {"keep_days": 731},
        {"thread": "x"},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    newsroom: DeskNewsroom, at_desk: Client, body: dict[str, Any]
):
    name = newsroom.tip()
    before = threads.get(newsroom.box, name)

    assert post(at_desk, f"threads/{name}", body).status_code == 400
    assert threads.get(newsroom.box, name) == before


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "state=gone", "who=me", "sort=name", "page=99999999"]
)
def test_a_list_that_is_none_is_refused(at_desk: Client, query: str):
    assert get(at_desk, f"threads?{query}").status_code == 400


@pytest.mark.parametrize(
    ("kind", "body", "proof"),
    [
        ("letter", AGE, ""),
        ("answer", b"in the open", ""),
        ("answer", AGE, "short"),
        ("note", b"", ""),
    ],
)
def test_an_answer_that_is_not_locked_up_is_refused(
    newsroom: DeskNewsroom, at_desk: Client, kind: str, body: bytes, proof: str
):
    name = newsroom.tip()

    assert send(at_desk, name, kind, body, proof).status_code == 400
    assert len(threads.messages(newsroom.box, name)) == 1


def test_an_answer_that_came_as_a_form_is_refused(newsroom: DeskNewsroom, at_desk: Client):
    name = newsroom.tip()
    form = {"file": SimpleUploadedFile("a", AGE)}

    answer = at_desk.post(f"{API}messages?thread={name}&kind=answer&proof=", form)

    assert answer.status_code == 400


def test_what_is_not_there_is_not_known(at_desk: Client):
    answers = [
        get(at_desk, f"threads/{'0' * 64}"),
        get(at_desk, f"messages/{'0' * 32}"),
        post(at_desk, f"threads/{'0' * 64}", {"state": "done"}),
        send(at_desk, "0" * 64, "answer"),
    ]

    assert {(one.status_code, one.json()["error"]) for one in answers} == {(404, "unknown")}


def test_t23_seven_hundred_tips_are_paged_sorted_and_thrown_away(
    newsroom: DeskNewsroom, at_desk: Client
):
    names = [newsroom.tip(words=b"%d" % number) for number in range(700)]

    first = get(at_desk, "threads?sort=bytes").json()
    pages = [
        one["thread"]
        for page in range(1, first["pages"] + 1)
        for one in get(at_desk, f"threads?sort=bytes&page={page}").json()["threads"]
    ]
    gone = post(at_desk, "discard", {"threads": names[1:]}).json()

    assert (first["count"], len(first["threads"])) == (700, 50)
    assert sorted(pages) == sorted(names)
    assert gone == {"discarded": 699}
    assert [one["thread"] for one in get(at_desk, "threads").json()["threads"]] == names[:1]
    assert len(list(newsroom.box.messages.iterdir())) == 1


def test_a_request_is_told_apart_by_its_kind_alone(at_desk: Client):
    answers = [at_desk.put(API + "threads"), at_desk.delete(API + "state"), get(at_desk, "discard")]

    assert {one.status_code for one in answers} == {405}
