"""Write the bill of materials: each package that a paper installs, with its licence and the hashes of its files.

    python scripts/sbom.py

What is pinned in `requirements/run.txt` goes into `requirements/broadsheet.cdx.json`, in CycloneDX's form, and from
there into the wheel (PEP 770). The same lock makes the same file, byte for byte. Licences are those that the installed
packages name.
"""

import json
import re
import sys
import tomllib
from base64 import b64decode
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements" / "run.txt"
SCRIPTS = ROOT / "broadsheet" / "tips" / "web" / "package-lock.json"
BILL = ROOT / "requirements" / "broadsheet.cdx.json"
# The words by which the MIT licence is known where a package brings its text and does not name it.
MIT_GRANT = (
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated "
    'documentation files (the "Software"), to deal in the Software without restriction'
)
# What packages call their licences, by the short name that SPDX has for it.
SAME = {
    "mit license": "MIT",
    "the mit license": "MIT",
    "bsd license": "BSD",
    "3-clause bsd": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "isc license (iscl)": "ISC",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
}


class Pin(NamedTuple):
    """A package of a lock: its version, on which machines (empty: on all), its files' hashes, and what asks for it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    asked_by: tuple[str, ...]


def pins(lock: str) -> list[Pin]:
    """Return each package of a lock, in its order.

    >>> pins("nh3==0.3.8 ; python_version < '4' \\\\\\n    --hash=sha256:0a\\n    # via broadsheet (pyproject.toml)\\n")
    [Pin(name='nh3', version='0.3.8', marker="python_version < '4'", hashes=('0a',), asked_by=('broadsheet',))]
    """
    found = []
    for block in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE):
        head = re.match(r"([A-Za-z0-9._-]+)(?:\[.*\])?==(\S+)(?: ; (.+?))? \\", block)
        if head:
            hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]+)", block))
            asked_by = tuple(re.findall(r"^    # (?:via |  )(?:  )?([\w.-]+)", block, re.MULTILINE))
            found.append(Pin(head[1], head[2], head[3] or "", hashes, asked_by))
    return found


def licence_of(package: Distribution) -> str:
    """Return a package's licence by its short name, from whichever field says it."""
    fields = package.metadata
    classified = [
        one.rpartition(" :: ")[2]
        for one in fields.get_all("Classifier", [])
        if one.startswith("License ::")
    ]
    said = fields.get("License-Expression") or (classified or [fields.get("License") or ""])[0]
    said = said or by_text(package)
    return SAME.get(said.strip().lower(), said.strip())


def by_text(package: Distribution) -> str:
    """Return the licence of a package that names none but brings its text: so far, MIT alone is known by its words."""
    for file in package.files or ():
        if file.name == "LICENSE" and MIT_GRANT in " ".join(file.read_text().split()):
            return "MIT"
    return ""


def bill_of(lock: str) -> str:
    """Return the bill of a lock as JSON."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    ours = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )
    bill = Bom(serial_number=uuid5(NAMESPACE_URL, lock))
    bill.metadata.component = ours
    # The moment at which it was made would make it another file each time.
    bill.metadata.timestamp = None
    by_name: dict[str, list[Component]] = {project["name"]: [ours]}
    found = pins(lock)
    for pin in found:
        part = component_of(pin)
        bill.components.add(part)
        by_name.setdefault(pin.name, []).append(part)
    for part in parts_of_scripts():
        bill.components.add(part)
        bill.register_dependency(ours, [part])
    for pin in found:
        for name in pin.asked_by:
            for asking in by_name.get(name, []):
                bill.register_dependency(asking, by_name[pin.name])
    return str(JsonV1Dot6(bill).output_as_string(indent=1)) + "\n"


def component_of(pin: Pin) -> Component:
    address = PackageURL("pypi", name=pin.name, version=pin.version)
    # The lock names files by their hashes alone: a source archive, and a wheel for each kind of machine.
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(str(address)),
        comment=f"installed where {pin.marker}" if pin.marker else None,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in pin.hashes],
    )
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{pin.name}-{pin.version}",
        purl=address,
        licenses=[LicenseFactory().make_from_string(licence_of(distribution(pin.name)))],
        external_references=[files],
    )


def parts_of_scripts() -> list[Component]:
    """Return the libraries that the tip line's scripts are made of, as their own lock names them."""
    locked = json.loads(SCRIPTS.read_text())["packages"]
    return [
        Component(
            name=path.removeprefix("node_modules/"),
            version=told["version"],
            type=ComponentType.LIBRARY,
            bom_ref=f"{path.removeprefix('node_modules/')}-{told['version']}",
            purl=PackageURL(
                "npm", name=path.removeprefix("node_modules/"), version=told["version"]
            ),
            licenses=[LicenseFactory().make_from_string(told["license"])],
            hashes=[
                HashType(
                    alg=HashAlgorithm.SHA_512,
                    content=b64decode(told["integrity"].removeprefix("sha512-")).hex(),
                )
            ],
        )
        for path, told in locked.items()
        if path and not told.get("dev")
    ]


if __name__ == "__main__":
    BILL.write_text(bill_of(LOCK.read_text()))
    sys.stdout.write(f"{BILL.relative_to(ROOT)}: {len(pins(LOCK.read_text()))} packages.\n")
