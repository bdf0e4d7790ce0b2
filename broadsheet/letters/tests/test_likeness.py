"""Forty senders of one text are one thing to decide on; two people who think alike are two."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.letters import alike
from broadsheet.letters.clusters import compare_arrivals, file_letter, file_stories
from broadsheet.letters.models import Call, Letter
from broadsheet.letters.states import State
from broadsheet.letters.tests.to_be_sent import press_button
from broadsheet.lib.words import word_set
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db
WORDS = word_set(
    "ferry bridge council river school budget mayor street water winter road vote town county farm mill clock library "
    "rink snow plow herons orchard market depot train horn noise tax levy bond kindergarten teacher bus driver parking "
    "lot sidewalk lamp bulb dark late early meeting public comment record minutes clerk sheriff fire hall engine pump "
    "hose ladder volunteer pancake breakfast church bell choir potluck fish fry lent easter parade band trumpet drum"
)
GLUE = word_set(
    "the a of and to in that it is was for on with as at by this we our they not but or from have has"
)


def letter_text(random: Random, length: int = 180) -> str:
    return " ".join(
        random.choice(sorted(GLUE if random.random() < 0.45 else WORDS)) for _word in range(length)
    )


def changed(text: str, share: float, random: Random) -> str:
    """Return a text of which a share of the words is another, in runs as a person changes them: a sentence, a name."""
    words = text.split()
    left = round(len(words) * share)
    while left > 0:
        run = min(left, random.randint(1, 8))
        at = random.randrange(len(words) - run)
        words[at : at + run] = [random.choice(sorted(WORDS)) for _word in range(run)]
        left -= run
    return " ".join(words)


@pytest.fixture
def keep(site: Any) -> Any:
    def keep_one(text: str) -> Letter:
        letter = Letter.objects.create(
            site=site, state=State.NEW, text=text, name="Nell Roe", town="Larkmere"
        )
        file_letter(letter)
        letter.refresh_from_db()
        return letter

    return keep_one


def test_l02_of_one_text_with_small_changes_forty_letters_are_one_cluster(keep: Any):
    random = Random(6)
    text = letter_text(random)
    first = keep(text)

    copies = [keep(changed(text, random.uniform(0, 0.3), random)) for _sender in range(39)]

    found = [copy for copy in copies if copy.cluster_id == first.pk]
    assert len(found) >= 38
    assert all(copy.overlap >= alike.TOLD for copy in found)


def test_l02_letters_of_one_subject_in_own_words_are_left_alone(keep: Any):
    random = Random(7)
    letters = [keep(letter_text(random)) for _sender in range(120)]

    assert [letter.overlap for letter in letters if letter.overlap >= alike.TOLD] == []
    assert [letter for letter in letters if letter.cluster_id] == []


def test_a_passage_of_our_own_story_is_known(keep: Any, make_story: Any):
    random = Random(8)
    passage = letter_text(random, 60)
    make_story("The ferry", body=[letter_text(random), passage])
    file_stories()

    letter = keep(f"{passage} {letter_text(random, 20)}")

    assert letter.overlap >= alike.HELD
    assert file_stories() == 0


def test_a_short_letter_is_compared_with_nothing(keep: Any):
    assert [keep("The ferry should run on Tuesdays.").cluster_id for _time in range(2)] == [
        None
    ] * 2


@pytest.fixture
def heap(keep: Any) -> list[Letter]:
    """Eleven letters of one text that came within four hours."""
    random = Random(9)
    text = letter_text(random)
    letters = [keep(changed(text, 0.1 if number else 0, random)) for number in range(11)]
    begin = timezone.now() - timedelta(days=1)
    for number, letter in enumerate(letters):
        Letter.objects.filter(pk=letter.pk).update(
            came_at=begin + timedelta(minutes=22 * number), headline=f"Letter {number}"
        )
    return letters


@pytest.fixture
def desk(editor: Any) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def test_l02_eleven_letters_of_one_text_are_one_line_of_the_queue(desk: Client, heap: list[Letter]):
    page = desk.get("/newsroom/letters/").text

    assert "11 letters, one text, within 4 hours" in page
    assert page.count("/newsroom/letters/") - page.count("?which=") < 20
    assert "Letter 0" in page
    assert "Letter 5" not in page


def test_l02_one_is_printed_with_a_line_that_tells_how_many_and_the_others_are_declined_at_once(
    desk: Client, heap: list[Letter], editor: Any
):
    first = heap[0]
    Call.objects.create(letter=first, by=editor, outcome="yes")
    Letter.objects.filter(pk=first.pk).update(state=State.CALLED)

    desk.post(f"/newsroom/letters/{first.pk}/publish/", {"version": 0, "tells_copies": "on"})
    said = desk.post(
        f"/newsroom/letters/{first.pk}/decline_copies/",
        {"version": 1, "why": "copies"},
        follow=True,
    ).text

    story = Story.objects.get()
    assert "We received 11 letters with nearly these words" in str(story.body)
    assert "10 letters are declined" in said
    assert Letter.objects.filter(state=State.DECLINED).count() == 10
    assert desk.get("/newsroom/letters/").text.count("one text") == 0


def test_l02_of_eleven_letters_of_one_text_the_desk_is_told_once(
    heap: list[Letter], editor: Any, mailoutbox: list[Any]
):
    Letter.objects.update(sketch=None, cluster=None, confirmed_at=timezone.now())

    assert compare_arrivals() == 11

    assert [mail.to for mail in mailoutbox] == [[editor.email]]
    assert compare_arrivals() == 0


def test_a_letter_is_told_of_once_its_writer_has_confirmed_it_and_not_before(
    sent: Letter, editor: Any, mailoutbox: list[Any]
):
    compare_arrivals()
    assert [mail.to for mail in mailoutbox if mail.to == [editor.email]] == []

    press_button(sent, "confirm")
    compare_arrivals()

    assert len([mail for mail in mailoutbox if mail.to == [editor.email]]) == 1
    assert "The ferry is ours" not in mailoutbox[-1].body
