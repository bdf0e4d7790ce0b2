"""Reads the Content Credentials of one picture: a program of its own, which ends in time and can open nothing.

`python -m broadsheet.photos.manifests image/jpeg signers.pem < picture` writes one line of JSON: what `gist` returns, or only a
state: “none”, “remote” (the record lies at an address, which is not asked) or “unreadable”. A picture may be made by anyone, and
what reads it is not written in Python: so it has neither the paper's database nor its secrets at hand.

Source: C2PA Technical Specification 2.2; c2pa-python's notes on `Context` and `Settings`.
"""

import json
import os
import re
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

MADE, ALTERED = "made", "altered"
SECONDS = 10
MEMORY_BYTES = 512 * 1024 * 1024
LONGEST, MOST = 100, 20
# A record may hold the records of what the picture was made of, and so on.
DEEPEST = 8
# Numbers by which a single camera is known.
SERIAL = re.compile(r"\s*\b(?=(?:\w*\d){5})\w+\b")
OFFLINE = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "core": {"allowed_network_hosts": [], "decode_identity_assertions": False},
}


def gist(store: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a picture's records: the newest one's signer, time, tool and acts, and what was found wrong.

    - state: “trusted” (signed by someone on the paper's list), “valid” (by someone else) or “invalid”.
    - ai: “made” or “altered”, if the picture or what it was made of says so.
    """
    manifests = store.get("manifests") or {}
    newest = manifests.get(store.get("active_manifest")) or {}
    signed = newest.get("signature_info") or {}
    signer = signed.get("issuer") or signed.get("common_name") or ""
    acts = dict.fromkeys(str(act.get("action")) for act in _acts(newest))
    return {
        "state": str(store.get("validation_state") or "invalid").lower(),
        "signer": _short(signer),
        "signed_at": _short(signed.get("time") or ""),
        "tool": _short(_tool(newest)),
        "acts": [_short(act) for act in acts][:MOST],
        "ai": _ai(newest, manifests, DEEPEST),
        "ingredients": len(newest.get("ingredients") or []),
        "failures": list(dict.fromkeys(_failures(store)))[:MOST],
    }


def _acts(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in manifest.get("assertions") or []:
        if str(one.get("label")).startswith("c2pa.actions"):
            yield from one["data"].get("actions") or []


def _tool(manifest: dict[str, Any]) -> str:
    for one in manifest.get("claim_generator_info") or []:
        return f"{one.get('name', '')} {one.get('version', '')}".strip()
    return str(manifest.get("claim_generator") or "")


def _ai(manifest: dict[str, Any], manifests: dict[str, Any], depth: int) -> str:
    said = {_ai_of_act(act) for act in _acts(manifest)}
    for one in manifest.get("ingredients") or [] if depth else []:
        older = manifests.get(one.get("active_manifest")) or {}
        its = _ai(older, manifests, depth - 1)
        # What was opened and edited is as it was before; what was set into another picture alters that.
        is_whole = one.get("relationship") == "parentOf"
        is_part = one.get("relationship") == "componentOf"
        said.add(its if is_whole else ALTERED if its and is_part else "")
    return MADE if MADE in said else ALTERED if ALTERED in said else ""


def _ai_of_act(act: dict[str, Any]) -> str:
    name = str(act.get("digitalSourceType") or "").rpartition("/")[2]
    if name in ("trainedAlgorithmicMedia", "trainedAlgorithmicData"):
        return MADE if act.get("action") == "c2pa.created" else ALTERED
    return ALTERED if name == "compositeWithTrainedAlgorithmicMedia" else ""


def _failures(store: dict[str, Any]) -> Iterator[str]:
    results = store.get("validation_results") or {}
    for one in (results.get("activeManifest") or {}).get("failure") or []:
        # Whoever is on no list is no fault of the record.
        if one.get("code") != "signingCredential.untrusted":
            yield _short(one.get("code"))


def _short(words: Any) -> str:
    return SERIAL.sub("", str(words)).strip()[:LONGEST]


def read(picture: BinaryIO, kind: str, signers: str) -> dict[str, Any]:
    """Return what is to be kept of one picture.

    Args:
        kind: its type, such as image/jpeg.
        signers: certificates of trusted signers, in PEM; empty for none. Where they are none, the answer says “bad_signers”.
    """
    import c2pa

    trust = {"trust": {"user_anchors": signers}} if signers else {}
    try:
        settings = c2pa.Settings.from_dict({**OFFLINE, **trust})
    except c2pa.C2paError:
        return {**read(picture, kind, ""), "bad_signers": True}
    try:
        picture.seek(0)
        with c2pa.Context(settings) as context, c2pa.Reader(kind, picture, context=context) as one:
            return gist(json.loads(one.json()))
    except c2pa.C2paError.ManifestNotFound:
        return {"state": "none"}
    except c2pa.C2paError as error:
        return {"state": "remote" if str(error).startswith("Remote:") else "unreadable"}


def _limit() -> None:
    """Keep this program small and short; and where no file can be opened any more, no line to anywhere can."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def main(kind: str, signers: str) -> None:
    # Loaded as long as files can be opened.
    import c2pa  # noqa: F401

    trusted = Path(signers).read_text(encoding="utf-8") if signers else ""
    os.lseek(0, 0, os.SEEK_SET)
    with open(0, "rb", closefd=False) as picture:
        _limit()
        sys.stdout.write(json.dumps(read(picture, kind, trusted)))


if __name__ == "__main__":
    main(*sys.argv[1:])
