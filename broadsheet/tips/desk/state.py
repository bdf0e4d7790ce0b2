"""All that the desk's screen needs to begin: who works there, the list, her own locked keys, the people, the drill, what happened.

Each is told what concerns her: a recipient the voice, who runs the line the sealed root, nobody anyone else's keyring.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.middleware.csrf import get_token

from broadsheet.tips import drills, keepers, lists, threads
from broadsheet.tips.box import Box
from broadsheet.tips.days import today
from broadsheet.tips.desk.bodies import packed
from broadsheet.tips.desk.gate import asked, is_recipient, person_of
from broadsheet.tips.offering import paper
from broadsheet.tips.rights import may_read, may_run

# Rights are asked of the database itself, whatever lets people sign in.
RIGHTS: Final = "django.contrib.auth.backends.ModelBackend"


@asked("GET")
def state(request: HttpRequest, box: Box) -> dict[str, Any]:
    person = person_of(request)
    kept, line, seen = lists.in_force(box), lists.line(box), lists.last_seen(box)
    reads, runs = is_recipient(box, person), may_run(person)
    name, language, _zone = paper()
    return {
        "csrf": get_token(request),
        "me": {
            "id": person.pk,
            "name": name_of(person),
            "may_run": runs,
            "is_recipient": reads,
        },
        "today": today().isoformat(),
        "language": language,
        "paper": name,
        "line": {"state": line.state, "why": line.why},
        "list": kept.listed.envelope() if kept else None,
        "voice_sealed": kept.voice_sealed if kept and reads else "",
        "root_sealed": kept.root_sealed if kept and runs else "",
        "mine": mine(box, person),
        "people": people(box, kept),
        "drill": drill(box),
        "events": [
            {"day": one.day, "who": one.user_id, "what": one.what} for one in keepers.events(box)
        ],
        "seen": seen[1] if seen else None,
        "unread": threads.unread(box) if reads else 0,
    }


def mine(box: Box, person: AbstractUser) -> dict[str, Any] | None:
    """Return someone's own locked keys, and what opens them; her sheet's wrap is asked for by itself."""
    known = keepers.keeper(box, person.pk)
    if known is None:
        return None
    return {
        "lock": known.lock,
        "keyring": packed(known.keyring),
        "wraps": [
            {
                "id": one.id,
                "kind": one.kind,
                "label": one.label,
                "day": one.day,
                **({} if one.kind == "sheet" else {"sealed": packed(one.sealed)}),
            }
            for one in keepers.wraps_of(box, person.pk)
        ],
    }


def people(box: Box, kept: lists.Kept | None) -> list[dict[str, Any]]:
    """Return everyone who may have to do with tips, and everyone who had."""
    known = {one.user_id: one for one in keepers.keepers(box)}
    listed = set(kept.people) if kept else set()
    with_right = {one.pk: one for one in those_with_a_right()}
    gone = (known.keys() | listed) - with_right.keys()
    found = [*with_right.values(), *get_user_model()._default_manager.filter(pk__in=gone)]
    names = {one.pk: name_of(one) for one in found}
    return [
        {
            "id": key,
            "name": names.get(key) or (known[key].name if key in known else ""),
            "is_enrolled": key in known,
            "pq": known[key].pq if key in known else "",
            "x25519": known[key].x25519 if key in known else "",
            "in_list": key in listed,
            "has_left": key not in with_right or not may_read(with_right[key]),
            "may_run": key in with_right and may_run(with_right[key]),
        }
        for key in sorted(
            known.keys() | listed | with_right.keys(), key=lambda one: (names.get(one, ""), one)
        )
        if key in known or key in listed or may_read(with_right[key]) or may_run(with_right[key])
    ]


def those_with_a_right() -> Iterable[AbstractUser]:
    users = get_user_model()._default_manager
    found = {
        one.pk: one
        for right in ("tips.read_tips", "tips.run_tip_line")
        for one in users.with_perm(right, backend=RIGHTS)
    }
    return found.values()


def name_of(person: AbstractUser) -> str:
    return person.get_full_name() or person.get_username()


def drill(box: Box) -> dict[str, Any]:
    """Return how far the newest drill is; before the first, one that has not begun."""
    one = drills.newest(box) or drills.Drill("", (), False, False, False, "")
    return {
        "is_done": one.is_done,
        "sent": one.is_sent,
        "opened": list(one.opened),
        "answered": one.is_answered,
        "read": one.is_read,
        "ends": one.ends,
    }
