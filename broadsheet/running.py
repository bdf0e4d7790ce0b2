"""Starting a paper: its folder, its database, its first editor, its server and its worker.

What is prepared is prepared before the server's program is loaded anew in its place (`exec`), so that a long
migration leaves nothing behind in the server's memory.
"""

import asyncio
import atexit
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TextIO

from broadsheet.lib import env
from broadsheet.lib.folder import claim, make_home, refuse_busy_port, refuse_full_disk
from broadsheet.lib.log_lines import log_what_falls_through

SERVING = "BROADSHEET_SERVING"
# Given to the server to end what it has begun.
PATIENCE_SECONDS = 10


def set_up_django() -> None:
    """Load the program with the paper's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    import django

    django.setup()


def need_paper() -> None:
    """Refuse if the paper's folder holds no paper yet.

    Errors:
        FolderError: there is nothing there.
    """
    from broadsheet.lib.folder import refuse_missing_paper

    refuse_missing_paper(env.home())


def use_paper_if_any() -> None:
    """Let a command that only reads do so where no paper was started: on an empty folder, which is gone when it ends."""
    from broadsheet.lib.folder import FolderError

    try:
        need_paper()
    except FolderError:
        lent = tempfile.mkdtemp(prefix="broadsheet-")
        atexit.register(shutil.rmtree, lent, ignore_errors=True)
        os.environ["BROADSHEET_HOME"] = lent


def run_paper(*, host: str, port: int, demo: bool) -> int:
    """Prepare the paper and serve it until Ctrl-C; return the exit status.

    Errors:
        FolderError, PortError, NewerDatabaseError: what is wrong and what to do, in a sentence.
    """
    home = env.home()
    if os.environ.pop(SERVING, "") != str(home):
        refuse_busy_port(host, port)
        make_home(home)
        refuse_full_disk(home)
        claim(home)
        set_up_django()
        from broadsheet.preparing import prepare

        prepare(home, port=port, demo=demo, out=sys.stdout)
        _begin_anew(home, host, port)
    return serve(host, port)


def _begin_anew(home: Path, host: str, port: int) -> None:
    sys.stdout.flush()
    words = ["run", "--home", str(home), "--host", host, "--port", str(port)]
    environment = {**os.environ, SERVING: str(home)}
    os.execve(sys.executable, [sys.executable, "-m", "broadsheet.cli", *words], environment)  # nosec B606 # our own program


def serve(host: str, port: int) -> int:
    """Serve the paper, with one worker beside the server, until asked to stop; a demo has a stand-in processor, too."""
    from broadsheet.devtools.beside_demo import stand_in_beside

    stop = threading.Event()
    with stand_in_beside(env.home(), port):
        worker = threading.Thread(target=keep_worker, args=(stop,), name="worker-keeper")
        worker.start()
        try:
            with contextlib.suppress(KeyboardInterrupt):
                asyncio.run(_serve(host, port, stop))
        finally:
            stop.set()
            worker.join(PATIENCE_SECONDS)
    sys.stdout.write("The paper has stopped.\n")
    return 0


async def _serve(host: str, port: int, stop: threading.Event) -> None:
    from broadsheet.asgi import application
    from broadsheet.doors.listening import make_server
    from broadsheet.health.watching import keep_watch

    log_what_falls_through()
    server = make_server(application, host, port)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, server.stop)
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # nosec B104 # only compared
    sys.stdout.write(
        f"Readers: http://{shown}:{port}/\nNewsroom: http://{shown}:{port}/newsroom/\n"
    )
    sys.stdout.write("Ctrl-C stops the paper.\n")
    sys.stdout.flush()
    watch = threading.Thread(target=keep_watch, args=(loop, stop), name="watch", daemon=True)
    watch.start()
    try:
        await server.serve()
    finally:
        stop.set()
        watch.join(PATIENCE_SECONDS / 2)


def keep_worker(stop: threading.Event) -> None:
    """Start the worker, and start it again if it dies, until told to stop."""
    wait_seconds = 1.0
    while not stop.is_set():
        # Its own session: Ctrl-C reaches the server alone, which then ends the worker in order.
        process = subprocess.Popen(
            [sys.executable, "-m", "broadsheet.cli", "work", "--home", str(env.home())],
            start_new_session=True,
        )
        while process.poll() is None and not stop.wait(0.2):
            pass
        if stop.is_set():
            _end(process)
            return
        stop.wait(wait_seconds)
        wait_seconds = min(60.0, wait_seconds * 2)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS / 2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run_worker() -> int:
    """Print what is owed and do the paper's jobs until asked to stop; return the exit status."""
    need_paper()
    set_up_django()
    log_what_falls_through()
    from broadsheet.health.programs import WORKER
    from broadsheet.health.watching import say_goodbye, server_is_gone
    from broadsheet.press.models import Turn
    from broadsheet.press.turns import take_turns

    # Without its tables it would fail at every turn: said once, and the worker ends.
    Turn.objects.exists()
    stop = threading.Event()
    parent = os.getppid()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    tasks = threading.Thread(target=_do_tasks, args=(stop,), name="tasks", daemon=True)
    tasks.start()
    # Without the server that started it, a worker has no one to end it.
    take_turns(lambda: stop.is_set() or os.getppid() != parent)
    if stop.is_set():
        say_goodbye(WORKER)
    else:
        server_is_gone()
    stop.set()
    tasks.join(PATIENCE_SECONDS / 2)
    return 0


def _do_tasks(stop: threading.Event) -> None:
    """Do the tasks that the newsroom has put off: sizes of photos, references, mail."""
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"paper-{secrets.token_hex(6)}",
        excluded_queue_names=[],
    )

    def end_with_us() -> None:
        stop.wait()
        worker.running = False

    threading.Thread(target=end_with_us, daemon=True).start()
    while not stop.is_set():
        try:
            worker.run()
        except Exception:  # noqa: BLE001 (tasks go on when the database is back)
            stop.wait(5)


def say(out: TextIO, sentence: str) -> None:
    """Write a sentence at once."""
    out.write(sentence + "\n")
    out.flush()
