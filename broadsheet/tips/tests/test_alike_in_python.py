"""What browsers do and this server does too comes to the same end: containers, sizes, codes, lists, signatures."""

import base64
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.tips.canonical import canonical
from broadsheet.tips.codes import derive, fingerprint, holds_code, make_code, normalised, words
from broadsheet.tips.container import File, Packed, Packer, pack, unpack
from broadsheet.tips.errors import ContainerError, ListRefusedError
from broadsheet.tips.padding import padded
from broadsheet.tips.plain.reading_answers import is_of_newsroom
from broadsheet.tips.signed_lists import SignedList, read_list, read_seen
from broadsheet.tips.sources.passes import is_solved
from broadsheet.tips.tests.asked_of_scripts import RefusedError, Scripts, b64
from broadsheet.tips.tests.newsroom_made import TODAY, Newsroom, make_newsroom

HEAD = {
    "v": 1,
    "kind": "more",
    "newsroom": "0" * 32,
    "thread": "1" * 64,
    "epoch": 1,
    "text": "The bridge was never inspected.",
    "reply": "age1x",
    "way": "plain",
    "proof": "2" * 64,
}
WRITING = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
MUTATIONS = {False: 400, True: 20_000}


def listed_by(envelope: dict[str, str]) -> SignedList:
    payload = base64.b64decode(envelope["payload"])
    return read_list(payload, envelope["signature"], envelope["root"])


@pytest.fixture(scope="module")
def newsroom(scripts: Scripts) -> Newsroom:
    return make_newsroom(scripts)


@settings(deadline=None, max_examples=30)
@given(text=WRITING, files=st.lists(st.tuples(WRITING, st.binary(max_size=5000)), max_size=3))
def test_what_is_packed_here_is_unpacked_there_and_back(
    scripts: Scripts, text: str, files: list[tuple[str, bytes]]
):
    head = {**HEAD, "text": text}
    own = tuple(File(name[:255] or "file", "text/plain", data) for name, data in files)

    packed = pack(head, own)
    there = scripts.ask("unpack", packed)
    back = scripts.ask(
        "pack", head, [{"name": one.name, "type": one.type, "bytes": b64(one.data)} for one in own]
    )

    assert there["head"] == head
    assert [base64.b64decode(one["bytes"]) for one in there["files"]] == [one.data for one in own]
    assert base64.b64decode(back["bytes"]) == packed
    assert unpack(packed) == Packed(head, own)


def test_pieces_of_any_size_make_the_same_files(scripts: Scripts):
    packer = Packer()
    pieces = [packer.head(HEAD), packer.begin_file("a\x01" * 200, "x" * 200)]
    pieces += [packer.piece(b"ab"), packer.piece(b"c" * 65_536), packer.end_file(), *packer.end()]

    there = scripts.ask("unpack", b"".join(pieces))

    assert base64.b64decode(there["files"][0]["bytes"]) == b"ab" + b"c" * 65_536
    assert there["files"][0]["name"] == ("a\x01" * 200)[:255]


def test_t21_what_is_not_packed_so_is_refused_here_and_there(scripts: Scripts, whole: bool):
    chance = Random("larkmere")
    packed = pack(HEAD, (File("a.txt", "text/plain", b"x" * 500),))
    used = 900

    for _number in range(MUTATIONS[whole]):
        wrong = bytearray(packed)
        way = chance.randrange(3)
        if way == 0:
            wrong[chance.randrange(used)] ^= 1 << chance.randrange(8)
        elif way == 1:
            del wrong[chance.randrange(len(wrong)) :]
        else:
            at = chance.randrange(used)
            wrong[at : at + chance.randrange(9)] = chance.randbytes(chance.randrange(9))
        here, there = here_of(bytes(wrong)), there_of(scripts, bytes(wrong))
        assert here == there


def here_of(packed: bytes) -> Any:
    try:
        found = unpack(packed)
    except ContainerError:
        return None
    return found.head, [(one.name, one.type, b64(one.data)) for one in found.files]


def there_of(scripts: Scripts, packed: bytes) -> Any:
    try:
        found = scripts.ask("unpack", packed)
    except RefusedError as error:
        return None if error.kind == "ContainerError" else error.kind
    return found["head"], [(one["name"], one["type"], one["bytes"]) for one in found["files"]]


def test_sizes_are_filled_up_alike(scripts: Scripts):
    chance = Random("larkmere")
    edges = [1, 16_384, 16_385, 2**18, 2**18 + 1, 2**20, 2**31, 2**31 + 1]

    for size in [*edges, *(chance.randrange(1, 2**31) for _number in range(200))]:
        assert padded(size) == scripts.ask("padded", size), size


def test_codes_give_the_same_keys(scripts: Scripts):
    code, newsroom = make_code(), "ab" * 16

    there, here = scripts.ask("deriveCode", code, newsroom), derive(code.upper(), newsroom)

    assert list(words()) == scripts.ask("words")
    assert there["x25519"] == here.identity
    assert base64.b64decode(there["key"]) == here.key
    assert there["thread"] == here.thread


@pytest.mark.parametrize(
    "typed", ["Able  Beacon", "a–b—c", "ﬁre ＡＢＣ", "--x1y--", "", "ÅNGSTRÖM K", "a\tb\nc"]
)
def test_t14_what_is_typed_is_read_alike(scripts: Scripts, typed: str):
    assert normalised(typed) == scripts.ask("normalise", typed)


def test_t15_a_code_in_a_text_is_found(scripts: Scripts):
    for text, holds in (
        ("My words: ABLE, beacon!", True),
        ("1. able 2. beacon", True),
        ("ablebeacon", True),
        ("unable beacons", True),
        ("beacon, able", False),
        ("able", False),
    ):
        assert holds_code(text, "able-beacon") is holds, text
        assert scripts.ask("holdsCode", text, "able-beacon") is holds, text


def test_fingerprints_are_the_same_words(scripts: Scripts):
    root = "1f" * 32

    assert fingerprint(root) == scripts.ask("fingerprint", root)


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), WRITING),
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(WRITING, inner)),
        max_leaves=12,
    )
)
@settings(deadline=None, max_examples=60)
def test_json_is_written_in_one_way(scripts: Scripts, value: Any):
    assert canonical(value).decode() == scripts.ask("canonical", value)


def test_a_list_that_a_browser_signs_is_read_here(newsroom: Newsroom):
    listed = listed_by(newsroom.envelope())

    assert listed.name == "The Larkmere Ledger"
    assert [one.name for one in listed.recipients] == ["Ilse Markham", "Nell Roe"]
    assert listed.all_keys()[-1].pq == newsroom.recovery["ofPq"]


def test_t02_each_changed_byte_of_a_list_is_refused_here(newsroom: Newsroom, whole: bool):
    envelope, chance = newsroom.envelope(), Random("larkmere")
    payload = base64.b64decode(envelope["payload"])

    for _number in range(MUTATIONS[whole]):
        wrong = bytearray(payload)
        wrong[chance.randrange(len(wrong))] ^= 1 << chance.randrange(8)
        with pytest.raises(ListRefusedError):
            read_list(bytes(wrong), envelope["signature"], envelope["root"])


def test_that_the_box_was_opened_is_read_as_a_browser_signs_it(
    scripts: Scripts, newsroom: Newsroom
):
    listed = listed_by(newsroom.envelope())
    told = newsroom.read(newsroom.envelope())
    seen = scripts.ask("makeSeen", told, TODAY, newsroom.voice["seed"])

    found = read_seen(base64.b64decode(seen["payload"]), seen["signature"], listed)

    assert found == (1, "2026-W48")


def test_an_answer_that_a_browser_signs_is_the_newsrooms(scripts: Scripts, newsroom: Newsroom):
    listed = listed_by(newsroom.envelope())
    told = {name: HEAD[name] for name in ("v", "thread", "epoch", "text")}
    told |= {"kind": "answer", "newsroom": listed.newsroom, "name": "", "files": [], "proof": ""}
    head = scripts.ask("signHead", told, newsroom.voice["seed"])

    assert is_of_newsroom(Packed(head, ()), HEAD["thread"], listed)
    assert not is_of_newsroom(Packed(head, ()), "2" * 64, listed)
    assert not is_of_newsroom(Packed({**head, "text": "Other."}, ()), HEAD["thread"], listed)
    assert not is_of_newsroom(Packed(head, (File("a", "", b""),)), HEAD["thread"], listed)


def test_a_browsers_work_is_found_done(scripts: Scripts):
    assert is_solved("puzzle", scripts.ask("solve", "puzzle", 10), 10)
    assert not is_solved("puzzle", scripts.ask("solve", "puzzle", 10), 24)
