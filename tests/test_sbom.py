"""The bill of materials names everything that a paper installs."""

import json
from importlib.metadata import version

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts.sbom import BILL, LOCK, bill_of, pins

PINS = pins(LOCK.read_text())


@pytest.fixture(scope="module")
def bill():
    return json.loads(BILL.read_text())


def test_the_bill_is_that_of_the_lock_and_the_same_each_time_it_is_made():
    made = bill_of(LOCK.read_text())

    assert made == bill_of(LOCK.read_text())
    assert made == BILL.read_text(), "run `make sbom`"


def test_the_bill_is_written_as_cyclonedx_asks():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(BILL.read_text()) is None


def test_every_package_of_the_lock_stands_in_it_with_its_licence_and_every_hash(bill):
    parts = {
        (one["name"], one["version"]): one
        for one in bill["components"]
        if one["purl"].startswith("pkg:pypi/")
    }

    assert len(PINS) > 40
    assert set(parts) == {(pin.name, pin.version) for pin in PINS}
    for pin in PINS:
        part = parts[pin.name, pin.version]
        [files] = part["externalReferences"]
        assert part["licenses"], pin.name
        assert {one["content"] for one in files["hashes"]} == set(pin.hashes), pin.name
        assert pin.hashes, pin.name


def test_what_the_tip_lines_scripts_are_made_of_stands_in_it(bill):
    parts = {one["name"]: one for one in bill["components"] if one["purl"].startswith("pkg:npm/")}

    assert {"age-encryption", "@noble/post-quantum", "@noble/hashes", "@scure/base"} <= set(parts)
    assert "esbuild" not in parts, "it makes the scripts, and is in none of them"
    assert all(one["licenses"] and one["hashes"] for one in parts.values())


def test_it_says_what_asks_for_what(bill):
    asks = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}

    assert f"wagtail-{version('wagtail')}" in asks["broadsheet"]
    assert any(one.startswith("willow-") for one in asks[f"wagtail-{version('wagtail')}"])


def test_a_package_that_was_left_out_of_the_bill_is_noticed():
    more = (
        LOCK.read_text()
        + "pip==23.2.1 \\\n    --hash=sha256:"
        + "0" * 64
        + "\n    # via broadsheet\n"
    )

    assert bill_of(more) != BILL.read_text()
