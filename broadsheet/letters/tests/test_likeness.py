"""Forty senders of one text are one thing to decide on; two people who think alike are two."""

from random import Random
from typing import Any

import pytest

from broadsheet.letters import alike
from broadsheet.letters.clusters import file_letter, file_stories
from broadsheet.letters.models import Letter
from broadsheet.letters.states import State
from broadsheet.lib.words import word_set

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
