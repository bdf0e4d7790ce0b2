"""The tip line behind the real doors and the real server, whose times may be short: `python -m broadsheet.tips.tests.small_line PORT HOME SECONDS`."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

SECRET = "the small line's own"
OWN_HOSTS = ("localhost", "127.0.0.1")
BUILT = {
    "tips.js": "// the script\n" * 500,
    "worker.js": "// the worker\n",
    "tips.css": "/* the style */\n",
    "send.en.html": "<!DOCTYPE html><title>Confidential tips</title>",
    "send.es.html": "<!DOCTYPE html><title>Pistas confidenciales</title>",
    "reply.en.html": "<!DOCTYPE html><title>Answers</title>",
    "reply.es.html": "<!DOCTYPE html><title>Respuestas</title>",
}


def write_built(folder: Path) -> Path:
    """Write small files in place of those that the scripts' build makes."""
    folder.mkdir(exist_ok=True)
    for name, text in BUILT.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    """Answer whatever is not the tip line's."""
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b"the paper"})


async def serve(port: int, home: Path, seconds: float) -> None:
    from broadsheet.doors.bodies import Patience
    from broadsheet.doors.doors import Doors
    from broadsheet.doors.listening import make_server
    from broadsheet.doors.ways import TIP_LINE
    from broadsheet.tips.box import Box
    from broadsheet.tips.sources.answering import TipLine

    def no_database(_cookies: str) -> bool:
        raise AssertionError("the main database was asked")

    short = [
        way._replace(patience=Patience(seconds, seconds, way.patience.bytes_per_second))
        for way in TIP_LINE
    ]
    line = TipLine(nothing, Box(home), SECRET, built=write_built(home / "built"))
    guarded = Doors(
        line, lambda host: host.partition(":")[0] in OWN_HOSTS, no_database, {}, ways=short
    )
    server = make_server(guarded, "127.0.0.1", port)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    await server.serve()


if __name__ == "__main__":
    settings.configure(USE_I18N=False, SECRET_KEY=SECRET, DEFAULT_CHARSET="utf-8")
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
