"""Look up known holes in what is installed. Exit 1 if there are any; without a network it says so, and fails nothing.

    python scripts/audit.py [LOCK…]

The list that is asked is OSV's, in which Python's own advisories stand, too. KNOWN_HOLES names another server that answers
as OSV does, for those who keep one of their own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
LOCKS = [ROOT / "requirements" / "dev.txt"]
PATIENCE_SECONDS = 10
# How pip-audit says that no list could be asked.
UNREACHABLE = (
    "Could not connect",
    "ConnectionError",
    "timed out",
    "Timeout",
    "upstream",
    "firewall",
    "HTTPError",
)


class LookUp(NamedTuple):
    """What came of one look-up: the packages with what is known of each, or why nothing came."""

    packages: list[dict[str, Any]] | None
    trouble: str


def main(locks: list[Path]) -> int:
    found = look_up(locks)
    if found.packages is not None:
        return tell(found.packages)
    if any(word in found.trouble for word in UNREACHABLE):
        sys.stdout.write(
            "NOT LOOKED UP: no list of known holes could be reached. Do it again with a network.\n"
        )
        return 0
    sys.stderr.write(found.trouble)
    return 1


def look_up(locks: list[Path]) -> LookUp:
    # The lock says all: nothing is resolved, installed or built.
    words = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]
    words += ["--timeout", str(PATIENCE_SECONDS), "--vulnerability-service", "osv"]
    if own := os.environ.get("KNOWN_HOLES"):
        words += ["--osv-url", own]
    for lock in locks:
        words += ["--requirement", str(lock)]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *words], capture_output=True, text=True, check=False
    )
    try:
        return LookUp(json.loads(done.stdout)["dependencies"], "")
    except (ValueError, KeyError):
        return LookUp(None, done.stderr or "pip-audit said nothing.\n")


def tell(packages: list[dict[str, Any]]) -> int:
    """Say what is known, and of which packages nothing is; return 1 if any of it is a hole."""
    left_out = [f"{one['name']}: {one['skip_reason']}" for one in packages if "skip_reason" in one]
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for one in packages
        for hole in one.get("vulns", [])
    ]
    sys.stdout.write("".join(f"{line}\n" for line in [*left_out, *holes]))
    sys.stdout.write(f"{len(packages)} packages looked up, {len(holes)} known holes.\n")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or LOCKS))
