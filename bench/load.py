"""Readers: wrk on a core of its own, 32 of them, as fast as they are answered."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from bench.machine import CLIENT_CORE, cpu_seconds, pinned, program
from bench.servers import HOST, Server

# Each path once, in the order of the file, then from the beginning. Requests are made before the clock starts.
IN_ORDER = """
local requests, last = {}, 0
function init(arguments)
    for path in io.lines(arguments[1]) do
        requests[#requests + 1] = wrk.format("GET", path)
    end
end
function request()
    last = last % #requests + 1
    return requests[last]
end
"""


class Load(NamedTuple):
    """What came of one run: answers a second, answers a second of the server's own time, the slowest hundredth."""

    rate: float
    rate_of_cpu: float
    p99_ms: float
    wrong: int


def load(server: Server, path: str, seconds: int, *, paths: Path | None = None) -> Load:
    """Ask a server for one page, or for those in a file, for some seconds."""
    words = [program("wrk"), "-t1", "-c32", f"-d{seconds}s", "--latency"]
    # With the space: wrk leaves out a header without it, and says nothing.
    words += ["-H", f"Host: {HOST}", "-H", "Accept-Encoding: gzip"]
    url = f"http://127.0.0.1:{server.port}{path}"
    if paths is not None:
        script = paths.with_suffix(".lua")
        script.write_text(IN_ORDER)
        words += ["-s", str(script), url, "--", str(paths)]
    else:
        words.append(url)
    pids = server.pids
    before = cpu_seconds(pids)
    said = subprocess.run(
        pinned(CLIENT_CORE, *words), capture_output=True, text=True, check=True
    ).stdout
    return read_wrk(said, cpu_seconds(pids) - before)


def read_wrk(said: str, cpu: float) -> Load:
    """Read what wrk says at its end.

    >>> read_wrk('''
    ...     99%    2.40ms
    ...   1000 requests in 2.00s, 5.00MB read
    ...   Non-2xx or 3xx responses: 3
    ... Requests/sec:    500.00
    ... ''', cpu=0.5)
    Load(rate=500.0, rate_of_cpu=2000.0, p99_ms=2.4, wrong=3)
    """
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    count = int(re.search(r"(\d+) requests in", said)[1])  # type: ignore[index]
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    wrong = sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    wrong += sum(
        int(n)
        for line in re.findall(r"Socket errors: (.+)", said)
        for n in re.findall(r"\d+", line)
    )
    return Load(
        rate, count / cpu if cpu else 0.0, float(slow[1]) * units[slow[2]] if slow else 0.0, wrong
    )
