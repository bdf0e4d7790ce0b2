"""What a paper owes to those whom a letter speaks of: asked for, noted, and held until it is done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.letters.acting import act
from broadsheet.letters.desk.balance import balance_of
from broadsheet.letters.lacking import what_is_missing
from broadsheet.letters.models import Call, Election, Letter, LetterRules, Note
from broadsheet.letters.states import State
from broadsheet.lib.spreadsheets import inert
from broadsheet.newsroom.models import Journalist

pytestmark = pytest.mark.django_db
FOUND = {"criticises": "", "reply": "", "cleared_because": ""}


@pytest.fixture
def desk(editor: Any) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def known(confirmed: Letter, editor: Any) -> Letter:
    """A letter whose writer was called."""
    Call.objects.create(letter=confirmed, by=editor, outcome=Call.Outcome.YES)
    return act(confirmed, "vouch", seen=confirmed.version, by=editor)


@pytest.fixture
def election(rules: LetterRules) -> Election:
    """An election in three weeks."""
    today = timezone.localdate()
    return Election.objects.create(
        rules=rules,
        name="Spring election",
        begins=today - timedelta(days=30),
        last_day=today + timedelta(days=10),
        day=today + timedelta(days=21),
        races="Mayor: Ada Lund, Tom Reyes\nLevy: Yes, No",
        cap=2,
    )


def do(desk: Client, letter: Letter, name: str, **fields: Any) -> str:
    letter.refresh_from_db()
    answer = desk.post(
        f"/newsroom/letters/{letter.pk}/{name}/", {"version": letter.version, **fields}, follow=True
    )
    letter.refresh_from_db()
    return str(answer.text)


def test_whoever_is_criticised_is_offered_a_reply_before_it_is_printed(
    desk: Client, known: Letter, rules: LetterRules
):
    do(desk, known, "reading", **{**FOUND, "criticises": "Tom Reyes"})
    assert "Offer a reply in the same issue" in do(desk, known, "publish")
    assert known.state == State.CALLED

    do(desk, known, "reading", **FOUND | {"criticises": "Tom Reyes", "reply": "By phone; none."})

    assert "is printed." in do(desk, known, "publish")


@pytest.mark.parametrize("found", ["accuses", "tells_of_private", "tells_of_child"])
def test_what_is_grave_is_printed_only_with_a_reason_that_stays(
    desk: Client, known: Letter, found: str
):
    do(desk, known, "reading", **FOUND, **{found: "on"})
    assert "says something grave of a person" in do(desk, known, "publish")

    do(desk, known, "reading", **{**FOUND, found: "on", "cleared_because": "It is in the verdict."})

    assert "is printed." in do(desk, known, "publish")
    assert "It is in the verdict." in Note.objects.get().words


def test_l12_what_two_editors_found_at_once_is_not_overwritten(desk: Client, known: Letter):
    seen = known.version
    do(desk, known, "reading", **{**FOUND, "criticises": "Tom Reyes"})

    answer = desk.post(
        f"/newsroom/letters/{known.pk}/reading/", {"version": seen, **FOUND}, follow=True
    )

    known.refresh_from_db()
    assert answer.status_code == 409
    assert known.criticises == "Tom Reyes"


@pytest.mark.parametrize(
    "well_known", ["Mayor Nell Roe", "Roe, Nell", "Dr. Nell Roe", "Somebody else\nNELL ROE"]
)
def test_l08_a_well_known_name_is_printed_only_after_a_call_to_another_number(
    known: Letter, rules: LetterRules, editor: Any, well_known: str
):
    rules.well_known = well_known
    rules.save()
    assert "Call a number that is not from the letter" in " ".join(what_is_missing(known, rules))

    Call.objects.create(letter=known, by=editor, outcome="yes", number_from_elsewhere=True)

    assert what_is_missing(known, rules) == []


def test_l08_the_papers_own_people_and_those_who_run_are_well_known(
    known: Letter, rules: LetterRules, election: Election
):
    for name in ("Ada Lund", "Odalys Brandt"):
        Letter.objects.update(name=name)
        Journalist.objects.get_or_create(name="Odalys Brandt", slug="odalys-brandt")
        known.refresh_from_db()
        assert "well-known name" in " ".join(what_is_missing(known, rules))


def test_l08_who_shares_but_one_name_with_somebody_well_known_is_taken_at_her_word(
    known: Letter, rules: LetterRules
):
    rules.well_known = "Mayor Ada Roe\nNell Lund"
    rules.save()

    assert what_is_missing(known, rules) == []


def test_in_the_last_days_somebody_says_that_a_letter_brings_no_new_charge(
    desk: Client, known: Letter, election: Election
):
    Election.objects.update(quiet_days=30)
    assert "it may bring no new charge" in do(desk, known, "publish")

    do(desk, known, "reading", **FOUND, no_new_charge="on")

    assert "is printed." in do(desk, known, "publish")


def test_each_side_of_a_race_has_as_many_letters_as_the_paper_says(
    desk: Client, known: Letter, election: Election, rules: LetterRules, site: Any
):
    fields = {"site": site, "race": "Mayor", "side": "Ada Lund", "text": "For her.", "name": "A B"}
    Letter.objects.filter(pk=known.pk).update(race="Mayor", side="Ada Lund")
    Letter.objects.create(**fields, state=State.PUBLISHED)
    Letter.objects.create(**fields, state=State.NEW)
    Letter.objects.create(**{**fields, "side": "Tom Reyes"}, state=State.PUBLISHED)
    known.refresh_from_db()
    assert what_is_missing(known, rules) == []

    Letter.objects.create(**fields, state=State.SCHEDULED)

    assert "2 letters for this side of the race were printed" in do(desk, known, "publish")
    ((_election, sides),) = balance_of(site, rules)
    assert [(one.name, one.waiting, one.scheduled, one.printed) for one in sides] == [
        ("Ada Lund", 2, 1, 1),
        ("Tom Reyes", 0, 0, 1),
        ("Yes", 0, 0, 0),
        ("No", 0, 0, 0),
    ]
    assert "1 of 2" in desk.get("/newsroom/letters/").text


def test_the_rules_for_readers_name_the_election_while_it_is_on(
    read: Any, press: Any, election: Election
):
    press.print_all()
    page = read("/letters/rules/").text
    assert "Spring election" in page
    assert "We print up to 2 letters for each side of a race." in page


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " =", "＝", "\r+"])
def test_l09_no_cell_of_a_spreadsheet_is_a_formula(desk: Client, known: Letter, sign: str):
    Letter.objects.update(headline=f'{sign}HYPERLINK("https://elsewhere.example")', name=f"{sign}1")

    sheet = b"".join(desk.get("/newsroom/letters/spreadsheet/?which=open").streaming_content)

    assert inert(f"{sign}1") == f"'{sign}1"
    assert f"'{sign}HYPERLINK".encode() in sheet
    assert f"'{sign}1".encode() in sheet


def test_a_spreadsheet_holds_nothing_of_where_writers_live(desk: Client, known: Letter):
    sheet = b"".join(desk.get("/newsroom/letters/spreadsheet/?which=open").streaming_content)

    assert b"Nell Roe" in sheet
    for secret in (b"Alder", b"715 555", b"nell.roe@", b"supper"):
        assert secret not in sheet
