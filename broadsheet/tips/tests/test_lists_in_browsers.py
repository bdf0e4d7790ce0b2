"""A source's browser locks up nothing for a list that is not the newsroom's own, whole and of this day."""

import base64
import json
from random import Random
from typing import Any

import pytest

from broadsheet.tips.tests.asked_of_scripts import RefusedError, Scripts, b64
from broadsheet.tips.tests.newsroom_made import TODAY, Newsroom, make_newsroom

LIST = "broadsheet-tips-list-v1\n"


@pytest.fixture(scope="module")
def newsroom(scripts: Scripts) -> Newsroom:
    return make_newsroom(scripts)


def signed_anyhow(newsroom: Newsroom, /, **changes: Any) -> dict[str, str]:
    """Return an envelope that the root did sign, of a list that no browser would make."""
    whole = json.loads(base64.b64decode(newsroom.envelope()["payload"]))
    whole = {name: value for name, value in {**whole, **changes}.items() if value is not None}
    return sealed(newsroom, newsroom.scripts.ask("canonical", whole))


def sealed(newsroom: Newsroom, payload: str) -> dict[str, str]:
    signature = newsroom.scripts.ask("sign", LIST, payload, newsroom.sheet["rootSeed"])
    return {
        "payload": b64(payload.encode()),
        "signature": signature,
        "root": newsroom.sheet["root"],
    }


def why_refused(reader: Newsroom, envelope: Any, /, **known: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        reader.read(envelope, **known)
    assert refused.value.kind == "ListError"
    return refused.value.why


def test_a_list_that_the_newsroom_signed_names_whom_tips_are_locked_up_for(newsroom: Newsroom):
    listed = newsroom.read(newsroom.envelope())

    assert [one["name"] for one in listed["recipients"]] == ["Ilse Markham", "Nell Roe"]
    assert listed["root"] == newsroom.sheet["root"]


def test_t02_a_list_that_somebody_changed_is_refused(newsroom: Newsroom):
    true = newsroom.envelope()
    text = base64.b64decode(true["payload"]).decode()
    for changed in (text.replace("Nell Roe", "Jon Abbey"), text.replace('"epoch":1', '"epoch":2')):
        assert why_refused(newsroom, {**true, "payload": b64(changed.encode())}) == "forged"
    assert why_refused(newsroom, {**true, "signature": "0" * 128}) == "forged"
    assert why_refused(newsroom, {**true, "signature": "x"}) == "forged"


def test_t02_a_list_of_another_newsroom_is_refused(newsroom: Newsroom, scripts: Scripts):
    stranger = make_newsroom(scripts)
    stranger.sheet = scripts.ask("sheetKeys", "quite-other-words")
    theirs, ours = stranger.envelope(), newsroom.read(newsroom.envelope())

    assert why_refused(newsroom, theirs, newsroom=ours["newsroom"]) == "other"
    assert why_refused(newsroom, {**theirs, "root": newsroom.sheet["root"]}) == "forged"
    assert why_refused(newsroom, signed_anyhow(newsroom, newsroom="0" * 32)) == "forged"


def test_t02_a_list_older_than_one_that_was_seen_is_refused(newsroom: Newsroom):
    assert why_refused(newsroom, newsroom.envelope(), epoch=2) == "older"
    assert newsroom.read(newsroom.envelope(epoch=2), epoch=2)["epoch"] == 2


def test_t02_a_list_that_has_expired_is_refused_the_day_after(newsroom: Newsroom):
    envelope = newsroom.envelope()

    assert newsroom.read(envelope, today="2027-05-25")
    assert why_refused(newsroom, envelope, today="2027-05-26") == "expired"


@pytest.mark.parametrize(
    "changes",
    [
        {"expires": "2027-05-26"},
        {"issued": "2026-11-28"},
        {"issued": "2026-02-30"},
        {"issued": [TODAY]},
        {"version": 2},
        {"kind": "list"},
        {"more": 1},
        {"name": ""},
        {"name": "x" * 101},
        {"language": "fr"},
        {"epoch": 0},
        {"epoch": "1"},
        {"alone": 1},
        {"voice": "0"},
        {"voices": [{"epoch": 0, "key": "0" * 64}]},
        {"ways": {"onion": "", "phone": "", "post": ""}},
        {"ways": {"onion": "x" * 301, "phone": "", "post": "", "signal": ""}},
        {"recovery": None},
    ],
    ids=str,
)
def test_t02_a_list_with_anything_odd_in_it_is_refused(newsroom: Newsroom, changes: dict[str, Any]):
    assert why_refused(newsroom, signed_anyhow(newsroom, **changes)) == "odd"


def test_t02_a_list_with_half_a_letter_in_it_is_refused(newsroom: Newsroom):
    text = base64.b64decode(newsroom.envelope()["payload"]).decode()

    assert why_refused(newsroom, sealed(newsroom, text.replace("Nell Roe", r"\ud800"))) == "odd"


@pytest.mark.parametrize("payload", ["", "[]", "null", '{"a":1}', '{"a": 1}', "{", "\ufeff{}"])
def test_t02_what_is_no_list_is_refused(newsroom: Newsroom, payload: str):
    assert why_refused(newsroom, sealed(newsroom, payload)) == "odd"


@pytest.mark.parametrize("envelope", [None, [], {}, {"payload": "", "signature": "", "root": ""}])
def test_t02_what_is_no_envelope_is_refused(newsroom: Newsroom, envelope: Any):
    assert why_refused(newsroom, envelope) in ("odd", "forged")


def test_t03_a_list_that_mixes_kinds_of_keys_is_refused(newsroom: Newsroom):
    people = newsroom.fields()["recipients"]
    mixed = [people[0], {**people[1], "pq": people[1]["x25519"]}]
    swapped = [people[0], {**people[1], "pq": people[1]["x25519"], "x25519": people[1]["pq"]}]
    tagged = [people[0], {**people[1], "pq": "age1tagpq1" + "q" * 1949}]

    for recipients in (mixed, swapped, tagged):
        assert why_refused(newsroom, signed_anyhow(newsroom, recipients=recipients)) == "mixed"
    recovery = {"pq": people[0]["x25519"], "x25519": people[0]["x25519"]}
    assert why_refused(newsroom, signed_anyhow(newsroom, recovery=recovery)) == "mixed"


def test_t03_nothing_is_ever_locked_to_two_kinds_of_keys_or_to_none(newsroom: Newsroom):
    one, other = newsroom.people.values()
    for recipients in ([one["ofPq"], other["ofX25519"]], [], ["age1tag1" + "q" * 58]):
        with pytest.raises(RefusedError, match="mixed"):
            newsroom.scripts.ask("lock", b"a tip", recipients)


def test_t04_a_list_without_people_or_with_one_alone_or_one_twice_is_refused(newsroom: Newsroom):
    people = newsroom.fields()["recipients"]
    doubled = [people[0], {**people[1], "pq": people[0]["pq"]}]
    recovery = {"pq": people[0]["pq"], "x25519": people[1]["x25519"]}

    assert why_refused(newsroom, signed_anyhow(newsroom, recipients=[])) == "empty"
    assert why_refused(newsroom, signed_anyhow(newsroom, recipients=people[:1])) == "alone"
    assert why_refused(newsroom, signed_anyhow(newsroom, recipients=doubled)) == "twice"
    assert why_refused(newsroom, signed_anyhow(newsroom, recovery=recovery)) == "twice"
    assert why_refused(newsroom, signed_anyhow(newsroom, recipients=people * 11)) == "odd"


def test_t04_one_person_alone_will_do_only_where_the_newsroom_has_said_so(newsroom: Newsroom):
    people = newsroom.fields()["recipients"]

    listed = newsroom.read(newsroom.envelope(recipients=people[:1], alone=True))

    assert [one["name"] for one in listed["recipients"]] == ["Ilse Markham"]


def test_t02_no_list_that_was_changed_anywhere_is_taken(newsroom: Newsroom, whole: bool):
    true = newsroom.envelope()
    raw = base64.b64decode(true["payload"])
    chance = Random("lists")

    for _time in range(2_000 if whole else 100):
        changed = bytearray(raw)
        at = chance.randrange(len(raw))
        end = at + chance.randrange(1, 40)
        changed[at:end] = chance.choice((b"", chance.randbytes(end - at), raw[at:end] * 2))
        if bytes(changed) != raw:
            why = why_refused(newsroom, {**true, "payload": b64(bytes(changed))})
            assert why in ("forged", "odd")


def test_the_week_in_which_the_box_was_opened_is_believed_only_from_its_recipients(
    newsroom: Newsroom, scripts: Scripts
):
    listed = newsroom.read(newsroom.envelope())
    true = scripts.ask("makeSeen", listed, TODAY, newsroom.voice["seed"])
    servers_own = scripts.ask("makeSeen", listed, TODAY, scripts.ask("makeVoice")["seed"])

    assert scripts.ask("readSeen", true, listed, TODAY) == "2026-W48"
    assert scripts.ask("readSeen", servers_own, listed, TODAY) is None
    for odd in (None, {}, {**true, "signature": ""}, {**true, "payload": "e30="}):
        assert scripts.ask("readSeen", odd, listed, TODAY) is None


def test_a_voice_of_before_speaks_for_no_week_after_its_time_and_none_for_weeks_to_come(
    newsroom: Newsroom, scripts: Scripts
):
    before, voice = newsroom.read(newsroom.envelope()), scripts.ask("makeVoice")
    voices = [{"epoch": 1, "key": newsroom.voice["key"]}]
    listed = newsroom.read(newsroom.envelope(epoch=2, voice=voice["key"], voices=voices))

    def week_of(list_: dict[str, Any], signed: str, seed: str, today: str) -> str | None:
        said = scripts.ask("makeSeen", list_, signed, seed)
        told: str | None = scripts.ask("readSeen", said, listed, today)
        return told

    gone, own = newsroom.voice["seed"], voice["seed"]
    assert week_of(before, TODAY, gone, "2026-12-24") == "2026-W48"
    assert week_of(before, "2026-12-01", gone, "2026-12-24") is None
    assert week_of(listed, "2026-12-01", own, "2026-12-24") == "2026-W49"
    assert week_of(listed, "2026-12-28", own, "2026-12-24") is None


@pytest.mark.parametrize(
    ("day", "week", "monday"),
    [
        ("2026-11-26", "2026-W48", "2026-11-23"),
        ("2027-01-03", "2026-W53", "2026-12-28"),
        ("2027-01-04", "2027-W01", "2027-01-04"),
        ("2024-12-30", "2025-W01", "2024-12-30"),
    ],
)
def test_weeks_are_those_of_the_calendar(scripts: Scripts, day: str, week: str, monday: str):
    assert (scripts.ask("weekOf", day), scripts.ask("mondayOf", week)) == (week, monday)
