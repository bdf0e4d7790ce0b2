"""The letters desk, as an editor uses it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.letters.models import Call, Letter, Note, Whereabouts
from broadsheet.letters.states import State
from broadsheet.letters.tests.to_be_sent import SECRETS, TYPED
from broadsheet.newsroom.acts import Act
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(editor: Any) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def do(desk: Client, letter: Letter, name: str, **fields: Any) -> Any:
    letter.refresh_from_db()
    answer = desk.post(
        f"/newsroom/letters/{letter.pk}/{name}/", {"version": letter.version, **fields}, follow=True
    )
    letter.refresh_from_db()
    return answer


def test_the_queue_shows_what_waits_and_nothing_of_the_mailbag(
    desk: Client, send: Any, confirmed: Letter
):
    send(headline="Nobody has confirmed this", email="other@example.org")

    page = desk.get("/newsroom/letters/").text

    assert "The ferry is ours" in page
    assert "Nobody has confirmed this" not in page


def test_a_letter_goes_from_the_call_to_print(
    desk: Client, confirmed: Letter, mailoutbox: list[Any]
):
    do(desk, confirmed, "vouch", outcome="nobody")
    assert confirmed.state == State.NEW
    do(desk, confirmed, "vouch", outcome="yes")
    assert confirmed.state == State.CALLED
    assert [call.outcome for call in Call.objects.all()] == ["nobody", "yes"]

    do(desk, confirmed, "edit", headline="The ferry", text="The ferry runs on Mondays.")
    do(desk, confirmed, "send_edit", words="Shorter, as you see.")
    assert "Shorter, as you see." in mailoutbox[-1].body
    do(desk, confirmed, "agree_by_phone")
    answer = do(desk, confirmed, "publish")

    assert "“The ferry” is printed." in answer.text
    assert Story.objects.get(letter=confirmed).live
    assert "stands here" in mailoutbox[-1].body


def test_what_is_missing_is_said_and_nothing_is_printed(desk: Client, send: Any, mailoutbox: Any):
    send(headline="")
    letter = Letter.objects.get()
    Letter.objects.update(state=State.CALLED, confirmed_at=timezone.now())

    answer = do(desk, letter, "publish")

    assert "Give it a headline." in answer.text
    assert letter.state == State.CALLED


@pytest.mark.parametrize("why", ["space", "often", "text", "unreached"])
def test_a_writer_is_declined_in_kind_words(
    desk: Client, confirmed: Letter, mailoutbox: list[Any], why: str
):
    do(desk, confirmed, "decline", why=why)

    assert confirmed.state == State.DECLINED
    assert "Thank you for your letter" in mailoutbox[-1].body
    assert len(mailoutbox[-1].body) > 150


def test_declined_in_words_of_ones_own_needs_words(desk: Client, confirmed: Letter):
    answer = do(desk, confirmed, "decline", why="other", words="")

    assert answer.status_code == 422
    assert "Write what its writer is told." in answer.text
    assert confirmed.state == State.NEW


def test_an_edit_that_cannot_be_kept_loses_nothing(desk: Client, confirmed: Letter, publisher: Any):
    seen = confirmed.version
    do(desk, confirmed, "vouch", outcome="yes")

    answer = desk.post(
        f"/newsroom/letters/{confirmed.pk}/edit/",
        {"version": seen, "headline": "Mine", "text": "What I had typed."},
    )

    assert answer.status_code == 409
    assert "agnes was first" in answer.text
    assert "What I had typed." in answer.text


def test_l11_who_handles_letters_sees_where_a_writer_lives_by_a_recorded_look(
    desk: Client, confirmed: Letter
):
    screen = desk.get(f"/newsroom/letters/{confirmed.pk}/").text
    assert [words for words in SECRETS.values() if words in screen] == []
    assert not Act.objects.filter(kind="whereabouts_seen").exists()

    shown = desk.post(f"/newsroom/letters/{confirmed.pk}/whereabouts/").text

    assert SECRETS["street"] in shown
    assert SECRETS["phone"] in shown
    line = Act.objects.get(kind="whereabouts_seen")
    assert line.by_name == "agnes"
    assert "Roe" not in line.about


@pytest.mark.parametrize("who", ["reporter", "photo_editor"])
@pytest.mark.parametrize("path", ["", "{}/", "{}/whereabouts/", "{}/publish/", "add/"])
def test_l11_who_does_not_handle_letters_gets_nothing(
    confirmed: Letter, request: pytest.FixtureRequest, who: str, path: str
):
    client = Client()
    client.force_login(request.getfixturevalue(who))

    for ask in (client.get, client.post):
        answer = ask(f"/newsroom/letters/{path.format(confirmed.pk)}")
        assert answer.status_code in (302, 403, 405)
        assert [words for words in (*SECRETS.values(), TYPED["name"]) if words in answer.text] == []


def test_a_letter_by_post_is_typed_into_the_same_queue(desk: Client, paper: Any):
    fields = {**TYPED, "came_by": "post", "email": "", "phone": "", "street": ""}

    desk.post("/newsroom/letters/add/", fields)

    letter = Letter.objects.get()
    assert (letter.state, letter.came_by) == (State.NEW, "post")
    assert desk.get(f"/newsroom/letters/{letter.pk}/").status_code == 200


def test_a_claim_keeps_whereabouts_with_its_reason(desk: Client, confirmed: Letter):
    day = timezone.localdate() + timedelta(days=200)

    do(desk, confirmed, "claim", because="A claim was announced.", until=day.isoformat())

    assert Whereabouts.objects.get().kept_until == day
    assert "A claim was announced." in Note.objects.get().words


def test_who_takes_a_letter_is_shown_to_colleagues(desk: Client, confirmed: Letter):
    do(desk, confirmed, "hold")
    assert "agnes has it." in desk.get(f"/newsroom/letters/{confirmed.pk}/").text
    do(desk, confirmed, "let_go")
    assert "has it." not in desk.get(f"/newsroom/letters/{confirmed.pk}/").text


@pytest.mark.parametrize("moment", ["2020-01-01T10:00", "soon", ""])
def test_a_moment_that_cannot_be_is_refused(desk: Client, confirmed: Letter, moment: str):
    do(desk, confirmed, "vouch", outcome="yes")

    answer = do(desk, confirmed, "schedule", moment=moment)

    assert answer.status_code == 422
    assert confirmed.state == State.CALLED


def test_with_another_key_the_screen_says_which_file_is_missing_and_a_letter_can_be_declined(
    desk: Client, confirmed: Letter
):
    Whereabouts.objects.update(sealed="gAAAAABnot-of-this-key")

    answer = desk.post(f"/newsroom/letters/{confirmed.pk}/whereabouts/", follow=True)
    assert "Bring that file back from its backup." in answer.text
    assert not Act.objects.filter(kind="whereabouts_seen").exists()

    do(desk, confirmed, "decline", why="space")
    assert confirmed.state == State.DECLINED
