"""Pictures with Content Credentials, signed here by people of the town: no service is asked, and nobody else trusts them."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.template.loader import render_to_string

from broadsheet.incoming.tests.made import sent
from broadsheet.photos.arriving import look_into
from broadsheet.photos.content_credentials import Credentials, credentials_of
from broadsheet.photos.models import Photo
from tests.town import jpeg

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TAKEN = {"action": "c2pa.created", "digitalSourceType": f"{IPTC}digitalCapture"}
MADE = {"action": "c2pa.created", "digitalSourceType": f"{IPTC}trainedAlgorithmicMedia"}
FILLED = {
    "action": "c2pa.edited",
    "digitalSourceType": f"{IPTC}compositeWithTrainedAlgorithmicMedia",
}
CROPPED = {"action": "c2pa.cropped"}
OPENED = {"action": "c2pa.opened", "parameters": {"ingredientIds": ["parentOf"]}}
SETTINGS = {"verify": {"verify_after_sign": False}, "builder": {"thumbnail": {"enabled": False}}}


class Signer(NamedTuple):
    """Someone who signs: the certificate of who vouches for them, and what c2pa needs."""

    root: bytes
    info: c2pa.C2paSignerInfo


@cache
def signer(organisation: str, name: str = "Camera 7 No. 5512345") -> Signer:
    """Return someone who signs in an organisation's name, vouched for by its own authority."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _name(f"{organisation} Authority", "Root")
    root = _certificate(authority, root_key, authority, root_key, is_authority=True)
    own = _certificate(_name(organisation, name), key, authority, root_key, is_authority=False)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    info = c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, _pem(own) + _pem(root), private, None)
    return Signer(_pem(root), info)


def signed(
    raw: bytes = b"",
    kind: str = "image/jpeg",
    *,
    by: str = "Larkmere Cameras",
    acts: Iterable[dict[str, Any]] = (TAKEN,),
    parts: dict[str, bytes] | None = None,
    tool: str = "Ferry Editor",
    remote: str = "",
) -> bytes:
    """Return a picture with its record.

    Args:
        parts: earlier files by how they relate to it: “parentOf”, “componentOf”.
        remote: the address at which the record is said to lie; then it is not in the file.
    """
    record = {
        "claim_generator_info": [{"name": tool, "version": "2.1"}],
        "format": kind,
        "title": "ferry",
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": list(acts)}}],
    }
    into = BytesIO()
    context = c2pa.Context(c2pa.Settings.from_dict(SETTINGS))
    builder = c2pa.Builder(json.dumps(record), context)
    for relation, part in (parts or {}).items():
        told = json.dumps({"title": "part", "relationship": relation, "instance_id": relation})
        builder.add_ingredient(told, "image/jpeg", BytesIO(part))
    if remote:
        builder.set_no_embed()
        builder.set_remote_url(remote)
    builder.sign(c2pa.Signer.from_info(signer(by).info), kind, BytesIO(raw or jpeg()), into)
    return into.getvalue()


def _name(organisation: str, name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuers_key: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
) -> x509.Certificate:
    """Return a certificate as C2PA asks for it, section 14.5."""
    now = datetime.now(UTC)
    uses = dict.fromkeys(
        (
            *("content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, key_cert_sign=is_authority, **uses), critical=True
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuers_key.public_key()),
            critical=False,
        )
    )
    if is_authority:
        identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        made = made.add_extension(identifier, critical=False)
    else:
        uses_more = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        made = made.add_extension(uses_more, critical=False)
    return made.sign(issuers_key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def tampered(raw: bytes) -> bytes:
    """Return a picture one of whose points was changed."""
    return raw[:-200] + bytes([raw[-200] ^ 1]) + raw[-199:]


def brought(raw: bytes, ending: str = "jpg", **fields: Any) -> Photo:
    """Bring a file in, and do with it what the worker does first."""
    photo = Photo.objects.create(title="Ferry", file=sent(f"ferry.{ending}", raw), **fields)
    look_into.call(photo.pk)
    return Photo.objects.get(pk=photo.pk)


def known(photo: Photo) -> Credentials:
    found = credentials_of(photo)
    assert found is not None
    return found


def shown_to_the_desk(photo: Photo) -> str:
    words = {"credentials": credentials_of(photo)}
    return render_to_string("photos/desk/credentials.html", words).strip()
