"""Make the environment in a process of its own, which ends when whoever started it has ended.

A start may be killed in a way that it cannot answer. The process apart notices by a pipe, ends
its installer, and holds the lock until then.
"""

import subprocess
import sys
from pathlib import Path

from bootstrap import NotReadyError, say
from bootstrap.commands import end_with
from bootstrap.environment import prepare
from bootstrap.reasons import of_disk

DONE, TOLD = 0, 3
NEW_GROUP = 0x00000200  # CREATE_NEW_PROCESS_GROUP
ROOT = Path(__file__).resolve().parent.parent


def prepare_apart(venv: Path, requirements: Path) -> bool:
    """Make the environment ready; False where it cannot be, which has been told then."""
    # Not by `-m`, which needs our folder as the current one: PIP_FIND_LINKS may be relative.
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from bootstrap.apart import serve; "
    child = subprocess.Popen(
        [sys.executable, "-c", code + "serve(*sys.argv[1:])", str(venv), str(requirements)],
        stdin=subprocess.PIPE,
        # Ctrl+C is for us alone; on Windows a new group does not hear of it.
        start_new_session=True,
        creationflags=NEW_GROUP if sys.platform == "win32" else 0,
    )
    assert child.stdin
    try:
        ended = child.wait()
    finally:
        child.stdin.close()
        child.wait()
    if ended not in (DONE, TOLD):
        raise NotReadyError("准备运行环境的进程被终止了。再运行一次就会接着准备")
    return ended == DONE


def serve(venv: str, requirements: str) -> None:
    """Be the process apart."""
    end_with(sys.stdin.fileno())
    try:
        prepare(Path(venv), Path(requirements))
    except NotReadyError as trouble:
        say(f"{trouble}。")
    except OSError as trouble:
        say(f"{of_disk(trouble, ROOT)}。")
    else:
        return
    sys.exit(TOLD)
