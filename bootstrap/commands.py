"""Run the commands of a set-up: heard while they work, and ended when nobody waits any more.

A killed start must not leave an installer behind that writes into what the next start makes.
"""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bootstrap import say
from bootstrap.progress import Progress

# For every command: its lines come at once, in an encoding that we know, and in English, by
# which they are understood; apt asks nothing, and uv gives up as early as we have pip do.
VARIABLES = {
    "PYTHONUNBUFFERED": "1",
    "PYTHONIOENCODING": "utf-8",
    "LANGUAGE": "en",
    "DEBIAN_FRONTEND": "noninteractive",
}
# Seconds after which a person hears again what goes on.
SOON, LATER = 5, 15
UNLESS_SET = {"UV_HTTP_TIMEOUT": "15", "UV_HTTP_RETRIES": "2"}


class Log:
    """What commands said: kept to be judged, and in a file for whoever looks into a failure."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.text = ""
        if path:
            path.write_bytes(b"")

    def add(self, line: str) -> None:
        """Keep a line, on a full disk in memory alone: that is when it is needed most."""
        self.text += line + "\n"
        if self.path:
            with suppress(OSError), self.path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")


class Running(NamedTuple):
    """A command, and the thread that hears it until the last of its processes has ended."""

    child: "subprocess.Popen[bytes]"
    listener: threading.Thread


# Held while a command is started, while one works that must not be cut short, and for good once
# everything has to end.
turn = threading.Lock()
under_way: list[Running] = []


def call(
    command: list[str], log: Log, progress: Progress | None = None, *, unbroken: bool = False
) -> bool:
    """Run a command into the log, and tell whether it succeeded.

    It is ended with us, unless it is to stay `unbroken`: then our own end waits for it.
    """
    progress = progress or Progress()
    log.add(f"$ {' '.join(command)}")
    with turn:
        try:
            running = start(command, log, progress)
        except OSError as trouble:
            log.add(str(trouble))
            return False
        if unbroken:
            return finish(running, progress, unbroken=True)
        under_way.append(running)
    try:
        return finish(running, progress)
    finally:
        # Here we stay where everything has to end: nobody is to judge a command that was killed.
        with turn:
            under_way.remove(running)


def start(command: list[str], log: Log, progress: Progress) -> Running:
    """Start a command apart from the terminal, so that only we are told of Ctrl+C."""
    env = {**UNLESS_SET, **os.environ, **VARIABLES}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=env,
        start_new_session=True,
        # What may be inherited is the lock alone: it is held until the installer has ended,
        # whatever becomes of us.
        close_fds=False,
    )

    def listen() -> None:
        assert child.stdout
        with child.stdout:
            for line in child.stdout:
                text = line.decode("utf-8", "replace").rstrip()
                if progress.hear(text):
                    log.add(text)

    listener = threading.Thread(target=listen)
    listener.start()
    return Running(child, listener)


def finish(running: Running, progress: Progress, *, unbroken: bool = False) -> bool:
    """Wait for a command, saying what goes on, and tell whether it succeeded."""
    try:
        while running.listener.is_alive():
            running.listener.join(SOON if progress.seconds < 30 else LATER)
            if running.listener.is_alive():
                say(f"    {progress}")
    except KeyboardInterrupt:
        if unbroken:
            say("系统软件包正装到一半，装完就停……")
        raise
    finally:
        if unbroken:
            running.listener.join()
        end(running)
    return running.child.wait() == 0


def end(running: Running) -> None:
    """End a command with all that it started, and wait until the last of them has gone."""
    if running.listener.is_alive():
        if sys.platform == "win32":
            tree = ["taskkill", "/F", "/T", "/PID", str(running.child.pid)]
            subprocess.run(tree, capture_output=True)
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(running.child.pid, signal.SIGKILL)
    running.listener.join()
    running.child.wait()


def end_with(pipe: int) -> None:
    """End this process, and its command before it, when the other end of a pipe is closed."""

    def watch() -> None:
        while os.read(pipe, 1):
            pass
        with turn:
            for running in list(under_way):
                end(running)
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
