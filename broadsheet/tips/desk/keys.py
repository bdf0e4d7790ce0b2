"""What the desk does with keys and lists: it keeps what browsers have locked up, and puts in force what they have signed."""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from broadsheet.tips import drills, keepers, lists
from broadsheet.tips.box import Box
from broadsheet.tips.desk.bodies import packed, told, unfit, unpacked
from broadsheet.tips.desk.gate import asked, person_of
from broadsheet.tips.desk.state import name_of
from broadsheet.tips.errors import ListRefusedError, TipsError
from broadsheet.tips.keepers import AGE, Keeper, NewWrap
from broadsheet.tips.offering import tell_if_changed
from broadsheet.tips.rights import may_read
from broadsheet.tips.signed_lists import MOST_RECIPIENTS, read_list

# A voice or a root key, locked to twenty-one people.
LARGEST_SEALED = 128 * 1024
ONE_WRAP = {"kind": str, "label": str, "sealed": str}


@asked("POST")
def enrol(request: HttpRequest, box: Box) -> dict[str, Any]:
    person = person_of(request)
    if not may_read(person):
        raise TipsError(_("You may not read tips, so you need no keys. Ask your publisher."))
    body = told(request, {"pq": str, "x25519": str, "lock": str, "keyring": str, "wraps": list})
    new = Keeper(
        user_id=person.pk,
        name=name_of(person)[:100],
        pq=body["pq"],
        x25519=body["x25519"],
        lock=body["lock"],
        keyring=unpacked(body["keyring"]),
        enrolled="",
        has_left=False,
    )
    keepers.refuse_replacing(box, person.pk)
    keepers.enrol(box, new, [wrap_in(one) for one in body["wraps"]])
    return {}


@asked("POST")
def keyring(request: HttpRequest, box: Box) -> dict[str, Any]:
    body = told(request, {"keyring": str, "pq": str, "x25519": str})
    packed_keys = unpacked(body["keyring"])
    keepers.renew(
        box, person_of(request).pk, keyring=packed_keys, pq=body["pq"], x25519=body["x25519"]
    )
    return {}


@asked("POST")
def wraps(request: HttpRequest, box: Box) -> dict[str, Any]:
    body = told(request, {}, add=dict, remove=int)
    if len(body) != 1:
        raise unfit()
    if "add" in body:
        keepers.add_wrap(box, person_of(request).pk, wrap_in(body["add"]))
    else:
        keepers.remove_wrap(box, person_of(request).pk, body["remove"])
    return {}


def wrap_in(body: Any) -> NewWrap:
    """Return what opens someone's lock.

    Errors:
        TipsError: it is something else.
    """
    if type(body) is not dict or body.keys() != ONE_WRAP.keys():
        raise unfit()
    if any(type(body[name]) is not kind for name, kind in ONE_WRAP.items()):
        raise unfit()
    return NewWrap(body["kind"], body["label"], unpacked(body["sealed"]))


@asked("POST")
def sheet(request: HttpRequest, box: Box) -> dict[str, Any]:
    return {"sealed": packed(keepers.hand_out_sheet(box, person_of(request).pk))}


@asked("POST", runs=True)
def publish_list(request: HttpRequest, box: Box) -> dict[str, Any]:
    texts = ("payload", "signature", "root", "voice_sealed", "root_sealed")
    body = told(request, {**dict.fromkeys(texts, str), "people": list})
    people = body["people"]
    if any(type(one) is not int for one in people) or len(people) > MOST_RECIPIENTS:
        raise unfit()
    listed = read_list(unpacked(body["payload"]), body["signature"], body["root"])
    refuse_those_without_a_right(people)
    lists.publish(
        box,
        listed,
        voice_sealed=sealed(body["voice_sealed"]),
        root_sealed=sealed(body["root_sealed"]),
        people=people,
    )
    keepers.note_event(box, "list_signed", person_of(request).pk)
    tell_if_changed(box)
    return {}


def sealed(text: str) -> str:
    """Return base64 of an age file as it came.

    Errors:
        TipsError: it is none, or too large.
    """
    if len(text) > LARGEST_SEALED or not unpacked(text).startswith(AGE):
        raise unfit()
    return text


def refuse_those_without_a_right(people: list[int]) -> None:
    """Refuse a list that would lock tips up for someone who may not read them.

    Errors:
        ListRefusedError: who it is.
    """
    known = {one.pk: one for one in get_user_model()._default_manager.filter(pk__in=people)}
    for key in people:
        if key not in known:
            raise ListRefusedError(
                _("Someone in the list is not here any more. Load the page again.")
            )
        if not may_read(known[key]):
            raise ListRefusedError(
                _("%(name)s may not read tips any more. Take the name out of the list.")
                % {"name": name_of(known[key])}
            )


@asked("POST", reads=True)
def seen(request: HttpRequest, box: Box) -> dict[str, Any]:
    body = told(request, {"payload": str, "signature": str})
    lists.note_seen(box, unpacked(body["payload"]), body["signature"])
    tell_if_changed(box)
    return {}


@asked("POST", runs=True)
def begin_drill(request: HttpRequest, box: Box) -> dict[str, Any]:
    if lists.in_force(box) is None:
        raise TipsError(_("There is no list yet. Put one in force first."))
    return {"token": drills.begin(box, person_of(request).pk)}


@asked("POST", reads=True)
def opened(request: HttpRequest, box: Box) -> dict[str, Any]:
    body = told(request, {"id": str, "proof": str})
    drills.note_opened(box, body["id"], person_of(request).pk, body["proof"])
    tell_if_changed(box)
    return {}


@asked("POST")
def recovered(request: HttpRequest, box: Box) -> dict[str, Any]:
    if told(request, {"by": str})["by"] != "newsroom":
        raise unfit()
    keepers.note_event(box, "newsroom_sheet_used", person_of(request).pk)
    return {}
