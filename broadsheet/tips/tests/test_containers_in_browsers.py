"""What a browser packs another browser unpacks, whole or not at all."""

import base64
import json
import struct
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.tips.tests.asked_of_scripts import RefusedError, Scripts, b64

TIP = {
    "v": 1,
    "kind": "tip",
    "newsroom": "0" * 32,
    "thread": "1" * 64,
    "epoch": 1,
    "text": "The bridge was never inspected.",
    "reply": "age1pq1x",
    "way": "script",
    "proof": "2" * 64,
}
WRITING = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def packed(scripts: Scripts, head: dict[str, Any] = TIP, *files: tuple[str, str, bytes]) -> bytes:
    given_files = [{"name": n, "type": t, "bytes": b64(b)} for n, t, b in files]
    made = scripts.ask("pack", head, given_files)
    whole = base64.b64decode(made["bytes"])
    assert len(whole) == made["size"]
    return whole


def record(kind: str, value: Any) -> bytes:
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return kind.encode() + struct.pack(">I", len(raw)) + raw


def container(scripts: Scripts, *records: bytes) -> bytes:
    """Return records as a container, filled up as it must be."""
    head = scripts.ask("canonical", TIP).encode()
    whole = b"BSTIPS1\n" + record("H", head) + b"".join(records)
    return whole.ljust(scripts.ask("padded", len(whole)), b"\0")


@settings(deadline=None, max_examples=40)
@given(
    text=WRITING,
    files=st.lists(st.tuples(WRITING.filter(bool), st.binary(max_size=5000)), max_size=3),
)
def test_whatever_is_written_and_added_arrives_as_it_was(scripts: Scripts, text: str, files: Any):
    head = {**TIP, "text": text}
    given_files = [(name[:255], "text/plain", content) for name, content in files]

    found = scripts.ask("unpack", packed(scripts, head, *given_files))

    assert found["head"] == head
    came = [(one["name"], one["type"], base64.b64decode(one["bytes"])) for one in found["files"]]
    assert came == given_files


def test_texts_of_a_few_pages_all_look_alike(scripts: Scripts):
    sizes = {len(packed(scripts, {**TIP, "text": "x" * count})) for count in (1, 500, 12_000)}

    assert sizes == {16 * 1024}


@pytest.mark.parametrize(
    ("size", "filled"),
    [
        (1, 16_384),
        (16_384, 16_384),
        (16_385, 32_768),
        (262_144, 262_144),
        (262_145, 278_528),
        (50 * 2**20 + 1, 51 * 2**20),
        (2**31, 2**31),
    ],
)
def test_sizes_are_rounded_so_that_many_share_them(scripts: Scripts, size: int, filled: int):
    assert scripts.ask("padded", size) == filled
    assert filled <= size * 1.13 + 16_384


def test_t21_a_container_that_lies_about_its_files_is_refused_whole(scripts: Scripts):
    begins, piece = record("F", {"name": "a", "type": ""}), record("P", b"abc")
    true = container(scripts, begins, piece, record("E", {"size": 3}), record("Z", {"files": 1}))
    assert len(scripts.ask("unpack", true)["files"]) == 1
    lies = {
        "a size too large": (begins, piece, record("E", {"size": 4}), record("Z", {"files": 1})),
        "a size that is no number": (
            begins,
            piece,
            record("E", {"size": "3"}),
            record("Z", {"files": 1}),
        ),
        "more files": (begins, piece, record("E", {"size": 3}), record("Z", {"files": 2})),
        "fewer files": (begins, piece, record("E", {"size": 3}), record("Z", {"files": 0})),
        "no end of the file": (begins, piece, record("Z", {"files": 1})),
        "no end at all": (begins, piece, record("E", {"size": 3})),
        "a piece of no file": (piece, record("Z", {"files": 0})),
        "an empty piece": (
            begins,
            record("P", b""),
            record("E", {"size": 0}),
            record("Z", {"files": 1}),
        ),
        "a file within a file": (
            begins,
            begins,
            record("E", {"size": 0}),
            record("Z", {"files": 1}),
        ),
        "a second head": (record("H", {}), record("Z", {"files": 0})),
        "a record nobody knows": (record("X", b""), record("Z", {"files": 0})),
        "a length beyond the end": (b"P\xff\xff\xff\xff", record("Z", {"files": 0})),
        "something after the end": (record("Z", {"files": 0}), b"x"),
        "a name without letters": (
            record("F", {"name": "", "type": ""}),
            record("Z", {"files": 0}),
        ),
        "a name of many": (record("F", {"name": "x" * 256, "type": ""}), record("Z", {"files": 0})),
        "twenty-one files": (*(begins, record("E", {"size": 0})) * 21, record("Z", {"files": 21})),
    }
    for lie, records in lies.items():
        with pytest.raises(RefusedError) as refused:
            scripts.ask("unpack", container(scripts, *records))
        assert refused.value.kind == "ContainerError", lie


def test_t21_a_file_in_pieces_of_one_byte_is_joined_as_it_comes(scripts: Scripts):
    count = 200_000
    pieces = [record("P", bytes([at % 251])) for at in range(count)]
    begins = record("F", {"name": "a", "type": ""})
    packed = container(
        scripts, begins, *pieces, record("E", {"size": count}), record("Z", {"files": 1})
    )

    [file] = scripts.ask("unpack", packed)["files"]
    assert base64.b64decode(file["bytes"]) == bytes(at % 251 for at in range(count))
    # What is read from, what was joined, and the whole file: not one for each byte.
    assert scripts.ask("blobsMade", packed) <= 3


def test_t21_a_container_that_is_filled_up_otherwise_is_refused(scripts: Scripts):
    whole = packed(scripts)

    for other in (
        whole[:-1],
        whole + b"\0",
        whole + bytes(16_384),
        whole[:-1] + b"\1",
        b"",
        whole[:7],
    ):
        with pytest.raises(RefusedError, match="ContainerError"):
            scripts.ask("unpack", other)


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"kind": "other"},
        {"kind": "answer"},
        {"text": 1},
        {"text": "x" * 100_001},
        {"epoch": 1.5},
        {"more": ""},
        {"way": "post"},
        {"kind": "toString"},
    ],
    ids=str,
)
def test_a_head_that_is_odd_is_neither_packed_nor_unpacked(
    scripts: Scripts, changes: dict[str, Any]
):
    head = {**TIP, **changes}
    with pytest.raises(RefusedError, match="ContainerError"):
        scripts.ask("pack", head, [])
    raw = scripts.ask("canonical", head).encode()
    whole = b"BSTIPS1\n" + record("H", raw) + record("Z", {"files": 0})
    with pytest.raises(RefusedError, match="ContainerError"):
        scripts.ask("unpack", whole.ljust(scripts.ask("padded", len(whole)), b"\0"))


def mutations(whole: bytes, count: int, seed: str) -> list[bytes]:
    """Return a file with one thing wrong with it, so many times: bits turned, cut, doubled, swapped, filled in."""
    chance = Random(seed)
    made = []
    for _ in range(count):
        at = chance.randrange(len(whole))
        end = min(len(whole), at + chance.choice((1, 2, 16, 200, 70_000)))
        changed = bytearray(whole)
        act = chance.randrange(6)
        if act == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif act == 1:
            del changed[at:]
        elif act == 2:
            del changed[at:end]
        elif act == 3:
            changed[at:at] = whole[at:end]
        elif act == 4:
            changed[at:end] = chance.randbytes(end - at)
        else:
            changed += chance.randbytes(chance.randrange(1, 40))
        if bytes(changed) != whole:
            made.append(bytes(changed))
    return made


def test_t18_no_locked_tip_that_was_changed_is_opened(scripts: Scripts, whole: bool):
    pair, other = scripts.ask("makePair"), scripts.ask("makePair")
    tip = packed(scripts, TIP, ("a.txt", "text/plain", b"a file" * 900))
    locked = base64.b64decode(scripts.ask("lock", tip, [pair["ofPq"], other["ofPq"]]))
    assert scripts.ask("openTip", locked, [pair["pq"]])["head"] == TIP

    for changed in mutations(locked, 10_000 if whole else 150, "locked"):
        with pytest.raises(RefusedError) as refused:
            scripts.ask("openTip", changed, [pair["pq"]])
        assert refused.value.kind in ("AgeError", "ContainerError", "Error")


def test_t18_no_changed_container_gives_anything_but_what_was_in_it_or_is_refused(
    scripts: Scripts, whole: bool
):
    # Here without the lock that would find any change: the reader of the format must stand alone.
    files = (("a.txt", "text/plain", b"a file" * 900), ("b.txt", "", b"another"))
    tip = packed(scripts, TIP, *files)
    end = len(tip.rstrip(b"\0"))

    for changed in mutations(tip[:end], 10_000 if whole else 300, "container"):
        found = unpacked_or_refused(scripts, changed + tip[len(changed) :])
        # A letter may have become another letter; nothing else may have happened.
        assert found is None or set(found["head"]) == set(TIP)
        for one in found["files"] if found else ():
            assert len(base64.b64decode(one["bytes"])) == one["size"]


def unpacked_or_refused(scripts: Scripts, whole: bytes) -> dict[str, Any] | None:
    """Return what a container holds, or nothing if it is refused as containers are."""
    try:
        found: dict[str, Any] = scripts.ask("unpack", whole)
    except RefusedError as refused:
        if refused.kind != "ContainerError":
            raise
        return None
    return found


def test_t18_a_file_for_a_thousand_recipients_is_refused_at_once(scripts: Scripts):
    pair = scripts.ask("makePair")
    locked = base64.b64decode(scripts.ask("lock", b"a tip", [pair["ofPq"]]))
    first, rest = locked.split(b"\n", 1)
    stanza = rest[: rest.index(b"\n--- ") + 1]

    with pytest.raises(RefusedError, match="too many recipients"):
        scripts.ask("open", first + b"\n" + stanza * 60 + rest, [pair["pq"]])
    with pytest.raises(RefusedError, match="no age file"):
        scripts.ask("open", first + b"\n" + stanza * 1000 + rest, [pair["pq"]])


def test_t19_what_somebody_wrote_does_nothing_to_what_stands_beside_it(scripts: Scripts):
    assert scripts.ask("shown", "a\0b\x1bc\u202etxt.exe") == "a\ufffdb\ufffdc\ufffdtxt.exe"
    assert scripts.ask("shown", "one\r\ntwo\rthree") == "one\ntwo\nthree"
    assert scripts.ask("shown", "a" + "\u0301" * 100_000) == "a" + "\u0301" * 8
    assert scripts.ask("shown", "<img onerror=x> السلام\u200f") == "<img onerror=x> السلام\u200f"


def test_t14_a_code_is_the_same_however_it_is_typed(scripts: Scripts):
    for typed in (
        "Able  Baker CAT",
        " able-baker-cat ",
        "able_baker\u00a0cat.",
        "ＡＢＬＥ baker\ncat",
    ):
        assert scripts.ask("normalise", typed) == "able-baker-cat"


def test_t15_a_message_that_holds_the_code_is_found_however_it_is_written(scripts: Scripts):
    code = scripts.ask("makeCode", 7)
    for message in (
        code,
        f"My code: {code.replace('-', ' ').upper()}!",
        f"({code.replace('-', ', ')})",
        code.replace("-", ""),
        "\n".join(f"{place}. {word}" for place, word in enumerate(code.split("-"), 1)),
    ):
        assert scripts.ask("holdsCode", message, code)
    assert not scripts.ask("holdsCode", code.rpartition("-")[0], code)
    assert len(code.split("-")) == 7


def test_t17_an_answer_under_another_thread_or_in_another_voice_is_not_the_newsrooms(
    scripts: Scripts,
):
    voice, stranger = scripts.ask("makeVoice"), scripts.ask("makeVoice")
    listed = {"epoch": 2, "voice": voice["key"], "voices": [{"epoch": 1, "key": stranger["key"]}]}
    answer = {"kind": "answer", "thread": "1" * 64, "epoch": 2, "text": "Thank you."}
    signed = scripts.ask("signHead", answer, voice["seed"])

    assert scripts.ask("headFits", signed, listed)
    for changes in (
        {"thread": "2" * 64},
        {"text": "Meet me."},
        {"epoch": 1},
        {"epoch": 3},
        {"more": 1},
    ):
        assert not scripts.ask("headFits", {**signed, **changes}, listed)
    forged = scripts.ask("signHead", answer, stranger["seed"])
    assert not scripts.ask("headFits", forged, listed)
    older = scripts.ask("signHead", {**answer, "epoch": 1}, stranger["seed"])
    assert scripts.ask("headFits", older, listed)
